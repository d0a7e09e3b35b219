"""What the stories were: which articles tell the same event, who told it first, and what the accounts differ in.

Every function takes a Corpus and returns a table; an empty corpus gives an empty table with the same columns.
"""

from analysis.stories.accounts import accounts, differences
from analysis.stories.figures import figures
from analysis.stories.independent import texts
from analysis.stories.members import members
from analysis.stories.outlets import matrix, outlets
from analysis.stories.pairs import pairs
from analysis.stories.reuse import reuse
from analysis.stories.shares import exchanges, shares
from analysis.stories.stories import near, stories

# fmt: off
__all__ = [
    "accounts", "differences", "exchanges", "figures", "matrix", "members", "near", "outlets", "pairs", "reuse",
    "shares", "stories", "texts",
]
# fmt: on
