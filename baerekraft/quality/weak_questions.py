"""What learners' first answers say of the questions in a draft. A question that has been changed since starts anew."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from baerekraft.catalog.document import ExerciseBlock, LessonDocument
from baerekraft.quality import passages, questions
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.questions import Question


def hints(document: LessonDocument, lesson: int) -> Iterator[Hint]:
    proven = {question.exercise: question for question in questions.of(lesson, document)}
    for number, block in passages.numbered(document):
        if isinstance(block, ExerciseBlock) and (question := proven.get(block.exercise.id)):
            place = passages.place_of(block, number)
            for what, quote in said(question):
                yield Hint.at(place, Kind.QUESTIONS, what, Weight.COULD, quote)


def said(question: Question) -> Iterator[tuple[str, str]]:
    """What is worth looking at, and the option that it is about."""
    if question.is_hard:
        yield (
            _("Few answer right at once. Is the question clear, and has the lesson told what it asks about?"),
            "",
        )
    if question.against and not any(choice.strong for choice in question.choices):
        yield _("Those who otherwise answer right often answer wrong here. Look at the wording."), ""
    for choice in question.choices:
        if choice.strong:
            yield (
                _(
                    "Those who otherwise answer right often choose this. Look at the wording: is it right too?"
                ),
                choice.text,
            )
        if choice.rare:
            yield _("Few choose this option. Is it too easy to see that it is wrong?"), choice.text
