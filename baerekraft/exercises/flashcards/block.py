from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.exercises.block import ExerciseBlock
from baerekraft.exercises.flashcards.exercise import Flashcards


class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock(label=_("Front"), max_length=600, help_text=_("A term or a question."))
    back = blocks.TextBlock(label=_("Back of the card"), max_length=600, rows=2)

    class Meta:
        label = _("Card")


class FlashcardsBlock(ExerciseBlock):
    document = Flashcards
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=3, max_num=8)
    feedback = blocks.TextBlock(label=_("What to do with the cards you did not know"), max_length=600, rows=2)

    class Meta:
        icon = "copy"
        label = _("Flashcards")
        group = _("Exercises")
        description = _("Terms to say to yourself, then turn.")
