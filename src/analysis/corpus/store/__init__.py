"""A corpus on disk: built part by part, kept, read lazily."""
