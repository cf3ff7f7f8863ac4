"""Campaigns that are really started, to people who are really added."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from baerekraft.campaigns import sending
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.catalog import shelf
from baerekraft.municipalities.models import Municipality


def make_campaign(place: str = "Bærum", *, at: datetime | None = None, **about: Any) -> Campaign:
    """A draft with the first three lessons of part one."""
    moment = at or timezone.now()
    said: dict[str, Any] = {
        "title": "Bærekraft i Bærum",
        "lessons": [entry.key for entry in shelf.now().parts[0].lessons[:3]],
        "starts_on": timezone.localdate(moment),
        "ends_on": timezone.localdate(moment) + timedelta(days=90),
        "contact_name": "Siri Berg",
        "contact_email": "siri@baerum.example.no",
        "contact_phone": "67 50 00 00",
        "code": f"kode{Campaign.objects.count() + 1}",
        "created_at": moment,
        **about,
    }
    return Campaign.objects.create(municipality=Municipality.objects.get(name=place), **said)


def make_recipient(
    campaign: Campaign | None = None, name: str = "Kari Nordmann", *, email: str = "", **about: Any
) -> Recipient:
    """Somebody on the list of a campaign that goes on."""
    campaign = campaign or make_campaign()
    address = email or f"{name.split()[0].lower()}@baerum.example.no"
    sending.add(campaign, [Recipient(email=address, name=name, **about)], at=timezone.now())
    if campaign.started_at is None:
        sending.start(campaign, at=timezone.now())
    return Recipient.objects.select_related("campaign__municipality").get(campaign=campaign, email=address)
