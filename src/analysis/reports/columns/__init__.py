"""What the figures of a page count: a corpus as plain lists, one JSON for a page."""
