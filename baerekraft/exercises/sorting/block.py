from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.sorting.exercise import Sorting


class ItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Line"), max_length=600)
    group = blocks.CharBlock(label=_("Belongs in"), help_text=_("The name of the group, spelt as above."))
    feedback = blocks.TextBlock(label=_("Feedback: why"), max_length=600, rows=2)

    class Meta:
        label = _("Line")


class SortingBlock(ExerciseBlock):
    document = Sorting
    groups = blocks.ListBlock(
        blocks.CharBlock(label=_("Group"), max_length=80), label=_("Groups"), min_num=2, max_num=4
    )
    items = blocks.ListBlock(ItemBlock(), label=_("Lines to sort"), min_num=3, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Sorting into groups")
        group = _("Exercises")
        description = _("Put each line in its group.")
