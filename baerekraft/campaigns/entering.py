"""Entering by a mailed link: it was sent to her address, so whoever presses its button has shown that it is hers."""

from datetime import datetime

from django.db import transaction

from baerekraft.campaigns import tokens
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.learners import entry, proofs
from baerekraft.learners.models import Learner


@transaction.atomic
def enter(recipient: Recipient, *, at: datetime) -> Learner:
    """The proven learner with this address, or a new one; what she has not said herself is taken from the campaign."""
    row = Recipient.objects.select_for_update().select_related("campaign").get(pk=recipient.pk)
    learner = proven(row.email) or proofs.prove(arrived(row, at=at), at=at)
    settle(learner, row)
    recipient.learner = row.learner = learner
    row.save(update_fields=["learner"])
    return learner


def proven(email: str) -> Learner | None:
    """The learner whose address this is. One who has taken another address since is not opened by the old one's mail."""
    return Learner.objects.active().filter(email=entry.clean_email(email), proven_at__isnull=False).first()


def arrived(recipient: Recipient, *, at: datetime) -> Learner:
    return entry.enter(
        entry.clean_name(recipient.name) or name_in(recipient.email),
        entry.clean_email(recipient.email),
        at=at,
        municipality=recipient.campaign.municipality,
        role=recipient.role,
        language=recipient.language or recipient.campaign.language,
    )


def settle(learner: Learner, recipient: Recipient) -> None:
    """Her own word about where she works goes before the list's; a unit is one of her own municipality's."""
    campaign = recipient.campaign
    learner.municipality_id = learner.municipality_id or campaign.municipality_id
    learner.role = learner.role or recipient.role
    if learner.unit_id is None and learner.municipality_id == campaign.municipality_id:
        learner.unit_id = recipient.unit_id or campaign.unit_id
    learner.save(update_fields=["municipality", "role", "unit"])


def take_along(device: Learner | None, learner: Learner, *, at: datetime) -> None:
    """What she did on this device before, with the same address, is hers too."""
    if device and device.pk != learner.pk and not device.proven_at and device.email == learner.email:
        proofs.prove(device, at=at)


def name_in(email: str) -> str:
    """«kari.nordmann@…» as a name; she is told of it, and can correct it."""
    words = email.partition("@")[0].replace("_", ".").split(".")
    return " ".join(word[:1].upper() + word[1:] for word in words if word)[:120]


def join(campaign: Campaign, learner: Learner, *, at: datetime) -> Recipient | None:
    """She came by the campaign's link: count her with the others, without writing to her.

    A place on the list that was made for her address is hers only when she has shown that the address is hers.
    """
    if not learner.email:
        return None
    row, is_new = Recipient.objects.get_or_create(
        campaign=campaign,
        email=learner.email,
        defaults={
            "learner": learner,
            "seed": tokens.new_seed(),
            "added_at": at,
            "joined_at": at,
            "name": learner.name,
        },
    )
    if not is_new and learner.proven_at and not (row.learner and row.learner.proven_at):
        row.learner = learner
        row.save(update_fields=["learner"])
    if row.learner_id == learner.pk:
        settle(learner, row)
    return row
