from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from baerekraft.assessments import fields, links, saving, sets, starting
from baerekraft.assessments.document import Document
from baerekraft.assessments.fields import Fields
from baerekraft.assessments.models import Assessment, Link
from baerekraft.assessments.sets import Sets
from baerekraft.sdg import sets as ours

GOAL = "alternatives/main/goals"
TARGET = "alternatives/main/targets/un@2015:"


def make_fields(*some: Mapping[str, str], **more: str) -> Fields:
    """`case__title="Fortetting"` is the field case/title; `goals(…)` and `targets(…)` are joined in."""
    named = {name.replace("__", "/"): value for name, value in more.items()}
    return {path: value for part in (*some, named) for path, value in part.items()}


def goals(effects: Mapping[int, str], **details: str) -> Fields:
    """`goals({11: "positive", 15: "negative"}, harm="large")`: the same details for each."""
    return _judged({f"{GOAL}/{number}": effect for number, effect in effects.items()}, details)


def targets(effects: Mapping[str, str], **details: str) -> Fields:
    """The UN's: `targets({"11.3": "positive"})`."""
    return _judged({f"{TARGET}{number}": effect for number, effect in effects.items()}, details)


def _judged(places: Mapping[str, str], details: Mapping[str, str]) -> Fields:
    return {
        f"{place}/{name}": value
        for place, effect in places.items()
        for name, value in {"effect": effect, **details}.items()
    }


def make_document(*some: Mapping[str, str], **more: str) -> Document:
    """What Kari has filled in, cleaned as when she saves it."""
    return fields.read({path: fields.clean(path, raw) for path, raw in make_fields(*some, **more).items()})


def make_link(*some: Mapping[str, str], author: str = "Kari", **more: Any) -> Link:
    """The author's own way in to a new assessment."""
    about = {key: more.pop(key) for key in ("email", "learner", "lesson", "brought_set") if key in more}
    return starting.start(
        make_fields(*some, **{key: value for key, value in more.items() if key not in ("language", "at")}),
        author=author,
        language=more.get("language", "nb"),
        at=more.get("at") or timezone.now(),
        **about,
    )


def make_assessment(*some: Mapping[str, str], author: str = "Kari", **more: Any) -> Assessment:
    """Begun by Kari; takes what `make_link` takes."""
    assessment = make_link(*some, author=author, **more).assessment
    assert assessment
    return assessment


def make_guest(assessment: Assessment, right: str = "edit", name: str = "Ola") -> Link:
    """A link for somebody else."""
    return links.make(assessment, Link.Right(right), name=name, at=timezone.now())


def save(
    assessment: Assessment,
    sent: Mapping[str, str],
    *,
    base: int | Mapping[str, int] | None = None,
    by: str = "Kari",
    at: datetime | None = None,
) -> saving.Saved:
    """As somebody who has just opened the page, where no `base` is told."""
    seen = Assessment.objects.get(pk=assessment.pk).revision if base is None else base
    return saving.save(assessment, sent, base=seen, by=by, at=at or timezone.now())


def known_sets() -> Sets:
    """The sets that come with the product, without asking the database."""
    return {sets.name(one): one for one in ours.ours()}
