"""Differences between two blocks, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from baerekraft.adaptation import layer
from baerekraft.catalog.document import Block


@dataclass(frozen=True)
class Piece:
    """Words that stand in both, only in the earlier one (`was`) or only in the later one (`now`)."""

    kind: str
    text: str


def between(was: Block, now: Block) -> Iterator[Piece]:
    before, after = layer.words(was), layer.words(now)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(before[a:b]))
            continue
        if b > a:
            yield Piece("was", " ".join(before[a:b]))
        if d > c:
            yield Piece("now", " ".join(after[c:d]))


def text(block: Block | None) -> str:
    return " ".join(layer.words(block)) if block else ""
