from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.reflection.exercise import Reflection


class ReflectionBlock(ExerciseBlock):
    document = Reflection
    counts = blocks.BooleanBlock(label=_("Counts"), required=False, default=False)
    feedback = blocks.TextBlock(label=_("What the answer can be used for"), max_length=600, rows=2)

    class Meta:
        icon = "edit"
        label = _("Reflection")
        group = _("Exercises")
        description = _("A question only the learner sees the answer to.")
