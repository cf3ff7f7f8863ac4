"""Questions as they are found in a file, and as exercises of ours. The names of our kinds are those of the documents."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.sheets.files import BadFile

MOST = 100
LONGEST = 5_000
OPTIONS = 16  # more than an exercise has keys for


class TooMany(BadFile):
    """There are more questions in the file than are taken in at a time."""

    def __str__(self) -> str:
        return _(
            "There are more than %(most)d questions in the file, and at most %(most)d are taken in at a time. Divide the file, and bring in one piece at a time."
        ) % {"most": MOST}


@dataclass(frozen=True)
class Answer:
    """`share` is how much of the score it gives: 1 for right, 0 for wrong, less than 0 for a penalty."""

    text: str
    share: float = 0
    feedback: str = ""
    other: str = ""  # what it is matched with


@dataclass(frozen=True)
class Question:
    """`fields` are the exercise's, its kind too; None when it cannot be taken in, and then `refused` says why.

    `place` is where in the file, `called` what the file calls its kind, `notes` what to know of what comes in.
    """

    place: str
    called: str
    name: str
    prompt: str
    general: str = ""
    fields: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def kind(self) -> str:
        return self.fields["kind"] if self.fields else ""

    @property
    def shown(self) -> str:
        """What the editor recognises it by: of a statement on its own, the statement."""
        alone = (self.fields or {}).get("statements", [])
        return alone[0]["text"] if len(alone) == 1 else self.prompt or self.name

    @property
    def id(self) -> str:
        return self.fields["id"] if self.fields else ""

    def refuse(self, why: str) -> "Question":
        return replace(self, refused=why, fields=None)

    def note(self, *notes: str) -> "Question":
        return replace(self, notes=(*self.notes, *(note for note in notes if note)))

    def exercise(self, kind: str, **fields: Any) -> "Question":
        """The question with its exercise, or refused when nobody could use it."""
        if not self.prompt:
            return self.refuse(_("The question has no text. Write one in the file."))
        texts = list(_texts({"prompt": self.prompt, **fields}))
        if any(len(text) > LONGEST for text in texts):
            return self.refuse(_("A text is longer than %(n)d characters. Shorten it.") % {"n": LONGEST})
        return replace(self, fields={"kind": kind, "id": "", "prompt": self.prompt, "help": "", **fields})


@dataclass(frozen=True)
class Reading:
    """What was found in a file. `format` is its name for people, `notes` what to know about the whole file."""

    format: str
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = field(default=())


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def choice(question: Question, answers: list[Answer], *, many: bool) -> Question:
    """Single or multiple choice. `many` says that the file lets the learner choose several."""
    answers = [answer for answer in answers if answer.text]
    right = [answer for answer in answers if answer.share > 0]
    if not right:
        return question.refuse(_("No option is marked as correct. Mark one in the file."))
    if not 2 <= len(answers) <= OPTIONS:
        return question.refuse(
            _("There must be from 2 to %(most)d options. There are %(n)d.")
            % {"most": OPTIONS, "n": len(answers)}
        )
    whole = [answer for answer in right if answer.share > 0.999]
    if not many and len(whole) == 1 and len(right) > 1:
        right = whole
        question = question.note(_("Options that are partly right count as wrong."))
    elif not many and len(right) > 1:
        question = question.note(_("Several options are right, so the learner must choose them all."))
    single = len(right) == 1 and (not many or len(answers) == 2)
    options = [
        {
            "text": answer.text,
            "correct": answer in right,
            "feedback": _with_general(answer, right[0], question),
        }
        for answer in answers
    ]
    return question.exercise("single_choice" if single else "multiple_choice", options=options)


def _with_general(answer: Answer, first_right: Answer, question: Question) -> str:
    """We have no feedback for the whole question; the right answer's is where it says why."""
    if answer is first_right and question.general not in answer.feedback:
        return f"{answer.feedback} {question.general}".strip()
    return answer.feedback


def truth(question: Question, *, fact: bool, right: str, wrong: str) -> Question:
    """A statement. Ours has one feedback, which says why."""
    texts = list(dict.fromkeys(text for text in (question.general, right, wrong) if text))
    if len(texts) > 1:
        question = question.note(
            _("Only one of its feedbacks is taken in: an exercise has one for each statement.")
        )
    statement = {"text": question.prompt, "fact": fact, "feedback": texts[0] if texts else ""}
    return statements(replace(question, prompt=question.prompt and _("Fact or myth?")), [statement])


def statements(question: Question, found: list[dict[str, Any]]) -> Question:
    if not 1 <= len(found) <= OPTIONS:
        return question.refuse(_("There is no statement. Write one in the file."))
    return question.exercise("fact_or_myth", statements=found)


def matching(question: Question, answers: list[Answer]) -> Question:
    pairs = [answer for answer in answers if answer.text and answer.other]
    if not 2 <= len(pairs) <= OPTIONS:
        return question.refuse(
            _("There must be from 2 to %(most)d pairs. There are %(n)d.") % {"most": OPTIONS, "n": len(pairs)}
        )
    left_out = len(answers) - len(pairs)
    if left_out:
        question = question.note(
            ngettext(
                "%(n)d answer that belongs with nothing is left out.",
                "%(n)d answers that belong with nothing are left out.",
                left_out,
            )
            % {"n": left_out}
        )
    found = [{"left": pair.text, "right": pair.other, "feedback": pair.feedback} for pair in pairs]
    return _general_first(question, found).exercise("matching", pairs=found)


def ordering(question: Question, answers: list[Answer], *, first: str = "", last: str = "") -> Question:
    lines = [answer for answer in answers if answer.text]
    if not 2 <= len(lines) <= OPTIONS:
        return question.refuse(
            _("There must be from 2 to %(most)d lines. There are %(n)d.") % {"most": OPTIONS, "n": len(lines)}
        )
    items = [{"text": line.text, "shown": "", "feedback": line.feedback} for line in lines]
    return _general_first(question, items).exercise("ordering", first=first, last=last, items=items)


def _general_first(question: Question, items: list[dict[str, Any]]) -> Question:
    """The feedback for the whole question stands with the first line; `items` are changed."""
    if not question.general or any(question.general in item["feedback"] for item in items):
        return question
    items[0]["feedback"] = f"{items[0]['feedback']} {question.general}".strip()
    return question.note(
        _("The feedback for the whole question is put on the first line. Divide it among the lines.")
    )


def reflection(question: Question) -> Question:
    return question.exercise("reflection", counts=False, feedback=question.general)


def unknown(question: Question) -> Question:
    return question.refuse(
        _("We have no exercise like “%(kind)s”. Make it anew as one of ours.") % {"kind": question.called}
    )
