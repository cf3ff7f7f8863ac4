from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.dilemma.exercise import Dilemma
from baerekraft.sdg import goals


class EffectBlock(blocks.StructBlock):
    goal = blocks.ChoiceBlock(
        label=_("UN goal"), choices=[(number, goals.short_name(number)) for number in goals.NUMBERS]
    )
    direction = blocks.ChoiceBlock(
        label=_("Direction"),
        choices=[("positive", _("Helps")), ("negative", _("Harms")), ("both", _("Both"))],
    )
    why = blocks.CharBlock(label=_("Why"), max_length=200)

    class Meta:
        label = _("Effect")


class LastChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Choice"), max_length=600)
    feedback = blocks.TextBlock(
        label=_("The price"), max_length=600, rows=3, help_text=_("Told by someone who pays it.")
    )
    effects = blocks.ListBlock(EffectBlock(), label=_("What it means for the goals"), min_num=2, max_num=5)

    class Meta:
        label = _("Choice")


class NextBlock(blocks.StructBlock):
    """What the choice leads to, or nothing: left empty it is None, as in the document."""

    prompt = blocks.CharBlock(label=_("What happens next?"), required=False, default="", max_length=600)
    choices = blocks.ListBlock(LastChoiceBlock(), label=_("Choices"), default=[], max_num=3)

    class Meta:
        label = _("Leads to")

    def to_python(self, value: Any) -> Any:
        return super().to_python(value or {})

    def bulk_to_python(self, values: Any) -> Any:
        return super().bulk_to_python([value or {} for value in values])

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared if prepared["prompt"] or prepared["choices"] else None

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """wagtail-localize finds no lists in a block that stands directly in another; so it is shown to it as the outermost."""
        raw = {"value": self.get_prep_value(value) or {}}
        return list(StreamFieldSegmentExtractor(None).handle_struct_block(value, raw_value=raw))

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return StreamFieldSegmentsWriter(None, None, None).handle_struct_block(value, segments)


class ChoiceBlock(LastChoiceBlock):
    next = NextBlock()


class DilemmaBlock(ExerciseBlock):
    document = Dilemma
    situation = blocks.TextBlock(label=_("The case"), max_length=900, rows=4)
    invented = blocks.CharBlock(
        label=_("What is made up"),
        required=False,
        max_length=200,
        help_text=_("For example: Names and figures are made up."),
    )
    choices = blocks.ListBlock(
        ChoiceBlock(), label=_("Choices"), help_text=_("No choice is the right one."), min_num=2, max_num=4
    )
    earlier = blocks.TextBlock(
        label=_("The question that could have been asked a month earlier"), max_length=600, rows=2
    )

    class Meta:
        icon = "resubmit"
        label = _("Dilemma")
        group = _("Exercises")
        description = _("Choices that all have a price.")
