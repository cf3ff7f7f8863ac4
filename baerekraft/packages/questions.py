"""The exercises where nobody can press anything: a question to think about, and an answer to look up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from baerekraft.exercises import document
from baerekraft.exercises.dilemma.exercise import Dilemma, LastChoice
from baerekraft.exercises.document import Exercise, Option
from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth
from baerekraft.exercises.flashcards.exercise import Flashcards
from baerekraft.exercises.matching.exercise import Matching
from baerekraft.exercises.multiple_choice.exercise import MultipleChoice
from baerekraft.exercises.ordering.exercise import Item, Ordering
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.exercises.reflection.exercise import Reflection
from baerekraft.exercises.single_choice.exercise import SingleChoice
from baerekraft.exercises.sorting.exercise import Sorting

WRITING_LINES = 4


@dataclass(frozen=True)
class Choice:
    """Something to choose or to judge, and the letter it is called by in the answer."""

    letter: str
    text: str


@dataclass(frozen=True)
class Told:
    """A piece of an answer: what is so, and why. `effects` are a dilemma's, `then` what a choice leads to."""

    lead: str
    text: str = ""
    effects: tuple["Told", ...] = ()
    then: tuple["Told", ...] = ()


@dataclass(frozen=True)
class Paper:
    """What one kind of exercise is on paper. `others` are the right sides of pairs; `lines` is room to write.

    `mark` is what stands beside each choice: a box to tick, a line to write on, or nothing.
    """

    kind: str
    answers: tuple[Told, ...]
    choices: tuple[Choice, ...] = ()
    others: tuple[Choice, ...] = ()
    story: tuple[str, ...] = ()
    hint: str = ""
    lines: int = 0
    mark: Literal["box", "line", ""] = "box"


@dataclass(frozen=True)
class Question:
    """An exercise with its number in the lesson. `cites` are the numbers of the sources behind it."""

    id: str
    number: int
    prompt: str
    help: str
    counts: bool
    cites: tuple[int, ...]
    paper: Paper


def questions(exercises: Iterable[Exercise], sources: dict[str, int]) -> dict[str, Question]:
    """The lesson's exercises by id, numbered as they come; `sources` are the numbers of the lesson's."""
    return {
        exercise.id: Question(
            exercise.id,
            number,
            exercise.prompt,
            exercise.help,
            exercise.counts,
            tuple(sources[id] for id in exercise.cited if id in sources),
            on_paper(exercise),
        )
        for number, exercise in enumerate(exercises, start=1)
    }


def on_paper(exercise: Exercise) -> Paper:
    return MAKERS[exercise.kind](exercise)


def _choices(texts: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(letter, text) for letter, text in zip(document.KEYS, texts, strict=False))


def _options(kind: str, options: tuple[Option, ...]) -> Paper:
    said = {True: _("Right"), False: _("Not quite")}
    answers = tuple(
        Told(f"{key}: {said[option.correct]}.", option.feedback) for key, option in document.keyed(options)
    )
    return Paper(kind, answers, _choices(option.text for option in options))


def _single_choice(exercise: SingleChoice) -> Paper:
    return _options(_("Choose one"), exercise.options)


def _multiple_choice(exercise: MultipleChoice) -> Paper:
    return _options(_("Choose all that are right"), exercise.options)


def _fact_or_myth(exercise: FactOrMyth) -> Paper:
    said = {True: _("Fact"), False: _("Myth")}
    answers = tuple(
        Told(f"{key}: {said[one.fact]}.", one.feedback) for key, one in document.keyed(exercise.statements)
    )
    return Paper(_("Fact or myth?"), answers, _choices(one.text for one in exercise.statements), mark="line")


def _ordering(exercise: Ordering) -> Paper:
    mixed = [item for _key, item in document.mixed(exercise.items, exercise.id)]
    answers = tuple(
        Told(f"{place}. {document.KEYS[mixed.index(item)]}: " + _shown(item), item.feedback)
        for place, item in enumerate(exercise.items, start=1)
    )
    hint = _("From %(first)s to %(last)s") % {"first": exercise.first, "last": exercise.last}
    return Paper(_("Put in order"), answers, _choices(item.text for item in mixed), hint=hint, mark="line")


def _shown(item: Item) -> str:
    return f"{item.text} ({item.shown})" if item.shown else item.text


