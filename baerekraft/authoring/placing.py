"""Placing: where in the draft, as the editor sees it, a place in the document is."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField

from baerekraft.exercises.kinds import BY_NAME

# A field of the page; then, within a stream, the block's index, and within the block names and indexes.
type Path = tuple[int | str, ...]

FIELDS = {
    ("illustration", "svg"): "illustration",
    ("illustration", "alt"): "illustration_alt",
    ("learning_goals",): "serves",
}


def in_draft(page: Any, place: Path) -> Path:
    """The place in the page's fields and blocks that a place in the document is made from."""
    first, *rest = place or ("",)
    match first, rest:
        case "body", [int(index), tag, *inside] if tag:
            return ("body", index, *_without_tags(tag, inside))
        case "steps", [str(who), *inside]:
            return _step(page, who, inside)
        case (("tool" | "discussion"), inside) if place:
            return (first, 0, *inside) if inside else (first,)
        case _:
            return _plain(page, place)


def _plain(page: Any, place: Path) -> Path:
    if not hasattr(page, "serves"):
        return place[:1] if place and not is_stream(page, place[0]) else place
    for known, field in FIELDS.items():
        if place[: len(known)] == known:
            return (field,)
    return place if place and is_stream(page, place[0]) else place[:1]


def _without_tags(tag: int | str, inside: list[int | str]) -> list[int | str]:
    """The document's names without those that only say which kind of block it is."""
    if tag == "exercise":
        inside = inside[1:] if inside[:1] == ["exercise"] else inside
        inside = inside[1:] if inside and inside[0] in BY_NAME else inside
        return inside
    return inside


def _step(page: Any, who: str, inside: list[int | str]) -> Path:
    """Steps for two stand mixed in one stream."""
    numbers = [index for index, item in enumerate(raw(page, "steps")) if item["type"] == who]
    if inside and isinstance(inside[0], int) and inside[0] < len(numbers):
        return ("steps", numbers[inside[0]])
    return ("steps",)


def where(page: Any, path: Path) -> str:
    """«Innhold › 3. Ett riktig svar › Alternativ 2»"""
    return " › ".join(_labels(page, path))


def _labels(page: Any, path: Path) -> Iterator[str]:
    if not path:
        return
    field = _field(page, path[0])
    yield capfirst(str(field.verbose_name)) if field else str(path[0])
    if not isinstance(field, StreamField) or len(path) < 2 or not isinstance(path[1], int):
        return
    block = child(page, path)
    if block is None:
        return
    yield f"{path[1] + 1}. {block.label}"
    yield from _inside(block, path[2:])


def _inside(block: blocks.Block, steps: Path) -> Iterator[str]:
    for place, step in enumerate(steps):
        if isinstance(step, int) and isinstance(block, blocks.ListBlock):
            yield f"{block.child_block.label or block.label} {step + 1}"
            block = block.child_block
        elif isinstance(block, blocks.StructBlock | blocks.StreamBlock) and step in block.child_blocks:
            block = block.child_blocks[step]
            numbered = isinstance(block, blocks.ListBlock) and isinstance((*steps, "")[place + 1], int)
            if not numbered:
                yield str(block.label)
        else:
            return


def child(page: Any, path: Path) -> blocks.Block | None:
    """The block at this place in its stream."""
    items = raw(page, str(path[0]))
    if len(path) < 2 or not isinstance(path[1], int) or path[1] >= len(items):
        return None
    return page._meta.get_field(path[0]).stream_block.child_blocks.get(items[path[1]]["type"])


def block_id(page: Any, path: Path) -> str:
    if len(path) < 2 or not isinstance(path[1], int) or not is_stream(page, path[0]):
        return ""
    items = raw(page, str(path[0]))
    return str(items[path[1]].get("id") or "") if path[1] < len(items) else ""


def raw(page: Any, field: str) -> list[dict[str, Any]]:
    return list(getattr(page, field).get_prep_value())


def order(page: Any) -> dict[str, int]:
    return {field.name: place for place, field in enumerate(page._meta.get_fields())}


def _field(page: Any, name: Any) -> Any:
    return next((field for field in page._meta.fields if field.name == name), None)


def is_stream(page: Any, name: Any) -> bool:
    return isinstance(_field(page, name), StreamField)


def unclean(page: Any) -> Iterator[tuple[Path, str]]:
    """What the editor's own fields and blocks refuse."""
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            try:
                field.stream_block.check_value(getattr(page, field.name))
            except ValidationError as error:
                yield from _flat((field.name,), error)


def _flat(path: Path, error: Any) -> Iterator[tuple[Path, str]]:
    if hasattr(error, "block_errors"):
        for step, inner in error.block_errors.items():
            yield from _flat((*path, step), inner)
        for own in error.non_block_errors.as_data():
            yield from _flat(path, own)
    else:
        yield from ((path, message) for message in error.messages)
