"""The kinds of packages, each registered by its own module: make(), name(), KINDS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from baerekraft.packages.choice import Choice

Say = Callable[[int, int], None]
"""Told after each lesson how many are done, and of how many."""


class NoRoom(ValueError):
    """The part has more exercises than the other system can remember; the text says what to choose instead."""


@dataclass(frozen=True)
class Options:
    """`each` is what one row in the other system stands for."""

    each: str = "lesson"  # or "part"


@dataclass(frozen=True)
class Kind:
    """`write` writes the whole file; it raises NothingChosen or NoRoom before the first byte."""

    name: str
    suffix: str
    content_type: str
    write: Callable[[Choice, Options, BinaryIO, Say], None]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.name] = kind


def make(
    kind: str,
    choice: Choice,
    to: BinaryIO,
    *,
    options: Options | None = None,
    say: Say = lambda done, of: None,
) -> None:
    """Write the package. KeyError for a kind that does not exist, NothingChosen for what is not on the shelf."""
    KINDS[kind].write(choice, options or Options(), to, say)


def file_name(kind: str, choice: Choice) -> str:
    """Such as `baerekraft-del-1-scorm12-nb.zip`."""
    what = choice.lesson or choice.part or choice.course or "kurs"
    return f"baerekraft-{what}-{kind}-{choice.language}{KINDS[kind].suffix}"
