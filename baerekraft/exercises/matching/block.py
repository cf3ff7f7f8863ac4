from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.matching.exercise import Matching


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Left side"), max_length=600)
    right = blocks.CharBlock(label=_("Right side"), max_length=600)
    feedback = blocks.TextBlock(label=_("Feedback: why"), max_length=600, rows=2)

    class Meta:
        label = _("Pair")


class MatchingBlock(ExerciseBlock):
    document = Matching
    pairs = blocks.ListBlock(
        PairBlock(),
        label=_("Pairs"),
        help_text=_("The right-hand sides are shuffled when they are shown."),
        min_num=3,
        max_num=6,
    )

    class Meta:
        icon = "link"
        label = _("Matching")
        group = _("Exercises")
        description = _("Find what belongs together.")
