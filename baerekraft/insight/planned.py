"""When each mail of a campaign goes out, as the coordinator sees it before she starts."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from baerekraft.campaigns import planning
from baerekraft.campaigns.models import Campaign
from baerekraft.insight.campaign_form import titles


@dataclass(frozen=True)
class Mailing:
    """`instead_of` is the holiday that the mail waits for; `at` None: the last day comes first."""

    number: int
    title: str
    at: datetime | None
    instead_of: date | None = None


def mailings(campaign: Campaign, *, now: datetime) -> list[Mailing]:
    """For somebody who is in the campaign from its first day."""
    if campaign.way == Campaign.Way.INVITATION:
        names = [_("The invitation")]
    else:
        names = [entry.title if entry else key for key, entry in titles(campaign.lessons)]
    after: datetime | None = max(now, timezone.make_aware(datetime.combine(campaign.starts_on, time())))
    if campaign.started_at:
        after = max(campaign.started_at, timezone.make_aware(datetime.combine(campaign.starts_on, time())))
    found = []
    for number, name in enumerate(names if campaign.way != Campaign.Way.LINK else []):
        at = planning.next_at(campaign, sent=number, after=after) if after else None
        found.append(Mailing(number + 1, name, at, _instead_of(campaign, at)))
        after = at
    return found


def _instead_of(campaign: Campaign, at: datetime | None) -> date | None:
    """The holiday on the plan's own weekday before it, when it has been moved off that."""
    if at is None or campaign.plan != Campaign.Plan.WEEKLY:
        return None
    day = timezone.localdate(at)
    usual = date.fromordinal(day.toordinal() - (day.isoweekday() - campaign.weekday) % 7)
    return usual if usual != day else None
