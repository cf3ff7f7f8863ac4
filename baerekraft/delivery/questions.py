"""Questions that one tap answers: a single choice, or one statement that is a fact or a myth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.delivery.models import Review
from baerekraft.exercises.document import Exercise, keyed
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth, Statement
from baerekraft.exercises.single_choice.exercise import SingleChoice


@dataclass(frozen=True)
class Choice:
    key: str
    text: str | Promise
    right: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """`statement` is the key of the one statement that is asked about, empty for a whole exercise."""

    exercise: str
    statement: str
    lead: str | Promise
    prompt: str
    help: str
    choices: tuple[Choice, ...]

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)

    @property
    def right(self) -> Choice:
        return next(choice for choice in self.choices if choice.right)


def within(exercises: Iterable[Exercise]) -> Iterator[Question]:
    for exercise in exercises:
        match exercise:
            case SingleChoice():
                yield _single_choice(exercise)
            case FactOrMyth():
                for key, statement in keyed(exercise.statements):
                    yield _statement(exercise, key, statement)


def _single_choice(exercise: SingleChoice) -> Question:
    choices = (
        Choice(key, option.text, option.correct, option.feedback) for key, option in keyed(exercise.options)
    )
    return Question(exercise.id, "", "", exercise.prompt, exercise.help, tuple(choices))


def _statement(exercise: FactOrMyth, key: str, statement: Statement) -> Question:
    choices = (
        Choice("fact", _("Fact"), statement.fact, statement.feedback),
        Choice("myth", _("Myth"), not statement.fact, statement.feedback),
    )
    return Question(exercise.id, key, _("Fact or myth?"), statement.text, "", choices)


def in_part(slug: str, *, language: str) -> list[tuple[Entry, Question]]:
    """All there is to ask about the part as it is published now."""
    part = shelf.now(language).part(slug)
    entries = part.lessons if part else ()
    return [(entry, question) for entry in entries for question in within(entry.document.exercises)]


def asked(review: Review) -> Question:
    """The question as it stood when it was asked."""
    version = shelf.version(review.published_id)
    exercises = version.exercises.values() if version else ()
    return next(
        question
        for question in within(exercises)
        if (question.exercise, question.statement) == (review.exercise, review.statement)
    )


def home(review: Review, *, language: str) -> Entry | None:
    """The lesson as it is published now; None when the question is withdrawn, alone or with its lesson."""
    for entry, question in in_part(review.plan.part.slug, language=language):
        same = (question.exercise, question.statement) == (review.exercise, review.statement)
        if same and entry.lesson == review.published.lesson_id:
            return entry
    return None
