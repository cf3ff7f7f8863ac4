from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth


class StatementBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Statement"), max_length=600)
    fact = blocks.BooleanBlock(label=_("It is a fact"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback: why"), max_length=600, rows=2)

    class Meta:
        label = _("Statement")


class FactOrMythBlock(ExerciseBlock):
    document = FactOrMyth
    statements = blocks.ListBlock(StatementBlock(), label=_("Statements"), min_num=1, max_num=6)

    class Meta:
        icon = "help"
        label = _("Fact or myth")
        group = _("Exercises")
        description = _("Statements: true or not?")
