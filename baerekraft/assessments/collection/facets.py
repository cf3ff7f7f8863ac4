"""What each filter of the collection offers, given what the other filters ask: only what is there, and how many."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as _in

from baerekraft.assessments import words
from baerekraft.assessments.collection import inquiries
from baerekraft.assessments.collection.inquiries import Asked
from baerekraft.assessments.document import Kind
from baerekraft.assessments.models import PublishedConflict, PublishedGoal
from baerekraft.municipalities.models import LAST_LETTERS, Municipality
from baerekraft.sdg import goals as sdg_goals

EFFECT_LABELS: Mapping[str, str | Promise] = {
    "positive": _in("filter", "gains"),
    "negative": _in("filter", "is harmed"),
    "unknown": _in("filter", "it is not known"),
}


@dataclass(frozen=True)
class Option:
    """A choice in a filter. `count` is how many there would be, or None where that cannot be told."""

    value: str
    label: str
    count: int | None
    chosen: bool


def municipalities(asked: Asked) -> tuple[Option, ...]:
    rows = (
        inquiries.matching(replace(asked, municipality=""))
        .order_by()
        .values_list("example", "municipality__slug", "municipality__name", "municipality_name")
        .annotate(count=Count("id"))
    )
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for example, slug, name, told, count in rows:
        value = inquiries.EXAMPLES if example else slug or told
        labels[value] = _("Our examples") if example else name or told
        counts[value] += count
    labels.pop("", None)
    if asked.municipality and asked.municipality not in labels:
        labels[asked.municipality] = _called(asked.municipality)
    ranked = sorted(
        labels, key=lambda value: (value == inquiries.EXAMPLES, labels[value].lower().translate(LAST_LETTERS))
    )
    return _options(asked.municipality, {value: (labels[value], counts[value]) for value in ranked})


def _called(value: str) -> str:
    """What a municipality without any is called; asked for only when there is nothing to show."""
    if value == inquiries.EXAMPLES:
        return _("Our examples")
    there = Municipality.objects.filter(slug=value).first()
    return there.name if there else value


def kinds(asked: Asked) -> tuple[Option, ...]:
    rows = (
        inquiries.matching(replace(asked, kind="")).order_by().values_list("kind").annotate(count=Count("id"))
    )
    counts = dict(rows)
    offered = {
        kind.value: (words.label(kind), counts.get(kind, 0))
        for kind in Kind
        if kind in counts or kind == asked.kind
    }
    return _options(asked.kind, offered)


def effects_by_goal(asked: Asked) -> dict[int, Counter[str]]:
    there = inquiries.matching(replace(asked, goal=0, effect=""))
    rows = PublishedGoal.objects.filter(publication__in=there.order_by()).values_list("goal", "effect")
    found: dict[int, Counter[str]] = {}
    for goal, effect, count in rows.annotate(count=Count("id")):
        found.setdefault(goal, Counter())[effect] = count
    return found


def goals(asked: Asked, by_goal: dict[int, Counter[str]]) -> tuple[Option, ...]:
    meant = inquiries.effects_meant(asked)
    counts = {goal: sum(by_goal[goal][effect] for effect in meant) for goal in by_goal}
    offered = {
        str(goal): (f"{goal} {sdg_goals.get(goal).short}", counts.get(goal, 0))
        for goal in sdg_goals.NUMBERS
        if counts.get(goal) or goal == asked.goal
    }
    return _options(str(asked.goal or ""), offered)


def effects(asked: Asked, by_goal: dict[int, Counter[str]]) -> tuple[Option, ...]:
    """All of them, for they are few, and can be chosen together with the goal; counted once there is one."""
    counts = by_goal.get(asked.goal, Counter())
    return tuple(
        Option(
            value,
            str(label),
            sum(counts[effect] for effect in inquiries.EFFECTS[value]) if asked.goal else None,
            value == asked.effect,
        )
        for value, label in EFFECT_LABELS.items()
    )


def conflicts(asked: Asked) -> tuple[Option, ...]:
    there = inquiries.matching(replace(asked, conflict=None))
    rows = PublishedConflict.objects.filter(publication__in=there.order_by()).values_list("gains", "harmed")
    counts = {(gains, harmed): count for gains, harmed, count in rows.annotate(count=Count("id"))}
    pairs = sorted({*counts, *([asked.conflict] if asked.conflict else [])})
    offered = {
        f"{gains}-{harmed}": (_against(gains, harmed), counts.get((gains, harmed), 0))
        for gains, harmed in pairs
    }
    return _options("-".join(map(str, asked.conflict or ())), offered)


def _against(gains: int, harmed: int) -> str:
    return _("%(gains)s against %(harmed)s") % {
        "gains": f"{gains} {sdg_goals.get(gains).short}",
        "harmed": f"{harmed} {sdg_goals.get(harmed).short}",
    }


def _options(chosen: str, offered: dict[str, tuple[str, int]]) -> tuple[Option, ...]:
    """What is chosen is always among them, counted 0 or not, so that it can be seen and taken away."""
    return tuple(Option(value, label, count, value == chosen) for value, (label, count) in offered.items())
