from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.pledge.exercise import Pledge


class PledgeBlock(ExerciseBlock):
    document = Pledge
    counts = blocks.BooleanBlock(label=_("Counts"), required=False, default=False)
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("A step"), max_length=300),
        label=_("Steps to choose from"),
        min_num=2,
        max_num=6,
    )
    feedback = blocks.TextBlock(label=_("Feedback"), max_length=600, rows=2)

    class Meta:
        icon = "success"
        label = _("Pledge")
        group = _("Exercises")
        description = _("One step the learner chooses to take.")
