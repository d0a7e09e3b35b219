"""One actor's words: what it does and suffers, how it is called, what it says, with what and whom it stands."""

from analysis.profiles.dependents import dependents
from analysis.profiles.profile import difference, profile

__all__ = ["dependents", "difference", "profile"]
