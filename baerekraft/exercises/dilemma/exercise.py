"""Dilemma: a choice without a right answer; each choice shows what it does to which goals, and may lead to another."""

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Frozen, Line
from baerekraft.sdg import goals


class Effect(Frozen):
    """What a choice does to one of the UN's goals."""

    goal: Annotated[int, Field(ge=1, le=17)]
    direction: Literal["positive", "negative", "both"]
    why: Annotated[str, Field(min_length=1, max_length=200)]

    @property
    def name(self) -> str:
        return str(goals.get(self.goal).short)


Effects = Annotated[tuple[Effect, ...], Field(min_length=2, max_length=5)]


class LastChoice(Frozen):
    """`feedback` is told by someone who pays the price."""

    text: Line
    feedback: Feedback
    effects: Effects


class Next(Frozen):
    """What happens after a choice, and what must then be chosen."""

    prompt: Line
    choices: Annotated[tuple[LastChoice, ...], Field(min_length=2, max_length=3)]


class Choice(LastChoice):
    next: Next | None = None


class Answer(document.Answer):
    """`path` holds the key of the choice, and of the choice it led to where there is one."""

    path: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]


class Dilemma(Exercise):
    """`earlier` is the question that would have brought the conflict to light a month before.

    `invented` says in words that people and figures are made up; it is shown with the case.
    """

    answer_type = Answer
    seconds: ClassVar[int] = 70
    graded: ClassVar[bool] = False
    kind: Literal["dilemma"] = "dilemma"
    situation: Annotated[str, Field(min_length=40, max_length=900)]
    invented: str = ""
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=4)]
    earlier: Feedback

    def chosen(self, answer: Answer) -> tuple[LastChoice, ...]:
        """The choices along the path. Raises BadAnswer when the path leads nowhere or stops too soon."""
        choice = dict(document.keyed(self.choices)).get(answer.path[0])
        if choice is None:
            raise BadAnswer(_("Choose one of the options."))
        if choice.next is None:
            if len(answer.path) > 1:
                raise BadAnswer(_("Choose one of the options."))
            return (choice,)
        then = dict(document.keyed(choice.next.choices)).get(answer.path[1]) if len(answer.path) > 1 else None
        if then is None:
            raise BadAnswer(_("Your choice leads to another one. Choose there too."))
        return (choice, then)

    def check(self, answer: Answer) -> None:
        self.chosen(answer)

    def shown(self, answer: Answer | None) -> dict[str, Any]:
        """`keyed` gives each choice with those it leads to."""
        return {
            "keyed": [
                (key, choice, document.keyed(choice.next.choices) if choice.next else [])
                for key, choice in document.keyed(self.choices)
            ]
        }

    def form_answer(self, form: Any) -> dict[str, Any]:
        first = form.get("choice", "")
        then = form.get(f"choice-{first}", "")
        return {"path": [key for key in (first, then) if key]}
