"""Raw pages to the stories on them."""

from analysis.pages.stories import Story, stories

__all__ = ["Story", "stories"]
