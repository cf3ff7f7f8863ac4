"""Exercises that one tap in a mail answers: those with options, and what an answer page asks and tells about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baerekraft.catalog.document import LessonDocument
from baerekraft.exercises.dilemma.exercise import Dilemma, Effect
from baerekraft.exercises.document import Exercise, keyed
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.exercises.single_choice.exercise import SingleChoice

Tappable = SingleChoice | Poll | Dilemma | FactOrMyth | Pledge
VERDICTS = (("fact", gettext_lazy("Fact")), ("myth", gettext_lazy("Myth")))


@dataclass(frozen=True)
class Option:
    """`key` is what the mailed link carries."""

    key: str
    text: str | Promise


@dataclass(frozen=True)
class Group:
    """Options of which one is chosen: a field of the form that the exercise's kind reads.

    `after` is the option that leads to it, where it is asked only of whoever chooses that.
    """

    name: str
    legend: str
    options: tuple[Option, ...]
    after: str = ""


def first(lesson: LessonDocument) -> Tappable | None:
    """The lesson's first exercise that can be answered in one tap."""
    return next((each for each in lesson.exercises if isinstance(each, Tappable)), None)


def options(exercise: Tappable) -> tuple[Option, ...]:
    """What the mail offers to tap; of statements, the first one's verdict."""
    return groups(exercise)[0].options


def groups(exercise: Tappable) -> tuple[Group, ...]:
    match exercise:
        case FactOrMyth():
            verdicts = tuple(Option(*verdict) for verdict in VERDICTS)
            return tuple(
                Group(f"verdict-{key}", statement.text, verdicts)
                for key, statement in keyed(exercise.statements)
            )
        case Dilemma():
            return (_group("choice", exercise.prompt, exercise.choices), *_following(exercise))
        case SingleChoice():
            return (_group("choice", exercise.prompt, exercise.options),)
        case Poll():
            lines = tuple(Option(key, text) for key, text in keyed(exercise.options))
            return (Group("choice", exercise.prompt, lines),)
        case Pledge():
            lines = tuple(Option(key, text) for key, text in keyed(exercise.steps))
            return (Group("step", exercise.prompt, lines),)


def _group(name: str, legend: str, choices: tuple[Any, ...], after: str = "") -> Group:
    return Group(name, legend, tuple(Option(key, choice.text) for key, choice in keyed(choices)), after)


def _following(dilemma: Dilemma) -> Iterator[Group]:
    for key, choice in keyed(dilemma.choices):
        if choice.next:
            yield _group(f"choice-{key}", choice.next.prompt, choice.next.choices, after=choice.text)


@dataclass(frozen=True)
class Told:
    """What one of her choices is told; `right` is None where nothing is right or wrong."""

    chosen: str
    text: str
    asked: str = ""
    right: bool | None = None
    instead: str = ""
    why: str = ""
    effects: tuple[str, ...] = ()


def told(exercise: Exercise, answer: Any) -> list[Told]:
    """The feedback to an answer that the exercise has read."""
    return list(_told(exercise, answer))


def _told(exercise: Exercise, answer: Any) -> Iterator[Told]:
    match exercise:
        case SingleChoice():
            yield _single(exercise, answer.choice)
        case FactOrMyth():
            words = dict(VERDICTS)
            for key, statement in keyed(exercise.statements):
                verdict = answer.verdicts[key]
                right = statement.fact == (verdict == "fact")
                yield Told(str(words[verdict]), statement.feedback, statement.text, right)
        case Dilemma():
            for choice in exercise.chosen(answer):
                yield Told(choice.text, choice.feedback, effects=tuple(map(_effect, choice.effects)))
            yield Told(_("The question that could have been asked a month earlier"), exercise.earlier)
        case Poll():
            yield Told(dict(keyed(exercise.options))[answer.choice], exercise.feedback)
        case Pledge():
            yield Told(exercise.words(answer), exercise.feedback)


def _single(exercise: SingleChoice, choice: str) -> Told:
    chosen = dict(keyed(exercise.options))[choice]
    right = next(option for option in exercise.options if option.correct)
    if chosen.correct:
        return Told(chosen.text, chosen.feedback, right=True)
    return Told(chosen.text, chosen.feedback, right=False, instead=right.text, why=right.feedback)


def _effect(effect: Effect) -> str:
    words = {"positive": _("Helps"), "negative": _("Harms"), "both": _("Both")}
    return f"{words[effect.direction]}: {effect.name}. {effect.why}"
