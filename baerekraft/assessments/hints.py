"""What is worth a second look before the report is made final: kind, specific, and never a demand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from baerekraft.assessments import asking, conflicts, ladder, sets
from baerekraft.assessments.asking import Look
from baerekraft.assessments.conflicts import marks as marking
from baerekraft.assessments.document import Answer, Document

# So many that somebody reads them, and so few that she does something about them.
MOST = 7


@dataclass(frozen=True)
class Hint:
    """`step` is the key of the step where something can be done about it, or `comments`."""

    key: str
    step: str
    text: str

    @property
    def slug(self) -> str:
        """The step in an address; empty for the comments, which have a page of their own."""
        return next((step.slug for step in ladder.STEPS if step.key == self.step), "")


def hints(
    document: Document, known: sets.Sets, comments_open: int = 0, *, today: date | None = None
) -> tuple[Hint, ...]:
    """The most important first. A check that ends in the triage is only asked about what it holds."""
    short = document.triage.needed == Answer.NO
    marks = () if short else marking.made(document, known)
    found = () if short else conflicts.found(document, known)
    look = Look(document, comments_open, today or timezone.localdate(), marks, found)
    told = [
        Hint(key, step, text) for key, step, ask in (IN_SHORT if short else BY_WEIGHT) if (text := ask(look))
    ]
    return tuple(told[:MOST])


Ask = Callable[[Look], str]
# Somebody who waits and what the law asks for; then what would change the conclusion; then what makes it easier to use.
BY_WEIGHT: tuple[tuple[str, str, Ask], ...] = (
    ("comments", "comments", asking.comments),
    ("statutory", "triage", asking.law_asks),
    ("statutory-unanswered", "triage", asking.law_unanswered),
    ("unanswered", "goals", asking.unanswered),
    ("unmeasured", "measures", asking.unmeasured),
    ("large-harm", "measures", asking.large_harm),
    ("all-positive", "goals", asking.all_good),
    ("environment", "goals", asking.environment),
    ("conflicts", "conflicts", asking.unanswered_conflicts),
    ("reasons", "goals", asking.reasons),
    ("summary", "report", asking.summary),
    ("overdue", "measures", asking.overdue),
    ("owners", "measures", asking.owners),
    ("unsure", "goals", asking.unsure),
    ("zero", "measures", asking.zero),
    ("decision", "case", asking.decision),
    ("few-affected", "goals", asking.few_affected),
    ("participants", "case", asking.participants),
    ("elsewhere", "goals", asking.elsewhere),
    ("description", "case", asking.description),
    ("follow-up", "follow-up", asking.follow_up),
)
SHORT_REPORT = {"comments", "statutory", "statutory-unanswered", "decision", "participants", "description"}
IN_SHORT: tuple[tuple[str, str, Ask], ...] = (
    ("why-not", "triage", asking.why_not),
    *(one for one in BY_WEIGHT if one[0] in SHORT_REPORT),
)
