"""Streams whose drafts are kept as they were written. What is wrong is told by `faults`, and stops only publishing."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError


class DraftStream(blocks.StreamBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_with_enough(self)

    def clean(self, value: Any) -> Any:
        """Keep every value that can be kept."""
        return kept(self, value)

    def check_value(self, value: Any) -> None:
        """Raise ValidationError for what the blocks refuse."""
        super().clean(value)


def begin_with_enough(block: blocks.Block) -> None:
    """A list that needs three items begins with three, so that nobody meets an error before she has written."""
    for child in getattr(block, "child_blocks", {}).values():
        begin_with_enough(child)
    if isinstance(block, blocks.ListBlock):
        begin_with_enough(block.child_block)
        if block.meta.min_num:
            block.meta.default = [block.child_block.get_default() for _item in range(block.meta.min_num)]


def kept(block: blocks.Block, value: Any) -> Any:
    """The value as the block would clean it, and as it was written where the block refuses it."""
    match block:
        case blocks.StreamBlock():
            return StreamValue(
                block, [(item.block.name, kept(item.block, item.value), item.id) for item in value]
            )
        case blocks.StructBlock():
            return block._to_struct_value(
                [(name, kept(block.child_blocks[name], inner)) for name, inner in value.items()]
            )
        case blocks.ListBlock():
            items = block.normalize(value).bound_blocks
            return ListValue(
                block,
                bound_blocks=[
                    ListValue.ListChild(block.child_block, kept(block.child_block, item.value), id=item.id)
                    for item in items
                ],
            )
    return _field(block, value)


def _field(block: blocks.Block, value: Any) -> Any:
    # The one character that a database cannot hold.
    value = value.replace("\x00", "") if isinstance(value, str) else value
    try:
        return block.clean(value)
    except ValidationError:
        return value


def at_blocks(
    block: blocks.Block, found: list[tuple[tuple[int | str, ...], str]], value: Any
) -> ValidationError:
    """The faults as an error that shows each at the block it belongs to. `value` is the block's, as it is stored."""
    own = [ValidationError(what) for path, what in found if not path]
    inner: dict[int | str, list[tuple[tuple[int | str, ...], str]]] = {}
    for path, what in found:
        if path:
            inner.setdefault(path[0], []).append((path[1:], what))
    errors = {}
    for step, rest in inner.items():
        below = _below(block, step, value)
        if below is None:
            own += [ValidationError(what) for _path, what in rest]
        else:
            errors[step] = at_blocks(below[0], rest, below[1])
    return _error(block, errors, own)


def _error(block: blocks.Block, errors: Any, own: list[ValidationError]) -> ValidationError:
    match block:
        case blocks.StreamBlock():
            return StreamBlockValidationError(block_errors=errors, non_block_errors=own)
        case blocks.StructBlock():
            return StructBlockValidationError(block_errors=errors, non_block_errors=own)
        case blocks.ListBlock():
            return ListBlockValidationError(block_errors=errors, non_block_errors=own)
    return ValidationError(own)


def _below(block: blocks.Block, step: int | str, value: Any) -> tuple[blocks.Block, Any] | None:
    if isinstance(step, int):
        if not isinstance(value, list) or step >= len(value):
            return None
        item = value[step]
        inside = item["value"] if isinstance(item, dict) and "value" in item else item
        if isinstance(block, blocks.StreamBlock):
            return block.child_blocks[item["type"]], inside
        return (block.child_block, inside) if isinstance(block, blocks.ListBlock) else None
    if isinstance(block, blocks.StructBlock) and step in block.child_blocks:
        return block.child_blocks[step], (value or {}).get(step)
    return None
