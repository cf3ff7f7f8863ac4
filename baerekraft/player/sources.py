"""Every source of every published lesson, as one list: by publisher, each once, with the lessons that lean on it."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from baerekraft.catalog.document import Source
from baerekraft.catalog.shelf import Entry, Shelf
from baerekraft.player import lessons

# Accents do not count in the alphabet; these three are letters of their own and come last.
LAST = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})
SAME_PAGE = re.compile(r"^https?://(www\.)?|/$")


@dataclass(frozen=True)
class Use:
    """One lesson's citation: where it stands, and what the lesson says of the source."""

    entry: Entry
    number: int
    source: Source

    @property
    def url(self) -> str:
        return f"{lessons.address(self.entry.part, self.entry.slug)}#kilde-{self.number}"

    @property
    def about(self) -> str:
        """Year, place and reservation in one line."""
        note = f" ({self.source.note})" if self.source.note else ""
        return f"{self.source.year}, {self.source.place}{note}"


@dataclass(frozen=True)
class Listed:
    """One address, cited once or many times."""

    uses: tuple[Use, ...]

    @property
    def url(self) -> str:
        return self.uses[0].source.url

    @property
    def title(self) -> str:
        """The fullest of the titles that lessons have given it."""
        return max((use.source.title for use in self.uses), key=len)

    @property
    def publisher(self) -> str:
        return Counter(use.source.publisher for use in self.uses).most_common(1)[0][0]

    @property
    def about(self) -> str:
        """What all the lessons agree on; empty when they use different years or places of it."""
        said = {use.about for use in self.uses}
        return said.pop() if len(said) == 1 else ""


def everything(on_shelf: Shelf) -> list[Listed]:
    """The sources of what is open to everyone, in the order they are met."""
    return of(entry for course in on_shelf.courses for entry in course.lessons)


def of(entries: Iterable[Entry]) -> list[Listed]:
    """The sources of these lessons, in the order they are met."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for entry in entries:
        for number, source in enumerate(entry.document.sources, start=1):
            uses[SAME_PAGE.sub("", source.url)].append(Use(entry, number, source))
    return [Listed(tuple(row)) for row in uses.values()]


def by_publisher(sources: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    groups: dict[str, list[Listed]] = defaultdict(list)
    for source in sources:
        groups[source.publisher].append(source)
    return [
        (publisher, sorted(groups[publisher], key=lambda source: alphabetical(source.title)))
        for publisher in sorted(groups, key=alphabetical)
    ]


def alphabetical(text: str) -> str:
    """The text as the Norwegian alphabet sorts it."""
    letters = unicodedata.normalize("NFC", text).casefold().translate(LAST)
    plain = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return plain.lstrip("«\"'([ ")
