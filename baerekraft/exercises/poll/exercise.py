"""Poll: say what you think, then see what others have said. Nothing is right or wrong."""

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Line


class Answer(document.Answer):
    choice: str


class Poll(Exercise):
    """`feedback` says what the distribution can be used for, and what it cannot."""

    answer_type = Answer
    seconds = 20
    graded: ClassVar[bool] = False
    kind: Literal["poll"] = "poll"
    options: Annotated[tuple[Line, ...], Field(min_length=2, max_length=6)]
    feedback: Feedback

    def check(self, answer: Answer) -> None:
        if answer.choice not in document.keys(self.options):
            raise BadAnswer(_("Choose one of the options."))

    def shown(self, answer: Any) -> dict[str, Any]:
        return {"keyed": document.keyed(self.options)}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"choice": form.get("choice", "")}
