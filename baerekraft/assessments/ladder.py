"""The ladder: eight steps from case to follow-up. Where you are, and what is left."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baerekraft.assessments.document import Document
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect

# What a mark on a goal must be for its targets to be opened.
OPENS = {Effect.POSITIVE, Effect.NEGATIVE, Effect.BOTH, Effect.UNKNOWN}


@dataclass(frozen=True)
class Step:
    """`left` says what is missing, empty when the step is done. An optional step may be passed by."""

    key: str
    slug: str
    title: Promise
    left: Callable[[Document], str]
    optional: bool = False


@dataclass(frozen=True)
class Rung:
    """A step as it stands in one assessment."""

    step: Step
    left: str
    current: bool

    @property
    def done(self) -> bool:
        return not self.left


def rungs(document: Document, current: str = "") -> tuple[Rung, ...]:
    return tuple(Rung(step, step.left(document), step.key == current) for step in STEPS)


def get(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)


def after(key: str, document: Document) -> Step | None:
    """The next step; the targets are passed by in the simple form, and all but the report where no check is needed."""
    rest = STEPS[[step.key for step in STEPS].index(key) + 1 :]
    if document.triage.needed == "no" and key in ("case", "triage"):
        return next(step for step in rest if step.key in ("triage", "report"))
    return next((step for step in rest if step.key != "targets" or document.extended), None)


def first_left(document: Document) -> Step:
    """Where to carry on."""
    if document.triage.needed == "no":
        return STEPS[6]
    return next((step for step in STEPS if not step.optional and step.left(document)), STEPS[6])


def _case(document: Document) -> str:
    if not document.case.title:
        return _("Give the case a title.")
    return "" if document.case.description else _("Describe the case.")


def _triage(document: Document) -> str:
    triage = document.triage
    if not triage.needed:
        return _("Not answered yet")
    return "" if triage.needed != "no" or triage.reason else _("Say why no full check is needed.")


def _goals(document: Document) -> str:
    answered = sum(bool(judgement.effect) for judgement in document.main.goals.values())
    left = len(goals.NUMBERS) - answered
    return ngettext("%(left)d goal left", "%(left)d goals left", left) % {"left": left} if left else ""


def _targets(document: Document) -> str:
    if not document.extended:
        return _("Only in the extended form")
    if any(judgement.effect for judgement in document.main.targets.values()):
        return ""
    return _("No target looked at yet")


def _conflicts(document: Document) -> str:
    said = [conflict for conflict in document.conflicts.values() if conflict.state]
    return "" if said else _("None looked at yet")


def _measures(document: Document) -> str:
    has = any(measure.text for measure in document.measures.values())
    return "" if has or document.weighing.choice else _("No measures yet")


def _report(document: Document) -> str:
    return "" if document.weighing.summary else _("Write the summary.")


def _follow_up(document: Document) -> str:
    return "" if document.follow_up.on else _("Choose a date.")


STEPS = (
    Step("case", "sak", gettext_lazy("The case"), _case),
    Step("triage", "siling", gettext_lazy("Is a check needed?"), _triage),
    Step("goals", "mal", gettext_lazy("The 17 goals"), _goals),
    Step("targets", "delmal", gettext_lazy("Targets"), _targets, optional=True),
    Step("conflicts", "konflikter", gettext_lazy("Goal conflicts"), _conflicts),
    Step("measures", "tiltak", gettext_lazy("Measures and alternatives"), _measures),
    Step("report", "rapport", gettext_lazy("Report"), _report),
    Step("follow-up", "oppfolging", gettext_lazy("Follow-up"), _follow_up, optional=True),
)
