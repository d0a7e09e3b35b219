"""A corpus on disk: built batch by batch, kept, read lazily."""
