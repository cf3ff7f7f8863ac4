from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock, OptionBlock
from baerekraft.exercises.single_choice.exercise import SingleChoice


class SingleChoiceBlock(ExerciseBlock):
    document = SingleChoice
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=6)

    class Meta:
        icon = "circle-check"
        label = _("Single choice")
        group = _("Exercises")
        description = _("One of the options is right.")
