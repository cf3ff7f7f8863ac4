"""A place in an assessment in words: `alternatives/main/goals/13/reason` is «What is proposed › Goal 13 › Reason»."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from baerekraft.assessments.document import MAIN, ZERO

BETWEEN = " › "
LONGEST = 40  # of a name that we do not know

NAMES: dict[str, str | Promise] = {
    "form": gettext_lazy("Simple or extended form"),
    "targets": gettext_lazy("Targets"),
    "case": gettext_lazy("The case"),
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("Kind"),
    "number": gettext_lazy("Case number"),
    "unit": gettext_lazy("Unit"),
    "municipality": gettext_lazy("Municipality"),
    "description": gettext_lazy("Description"),
    "participants": gettext_lazy("Who took part"),
    "decided_on": gettext_lazy("Date of decision"),
    "triage": gettext_lazy("Is a check needed?"),
    "needed": gettext_lazy("Answer"),
    "reason": gettext_lazy("Reason"),
    "impact_assessment": gettext_lazy("Statutory impact assessment"),
    "sami": gettext_lazy("Sámi interests"),
    "children": gettext_lazy("Children's interests"),
    "universal_design": gettext_lazy("Universal design"),
    "note": gettext_lazy("Note"),
    "name": gettext_lazy("Name"),
    "effect": gettext_lazy("Effect"),
    "gain": gettext_lazy("Size of the good"),
    "harm": gettext_lazy("Size of the harm"),
    "certainty": gettext_lazy("Certainty"),
    "time": gettext_lazy("Short or long term"),
    "place": gettext_lazy("Here or elsewhere"),
    "who": gettext_lazy("Who is affected"),
    "state": gettext_lazy("Answer"),
    "comment": pgettext_lazy("field", "Comment"),
    "gains": gettext_lazy("Goal that gains"),
    "harmed": gettext_lazy("Goal that is harmed"),
    "text": gettext_lazy("Text"),
    "owner": gettext_lazy("Owner"),
    "due_on": gettext_lazy("Due date"),
    "about": gettext_lazy("Goal conflict"),
    "outcome": gettext_lazy("Outcome"),
    "outcome_note": gettext_lazy("Note on the outcome"),
    "weighing": gettext_lazy("Weighing"),
    "choice": gettext_lazy("Alternative that is advised"),
    "summary": gettext_lazy("Summary"),
    "follow_up": gettext_lazy("Follow-up"),
    "on": gettext_lazy("Date"),
    "alternatives": gettext_lazy("Alternatives"),
    "goals": gettext_lazy("Goals"),
    "conflicts": gettext_lazy("Goal conflicts"),
    "measures": gettext_lazy("Measures"),
}
ONE_OF: dict[str, str | Promise] = {
    "alternatives": gettext_lazy("Alternative %(id)s"),
    "goals": gettext_lazy("Goal %(id)s"),
    "targets": gettext_lazy("Target %(id)s"),
    "conflicts": gettext_lazy("Goal conflict %(id)s"),
    "measures": gettext_lazy("Measure %(id)s"),
}


def words(path: str) -> str:
    """The way there, with the names that the pages use. What we have no name for stands as it is."""
    told: list[str] = []
    inside = ""
    for key in path.split("/"):
        if inside in ONE_OF:
            told[-1] = _one(inside, key)  # «Goals › Goal 13» would say it twice
            inside = ""
        else:
            told.append(str(NAMES.get(key, f"«{short(key)}»")))
            inside = key
    return BETWEEN.join(told)


def short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _one(inside: str, id: str) -> str:
    if inside == "alternatives" and id == MAIN:
        return _("What is proposed")
    if inside == "alternatives" and id == ZERO:
        return _("The zero alternative")
    return str(ONE_OF[inside]) % {"id": short(id)}
