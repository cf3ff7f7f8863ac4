"""What every kind's author's block has in common: Norwegian labels, an id, and the document's own rules."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as DocumentError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from baerekraft.exercises.document import Exercise


class ExerciseBlock(blocks.StructBlock):
    """A block whose fields are the document's fields; the document decides what is allowed."""

    document: ClassVar[type[Exercise]]

    id = blocks.RegexBlock(
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        label=_("Id"),
        help_text=_(
            "Short name in lower case, such as cheapest-offer. Keep it when you change the exercise."
        ),
    )
    prompt = blocks.TextBlock(label=_("Question or task"), max_length=600, rows=2)
    help = blocks.CharBlock(label=_("Help text"), required=False, max_length=300)
    counts = blocks.BooleanBlock(
        label=_("Counts"),
        required=False,
        default=True,
        help_text=_("The lesson is not done until this is answered."),
    )
    sources = blocks.ListBlock(
        blocks.CharBlock(max_length=60),
        label=_("Sources for its figures"),
        default=[],
        help_text=_("The ids of sources in the lesson."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            self.document.model_validate(plain(self.get_prep_value(cleaned)))
        except DocumentError as error:
            raise StructBlockValidationError(non_block_errors=[ValidationError(fault(error))]) from error
        return cleaned


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=600)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback: why"), max_length=600, rows=2)


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
