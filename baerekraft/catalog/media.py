"""A lesson's pictures, tables and recordings. The draft names a file in the media library; where its published
copies lie, and who made it, are taken from the library when the lesson is published."""

from typing import Annotated, Any, Literal

from django.utils.html import strip_tags
from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from baerekraft.catalog.charts import Cited, Title
from baerekraft.exercises.document import Frozen, NoneIsEmpty, Unfit, absent

# A file is named by its content, so that the name never comes to mean another.
FileName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}\.[a-z0-9]{2,5}$")]
OptionalFileName = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16}\.[a-z0-9]{2,5})?$"), NoneIsEmpty]
Html = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400), NoneIsEmpty]
Cell = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), NoneIsEmpty]
Taken = Field(default="", exclude_if=absent)
Counted = Field(default=0, exclude_if=absent)

VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
AUDIO_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}


class Rendition(Frozen):
    """One published copy of a picture, in one format and width."""

    url: str
    type: Literal["image/avif", "image/webp", "image/jpeg", "image/png"]
    width: int
    height: int
    bytes: int


class Image(Frozen):
    """A picture. `alt` is empty only for one that says nothing, `decorative`."""

    type: Literal["image"] = "image"
    file: FileName
    alt: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), NoneIsEmpty] = ""
    decorative: bool = False
    caption: Line = ""
    credit: str = Taken
    licence: str = Taken
    renditions: tuple[Rendition, ...] = Field(default=(), exclude_if=absent)

    @model_validator(mode="after")
    def is_told_to_those_who_cannot_see_it(self) -> "Image":
        if not self.alt and not self.decorative:
            raise Unfit(
                gettext_noop("say in «alt» what the picture shows, or mark it as decorative"), at=("alt",)
            )
        if self.alt and self.decorative:
            raise Unfit(
                gettext_noop("a decorative picture has no text; empty «alt», or take away the mark"),
                at=("alt",),
            )
        return self

    @property
    def untaken(self) -> "Image":
        return self.model_copy(update={"credit": "", "licence": "", "renditions": ()})

    def of_type(self, type: str) -> tuple[Rendition, ...]:
        """The copies in one format, narrowest first."""
        found = (rendition for rendition in self.renditions if rendition.type == type)
        return tuple(sorted(found, key=lambda rendition: rendition.width))

    @property
    def fallback(self) -> tuple[Rendition, ...]:
        """The copies that every browser can show; a preview has only the picture as it is."""
        return self.of_type("image/jpeg") or self.of_type("image/png") or self.renditions


class Table(Frozen):
    """A table with a name for each column and, first in each row, a name for the row."""

    type: Literal["table"] = "table"
    caption: Title
    head: Annotated[tuple[Cell, ...], Field(min_length=2, max_length=8)]
    rows: Annotated[tuple[tuple[Cell, ...], ...], Field(min_length=1, max_length=40)]
    source: Cited = ""

    @model_validator(mode="after")
    def is_even(self) -> "Table":
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.head):
                raise Unfit(
                    gettext_noop(
                        "row %(row)d has %(cells)d cells and the heading %(head)d; make them the same"
                    ),
                    row=number,
                    cells=len(row),
                    head=len(self.head),
                )
            if not row[0]:
                raise Unfit(
                    gettext_noop("row %(row)d has no name; write it in the first column"),
                    at=("rows",),
                    row=number,
                )
        if not all(self.head[1:]):
            raise Unfit(gettext_noop("a column has no heading; write one in «head»"), at=("head",))
        return self

    @property
    def named_rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((row[0], row[1:]) for row in self.rows)


class Recording(Frozen):
    """A short film or sound. Everybody can read what is said in it: captions in a film, and a transcript."""

    type: Literal["recording"] = "recording"
    kind: Literal["video", "audio"]
    file: FileName
    title: Title
    transcript: Html
    captions: OptionalFileName = ""
    language: Literal["nb", "nn", "en"] = "nb"
    poster: OptionalFileName = ""
    caption: Line = ""
    credit: str = Taken
    licence: str = Taken
    url: str = Taken
    captions_url: str = Taken
    transcript_url: str = Taken
    poster_url: str = Taken
    bytes: int = Counted
    seconds: int = Counted
    width: int = Counted
    height: int = Counted

    @model_validator(mode="before")
    @classmethod
    def kind_follows_from_the_file(cls, data: Any) -> Any:
        """A draft and a content file need not say what the file already does."""
        if isinstance(data, dict) and not data.get("kind") and isinstance(data.get("file"), str):
            video = data["file"].rpartition(".")[2] in VIDEO_TYPES
            return {**data, "kind": "video" if video else "audio"}
        return data

    @model_validator(mode="after")
    def can_be_read(self) -> "Recording":
        ending = self.file.rpartition(".")[2]
        if ending not in (VIDEO_TYPES if self.kind == "video" else AUDIO_TYPES):
            raise Unfit(
                gettext_noop("choose a film (MP4 or WebM) or a sound (MP3, M4A or OGG)"), at=("file",)
            )
        if self.kind == "video" and not self.captions:
            raise Unfit(
                gettext_noop("a film needs captions; choose a .vtt file under «captions»"), at=("captions",)
            )
        if self.captions and not self.captions.endswith(".vtt"):
            raise Unfit(gettext_noop("captions are a .vtt file; choose one"), at=("captions",))
        if not strip_tags(self.transcript).strip():
            raise Unfit(gettext_noop("write what is said in «transcript»"), at=("transcript",))
        return self

    @property
    def content_type(self) -> str:
        return {**VIDEO_TYPES, **AUDIO_TYPES}[self.file.rpartition(".")[2]]

    @property
    def untaken(self) -> "Recording":
        asked = self.model_dump(include=ASKED_OF_A_RECORDING)
        return Recording.model_validate(asked)


ASKED_OF_A_RECORDING = {
    "kind",
    "file",
    "title",
    "transcript",
    "captions",
    "language",
    "poster",
    "caption",
}
