"""Where a change stands: the county's blocks, numbered and named, as choices in the editor."""

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from pydantic import ValidationError
from wagtail import blocks

from baerekraft.adaptation import layer
from baerekraft.adaptation.layer import Base, County
from baerekraft.authoring import compiling
from baerekraft.exercises.kinds import BY_NAME

NAMES = ("heading", "title", "figure", "prompt", "caption", "alt", "text")
GONE = "gone-"


@dataclass(frozen=True)
class Anchor:
    """A block of the county's that a change can be about."""

    id: str
    label: str
    is_exercise: bool = False


# The choices depend on which page is open, and a block does not know its page.
_open: ContextVar[tuple[Anchor, ...]] = ContextVar("the blocks of the lesson being adapted", default=())


def county(original: Any) -> County:
    """The county's lesson as it was last published."""
    document = compiling.lesson(original, part=original.get_parent().slug)
    return County(document, tuple(str(item["id"]) for item in original.body.get_prep_value()))


def choose_for(page: Any) -> None:
    """From here on this thread's choices are about this page; its changes point at the blocks as they are now."""
    now = county(page.original)
    known = dict(_bases(page))
    gone = [base for base in known.values() if layer.find(base, now).gone]
    _open.set((*of_lesson(page.original), *map(_of_gone, gone)))
    raw = page.changes.get_prep_value()
    for item in raw:
        if item["id"] in known:
            item["value"]["anchor"] = place(known[item["id"]], now)
    page.changes = page._meta.get_field("changes").to_python(raw)


def remember(page: Any) -> None:
    """Keep each change's block as it was when the change was made; a change that is moved starts anew."""
    now = county(page.original)
    known = dict(_bases(page))
    kept = {}
    for item in page.changes.get_prep_value():
        base, anchor = known.get(item["id"]), item["value"]["anchor"]
        if base is None or anchor != place(base, now):
            base = now.base(anchor or "")
        if base:
            kept[item["id"]] = base.model_dump(mode="json")
    page.bases = kept


def place(base: Base, now: County) -> str:
    """What the editor chooses to mean this block."""
    found = layer.find(base, now)
    return GONE + base.anchor if found.gone else now.ids[found.place]


def _bases(page: Any) -> Iterator[tuple[str, Base]]:
    for change, base in page.bases.items():
        try:
            yield change, Base.model_validate(base)
        except ValidationError:
            continue


def of_lesson(original: Any) -> Iterator[Anchor]:
    for number, child in enumerate(original.body, start=1):
        label = f"{number}. {child.block.label}: {name(child.value)}"
        yield Anchor(str(child.id), label, child.block_type in BY_NAME)


def _of_gone(base: Base) -> Anchor:
    called = name(base.block.model_dump())
    return Anchor(GONE + base.anchor, _("No longer in the county’s lesson: %(name)s") % {"name": called})


def name(value: Any) -> str:
    """How the block begins, in the editor's words."""
    text = next((str(value[field]) for field in NAMES if value.get(field)), "")
    return Truncator(text).chars(60) or _("without a heading")


def every_block() -> list[tuple[str, str]]:
    """The blocks of the lesson that is open."""
    return [(anchor.id, anchor.label) for anchor in _open.get()]


def every_text() -> list[tuple[str, str]]:
    """Those that are not exercises, which are the same for everyone."""
    return [(anchor.id, anchor.label) for anchor in _open.get() if not anchor.is_exercise]


def field(choices: Any, **options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=choices, **options)
