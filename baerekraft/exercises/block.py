"""What every kind's author's block has in common: Norwegian labels, an id, and the document's own rules."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as DocumentError
from wagtail import blocks

from baerekraft.exercises.document import Exercise


class ExerciseBlock(blocks.StructBlock):
    """A block whose fields are the document's fields; the document decides what is allowed."""

    document: ClassVar[type[Exercise]]

    id = blocks.RegexBlock(
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        required=False,
        label=_("Short name"),
        help_text=_(
            "Left empty, it is made from the question. Keep it when you change the exercise: answers hang on it."
        ),
    )
    prompt = blocks.TextBlock(label=_("Question or task"), max_length=600, rows=2)
    help = blocks.CharBlock(
        label=_("Help text"),
        required=False,
        max_length=300,
        help_text=_("Stands under the question. Often not needed."),
    )
    counts = blocks.BooleanBlock(
        label=_("Counts"),
        required=False,
        default=True,
        help_text=_("The lesson is not done until this is answered."),
    )
    sources = blocks.ListBlock(
        blocks.CharBlock(label=_("Source"), max_length=60),
        label=_("Sources for its figures"),
        default=[],
        help_text=_("Choose among the lesson's sources, by their short names."),
    )

    def get_form_layout(self) -> blocks.BlockGroup:
        """What an author writes comes first; what the system needs to know can be folded out."""
        known = ["counts", "id", "sources"]
        about = blocks.BlockGroup(
            known, heading=_("About the exercise"), classname="collapsed", icon="cog", label_format=""
        )
        return blocks.BlockGroup([*(name for name in self.child_blocks if name not in known), about])


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=600)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback: why"), max_length=600, rows=2)

    class Meta:
        label = _("Option")


def plain(value: Any) -> Any:
    """Turn a block's stored value into the document's: list items without their wrapping."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [
            plain(item["value"]) if isinstance(item, dict) and item.get("type") == "item" else plain(item)
            for item in value
        ]
    return value


def fault(error: DocumentError) -> str:
    first = error.errors()[0]
    return str(first.get("ctx", {}).get("error", first["msg"]))
