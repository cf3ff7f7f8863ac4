"""The combined lesson's sources: the county's that are still cited, and the municipality's own. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from baerekraft.catalog.document import Block, LessonDocument, Source

OWN = "-lokal"
LONGEST = 60  # an id
BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def fingerprint(block: Block) -> str:
    """Names the block's content."""
    return hashlib.sha256(block.model_dump_json().encode()).hexdigest()[:12]


def apart(county: LessonDocument, sources: Sequence[Source]) -> dict[str, str]:
    """New ids for own sources that share theirs with one of the county's: it may get one at any time."""
    theirs = {source.id for source in county.sources}
    return {
        source.id: source.id[: LONGEST - len(OWN)].rstrip("-") + OWN
        for source in sources
        if source.id in theirs
    }


def renamed(block: Block, ids: Mapping[str, str]) -> Block:
    """The block citing sources by their new ids."""
    return BLOCK.validate_python(_renamed(block.model_dump(mode="json"), ids)) if ids else block


def _renamed(value: Any, ids: Mapping[str, str], field: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _renamed(item, ids, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, ids) for item in value]
    if not isinstance(value, str):
        return value
    if field == "source":
        return ids.get(value, value)
    for old, new in ids.items():
        value = value.replace(f"[^{old}]", f"[^{new}]")
    return value


def cited(lesson: LessonDocument, sources: Sequence[Source], ids: Mapping[str, str]) -> LessonDocument:
    """The lesson with those of its own and the municipality's sources that it cites."""
    named = lesson.cited
    mine = [source.model_copy(update={"id": ids.get(source.id, source.id)}) for source in sources]
    kept = tuple(source for source in (*lesson.sources, *mine) if source.id in named)
    return lesson.model_copy(update={"sources": kept})


def texts(value: Any) -> Iterator[str]:
    """Every text and number in a block's fields, in order."""
    if isinstance(value, dict):
        value = [item for name, item in value.items() if name not in {"type", "kind"}]
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield f"{value:g}"
