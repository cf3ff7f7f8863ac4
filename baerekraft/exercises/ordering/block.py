from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.ordering.exercise import Ordering


class ItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Line"), max_length=600)
    shown = blocks.CharBlock(
        label=_("Figure"),
        required=False,
        max_length=120,
        help_text=_("What the position is based on, such as 12 tonnes. Shown with the feedback."),
    )
    feedback = blocks.TextBlock(label=_("Feedback: why"), max_length=600, rows=2)

    class Meta:
        label = _("Line")


class OrderingBlock(ExerciseBlock):
    document = Ordering
    first = blocks.CharBlock(label=_("Label for the top"), max_length=120)
    last = blocks.CharBlock(label=_("Label for the bottom"), max_length=120)
    items = blocks.ListBlock(
        ItemBlock(),
        label=_("Lines in the right order"),
        help_text=_("They are shuffled when they are shown."),
        min_num=3,
        max_num=6,
    )

    class Meta:
        icon = "list-ol"
        label = _("Ordering")
        group = _("Exercises")
        description = _("Put the lines in the right order.")
