"""One speech act: its cue, what is said, the words that name the speaker."""

from dataclasses import dataclass

from analysis.voices.content import Lead
from analysis.voices.cues import Cue
from analysis.voices.speaker import Speaker


@dataclass
class Act:
    """One speech act, by the places of its words; `last` is one after the last, `start`, `end` are offsets."""

    at: int
    cue: Cue
    joined: bool  # its cue carries و or ف
    lead: Lead
    first: int
    last: int = 0
    start: int = 0
    end: int = 0
    speaker: Speaker | None = None
    kind: str = "indirect"
    silent: bool = False  # a verb of saying with a subject, but without words
    inside: int = -1  # the number of the act that it stands in
    via: str = ""
    unsaid: bool = False  # passive: nobody is told to say it

    @property
    def elided(self) -> bool:
        return self.speaker is None or self.speaker.leaning
