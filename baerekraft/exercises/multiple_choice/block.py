from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock, OptionBlock
from baerekraft.exercises.multiple_choice.exercise import MultipleChoice


class MultipleChoiceBlock(ExerciseBlock):
    document = MultipleChoice
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=3, max_num=8)

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")
        group = _("Exercises")
        description = _("Several of the options are right.")