def _matching(exercise: Matching) -> Paper:
    mixed = document.mixed(exercise.pairs, exercise.id)
    numbers = {key: str(number) for number, (key, _pair) in enumerate(mixed, start=1)}
    answers = tuple(
        Told(f"{key} – {numbers[key]}: {pair.left} – {pair.right}", pair.feedback)
        for key, pair in document.keyed(exercise.pairs)
    )
    others = tuple(Choice(numbers[key], pair.right) for key, pair in mixed)
    return Paper(
        _("Find the pairs"), answers, _choices(pair.left for pair in exercise.pairs), others, mark="line"
    )


def _sorting(exercise: Sorting) -> Paper:
    answers = tuple(
        Told(f"{key}: {item.group}", item.feedback) for key, item in document.keyed(exercise.items)
    )
    hint = _("The groups are: %(groups)s") % {"groups": ", ".join(exercise.groups)}
    return Paper(
        _("Sort into groups"), answers, _choices(item.text for item in exercise.items), hint=hint, mark="line"
    )


def _estimate(exercise: Estimate) -> Paper:
    hint = _("Somewhere from %(low)s to %(high)s %(unit)s") % {
        "low": number(exercise.minimum),
        "high": number(exercise.maximum),
        "unit": exercise.unit,
    }
    answer = Told(f"{number(exercise.real)} {exercise.unit}", exercise.feedback)
    return Paper(_("Guess a figure"), (answer,), hint=hint, lines=1)


def number(value: float) -> str:
    return str(
        number_format(int(value) if value == int(value) else value, use_l10n=True, force_grouping=True)
    )


def _dilemma(exercise: Dilemma) -> Paper:
    answers = []
    for key, choice in document.keyed(exercise.choices):
        then: tuple[Told, ...] = ()
        if choice.next:
            after = (_chosen(f"{key}{place}", one) for place, one in enumerate(choice.next.choices, start=1))
            then = (Told(choice.next.prompt), *after)
        answers.append(_chosen(key, choice, then, named=False))
    answers.append(Told(_("The question that could have been asked a month earlier"), exercise.earlier))
    story = tuple(filter(None, (*exercise.situation.split("\n\n"), exercise.invented)))
    return Paper(_("Dilemma"), tuple(answers), _choices(one.text for one in exercise.choices), story=story)


def _chosen(key: str, choice: LastChoice, then: tuple[Told, ...] = (), *, named: bool = True) -> Told:
    said = {"positive": "+ " + _("Helps"), "negative": "− " + _("Harms"), "both": "± " + _("Both")}
    effects = tuple(
        Told(
            said[effect.direction],
            _("Goal %(number)d, %(name)s") % {"number": effect.goal, "name": effect.name} + f": {effect.why}",
        )
        for effect in choice.effects
    )
    return Told(f"{key}: {choice.text}" if named else f"{key}:", choice.feedback, effects, then)


def _flashcards(exercise: Flashcards) -> Paper:
    answers = (*(Told(f"{card.front}:", card.back) for card in exercise.cards), Told("", exercise.feedback))
    return Paper(_("What does it mean?"), answers, _choices(card.front for card in exercise.cards), mark="")


def _reflection(exercise: Reflection) -> Paper:
    return Paper(_("For yourself"), (Told("", exercise.feedback),), lines=WRITING_LINES)


def _poll(exercise: Poll) -> Paper:
    """Its own feedback is about what others have said, and nobody else's answers are in a book."""
    told = Told("", _("Nothing is right or wrong here. In the web edition you see what others have said."))
    return Paper(_("What do you think?"), (told,), _choices(exercise.options))


def _pledge(exercise: Pledge) -> Paper:
    """Its own feedback promises to ask later, and a book cannot."""
    told = Told("", _("Put it in your calendar now, with a day to do it and a day to see how it went."))
    return Paper(_("Choose a step"), (told,), _choices(exercise.steps), lines=1)


MAKERS: dict[str, Callable[[Any], Paper]] = {
    "single_choice": _single_choice,
    "multiple_choice": _multiple_choice,
    "fact_or_myth": _fact_or_myth,
    "ordering": _ordering,
    "matching": _matching,
    "sorting": _sorting,
    "estimate": _estimate,
    "dilemma": _dilemma,
    "flashcards": _flashcards,
    "reflection": _reflection,
    "poll": _poll,
    "pledge": _pledge,
}
