from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.estimate.exercise import Estimate


class EstimateBlock(ExerciseBlock):
    document = Estimate
    unit = blocks.CharBlock(label=_("Unit"), max_length=60, help_text=_("For example per cent."))
    minimum = blocks.FloatBlock(label=_("Lowest guess"))
    maximum = blocks.FloatBlock(label=_("Highest guess"))
    step = blocks.FloatBlock(label=_("Step"), default=1, help_text=_("How far the slider moves each time."))
    value = blocks.FloatBlock(label=_("The real figure"), required=False)
    tolerance = blocks.FloatBlock(
        label=_("Counts as correct within"),
        default=0,
        help_text=_("5 means that a guess up to 5 away is correct."),
    )
    feedback = blocks.TextBlock(label=_("Feedback: what the figure tells us"), max_length=600, rows=3)

    class Meta:
        icon = "crosshairs"
        label = _("Estimate")
        group = _("Exercises")
        description = _("Guess a figure, then see the real one.")
