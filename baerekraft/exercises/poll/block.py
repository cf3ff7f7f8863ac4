from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.poll.exercise import Poll


class PollBlock(ExerciseBlock):
    document = Poll
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Opinion"), max_length=600),
        label=_("Opinions"),
        help_text=_(
            "There is no right answer. Make a new poll with a new id if the meaning of the opinions changes."
        ),
        min_num=2,
        max_num=6,
    )
    feedback = blocks.TextBlock(
        label=_("What the results can and cannot be used for"), max_length=600, rows=2
    )

    class Meta:
        icon = "group"
        label = _("Poll")
        group = _("Exercises")
        description = _("What do the others think? No answer is right.")
