"""Two coordinators at once: what each has changed is kept, and where both changed the same, she who comes last chooses."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import formats
from django.utils.translation import gettext as _

from baerekraft.campaigns.models import Campaign
from baerekraft.insight.campaign_form import WEEKDAYS, titles
from baerekraft.municipalities.models import Unit

FIELDS = (
    "title", "lessons", "unit_id", "way", "plan", "weekday", "hour", "starts_on", "ends_on", "reminders",
    "reminder_days", "named", "language", "contact_name", "contact_email", "contact_phone",
)  # fmt: skip
Values = dict[str, Any]


@dataclass(frozen=True)
class Clash:
    """A field that both have changed, with what each of them says."""

    name: str
    label: str
    mine: str
    theirs: str


def values(campaign: Campaign) -> Values:
    """What can be changed, as it can be kept in the page."""
    found = {name: getattr(campaign, name) for name in FIELDS}
    greetings = {f"greeting_{code}": campaign.greetings.get(code, "") for code, _name in settings.LANGUAGES}
    return json.loads(json.dumps(found | greetings, default=date.isoformat))


def merged(base: Values, mine: Values, theirs: Values) -> tuple[Values, list[str]]:
    """What both have changed where only one of them did, and the names of the fields where both did."""
    found, clashes = dict(theirs), []
    for name, value in mine.items():
        if value in (theirs[name], base.get(name)):
            continue
        found[name] = value
        if theirs[name] != base.get(name):
            clashes.append(name)
    return found, clashes


def lay(found: Values, campaign: Campaign) -> Campaign:
    """Put values on a campaign, unsaved."""
    for name in FIELDS:
        value = found[name]
        setattr(campaign, name, date.fromisoformat(value) if name.endswith("_on") and value else value)
    texts = {code: found[f"greeting_{code}"] for code, _name in settings.LANGUAGES}
    campaign.greetings = {code: text for code, text in texts.items() if text}
    return campaign


def save(campaign: Campaign, *, revision: int) -> bool:
    """Save what can be changed, unless somebody else has saved since this revision."""
    found = {name: getattr(campaign, name) for name in FIELDS} | {"greetings": campaign.greetings}
    rows = Campaign.objects.filter(pk=campaign.pk, revision=revision, ended_at=None)
    return bool(rows.update(**found, revision=F("revision") + 1))


def clashes(names: list[str], mine: Values, theirs: Values) -> list[Clash]:
    return [Clash(name, label(name), shown(name, mine[name]), shown(name, theirs[name])) for name in names]


def label(name: str) -> str:
    if name.startswith("greeting_"):
        return f"{_('Greeting')}: {dict(settings.LANGUAGES)[name.removeprefix('greeting_')]}"
    labels = {"unit_id": _("Unit"), "lessons": _("Lessons"), "hour": _("Time")}
    return labels.get(name) or str(Campaign._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]


def shown(name: str, value: Any) -> str:
    """A value as people read it."""
    if value in ("", None, []):
        return "–"
    ways: dict[str, Callable[[Any], str]] = {
        "lessons": lambda keys: ", ".join(entry.title if entry else key for key, entry in titles(keys)),
        "unit_id": lambda pk: str(Unit.objects.get(pk=pk)),
        "way": lambda way: str(Campaign.Way(way).label),
        "plan": lambda plan: str(Campaign.Plan(plan).label),
        "weekday": lambda day: str(dict(WEEKDAYS).get(day, day)),
        "hour": lambda hour: f"{hour:02}.00",
        "starts_on": _day,
        "ends_on": _day,
        "named": lambda on: _("On") if on else _("Off"),
        "language": lambda code: dict(settings.LANGUAGES)[code],
    }
    return ways.get(name, str)(value)


def _day(value: str) -> str:
    return formats.date_format(date.fromisoformat(value))
