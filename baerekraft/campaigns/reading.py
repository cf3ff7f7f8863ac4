"""Which lessons a recipient is sent, and where on the site she reads on: in her language, her municipality's where it has one."""

from django.conf import settings
from django.urls import reverse

from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.catalog import shelf, variants
from baerekraft.catalog.shelf import Entry


def language_of(recipient: Recipient) -> str:
    wanted = recipient.language or recipient.campaign.language
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def entry(recipient: Recipient, number: int, *, language: str = "") -> Entry | None:
    """The campaign's lesson with this number, from 1, as it is published now; None when it is withdrawn, or there is none."""
    keys = recipient.campaign.lessons
    if not 1 <= number <= len(keys):
        return None
    return by_key(recipient.campaign, keys[number - 1], language or language_of(recipient))


def entries(recipient: Recipient, *, language: str = "") -> list[Entry]:
    """The campaign's lessons that are published now."""
    return of_campaign(recipient.campaign, language or language_of(recipient))


def of_campaign(campaign: Campaign, language: str) -> list[Entry]:
    found = (by_key(campaign, key, language) for key in campaign.lessons)
    return [entry for entry in found if entry]


def by_key(campaign: Campaign, key: str, language: str) -> Entry | None:
    part, _slash, slug = key.partition("/")
    found = shelf.now(language).whole.lesson(part, slug)
    return variants.of(campaign.municipality.slug, language).get(key, found) if found else None


def address(campaign: Campaign, entry: Entry, exercise: str = "") -> str:
    """Where the lesson stands on the site, in the language that is spoken."""
    own = variants.of(campaign.municipality.slug, entry.language).get(entry.key)
    args = [campaign.municipality.slug, entry.part, entry.slug]
    where = reverse("player:variant", args=args) if own else reverse("player:lesson", args=args[1:])
    return where + (f"#{exercise}" if exercise else "")
