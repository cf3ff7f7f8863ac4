"""What has changed in the original since a lesson was translated, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from wagtail_localize.strings import StringValue

from baerekraft.authoring import placing, translating
from baerekraft.authoring.models import LessonPage
from baerekraft.translation import units

WORD = re.compile(r"\s+|\w+|[^\w\s]")


class How(StrEnum):
    """What became of a paragraph."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """A paragraph: the original as it was when translated and as it is now, and the translation to be mended."""

    where: str
    how: How
    was: str
    now: str
    translation: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """The words in order, each run with what became of it: `same`, `del` or `ins`."""
        return list(diff(self.was, self.now))


def since(page: LessonPage) -> list[Change]:
    """The paragraphs that a translator must look at; none when the translation is up to date."""
    if page.original == page or not translating.is_behind(page):
        return []
    seen, now = translating.as_translated(page), newest(page.original)
    then, today, ours = texts(seen), texts(now), texts(page)
    # A path that is only in one of them is a block that has come or gone.
    paths = [*today, *(path for path in then if path not in today)]
    return [
        change
        for path in paths
        for change in _in_place(
            placing.where(now if path in today else seen, units.place(now if path in today else seen, path)),
            then.get(path, []),
            today.get(path, []),
            ours.get(path, []),
        )
    ]


def newest(original: Any) -> Any:
    """The original as learners meet it."""
    return original.live_revision.as_object() if original.live_revision else original


def current(original: Any) -> dict[str, str]:
    """Every text that learners meet in the original now, by the name it has in a translator's file."""
    found = texts(newest(original)).items()
    return {f"{path}#{place}": text for path, several in found for place, text in enumerate(several, start=1)}


def texts(page: Any) -> dict[str, list[str]]:
    """The page's paragraphs as plain text, by their place, without ids of sources."""
    found = {}
    for path, by_order in translating.texts(page).items():
        if not re.search(r"\.sources\.[^.]+$", path):
            found[path] = [StringValue(by_order[order]).render_text() for order in sorted(by_order)]
    return found


def _in_place(where: str, was: list[str], now: list[str], ours: list[str]) -> Iterator[Change]:
    """The translation of a paragraph is the one in the same place, as long as there are as many."""
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for number in range(max(b - a, d - c)):
            old = was[a + number] if a + number < b else ""
            new = now[c + number] if c + number < d else ""
            there = a + number < len(ours) and a + number < b
            how = How.CHANGED if old and new else How.NEW if new else How.GONE
            yield Change(where, how, old, new, ours[a + number] if there else "")


def diff(was: str, now: str) -> Iterator[tuple[str, str]]:
    old, new = WORD.findall(was), WORD.findall(now)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
            continue
        if b > a:
            yield "del", "".join(old[a:b])
        if d > c:
            yield "ins", "".join(new[c:d])
