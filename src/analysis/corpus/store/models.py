"""What the JSON files of a store hold. They may come from anybody: fields, types and bounds are checked."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from analysis.actors.models import Actor
from analysis.base.notes import Note

FRAMES = ("articles", "sentences", "tokens", "mentions", "dates")
GROUPS: dict[str, tuple[str, ...]] = {"words": ("sentences", "tokens"), "mentions": ("mentions",), "dates": ("dates",)}


def _of_all(marks: dict[str, str]) -> dict[str, str]:
    if sorted(marks) != sorted(FRAMES):
        raise ValueError(f"the frames are {', '.join(FRAMES)}")
    return marks


Count = Annotated[int, Field(ge=0, le=999_999)]
Mark = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Marks = Annotated[dict[str, Mark], AfterValidator(_of_all)]  # digests of the frames of a slice
Scalar = str | bool | int | float | None


class Plain(BaseModel):
    """These fields, of these types, and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, validate_by_name=True)


class Info(Plain):
    """How a corpus was made; more may be told."""

    model_config = ConfigDict(extra="allow", strict=True)
    __pydantic_extra__: dict[str, Scalar]

    source: str | None = None
    fingerprint: str | None = None
    lemmatizer: str | None = None
    entities: str | None = None
    keep_duplicates: bool | None = None
    registry: str | None = None


class Held(Plain):
    """A batch: its number, the names of the files that it was read from, for each slice the digests of its frames."""

    number: Count
    files: list[str]
    slices: Annotated[list[Marks], Field(max_length=999_999)] = []


# On disk they are called parts, as in the stores that were written before.
Batches = Annotated[list[Held], Field(validation_alias="parts", serialization_alias="parts")]


class Manifest(Plain):
    """What is known of a finished store. All names of files are made from its numbers and digests: it holds none."""

    format: int
    info: Info
    age: Count
    batches: Annotated[Batches, Field(min_length=1)]
    log: Mark
    registry: Mark

    @model_validator(mode="after")
    def _unequal(self) -> "Manifest":
        if len({batch.number for batch in self.batches}) < len(self.batches):
            raise ValueError("two batches of one number")
        return self

    def marks(self) -> dict[str, Marks]:
        """Return the digests of the frames of each slice, by its name, in the order of the corpus."""
        return {slice_name(batch.number, at): marks for batch in self.batches for at, marks in enumerate(batch.slices)}


def slice_name(batch: int, number: int) -> str:
    """Return the name of a slice; names sort as the corpus does."""
    return f"{batch:05d}-{number:03d}"


class Run(Plain):
    """An unfinished run: a digest of what was asked for, and its batches."""

    key: str
    batches: Batches


class ToldBatch(Plain):
    """What is known of a batch: what it was read from, the articles of each slice, digests of what was written.

    `states` tells of each file what its articles depend on, but for the furniture of the site.
    """

    key: str
    states: dict[str, str] = {}
    slices: list[Count]
    raw: list[Mark]
    index: Mark
    notes: list[Note]


class Before(Plain):
    """What an article said before it was corrected by hand."""

    title: str | None
    subtitle: str | None
    author: str | None
    source: str | None
    url: str | None
    published: date | None
    published_from: str


class ToldSlice(Plain):
    """What is known of a slice: what its frames were made from, their digests, what corrections changed, the notes.

    `made_with` is what the rows of each article depend on beside it (see `plan.Asked`).
    """

    keys: dict[str, str]
    made_with: dict[str, str] = {}
    marks: Marks
    before: dict[str, Before]
    odd: list[Note]
    notes: list[Note]


class Furniture(Plain):
    """Lines that belong to the site; the digests of what the batches tell of them, by name, where that is kept."""

    lines: list[str]
    edges: dict[str, Mark] = {}


class Actors(Plain):
    """The registry that a corpus was annotated with."""

    fingerprint: str
    actors: list[Actor]
