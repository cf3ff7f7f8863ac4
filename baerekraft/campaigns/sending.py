"""A campaign's people and mail: start(), add(), remove(), post_due(), end()."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import F, QuerySet

from baerekraft.campaigns import ending, planning, refusing, tasks
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.campaigns.rounds import post_due

__all__ = ["add", "end", "post_due", "remove", "start"]

AT_A_TIME = 500
# How long a coordinator waits for her campaign to end, before the rest is left to the worker.
PATIENCE = 2.0  # seconds
# What a list says of a person.
LISTED = ("name", "unit", "role", "language", "file", "added_at")


def start(campaign: Campaign, *, at: datetime) -> None:
    """Let a draft go; one that has started or ended stays as it is."""
    first_at = planning.next_at(campaign, sent=0, after=at)
    people = Recipient.objects.listed().reachable().filter(campaign=campaign, sent=0)
    if first_at:
        _plan(
            people.filter(campaign__started_at=None, campaign__ended_at=None).exclude(next_at=first_at),
            first_at,
        )
    with transaction.atomic():
        draft = Campaign.objects.filter(pk=campaign.pk, started_at=None, ended_at=None)
        if draft.update(started_at=at, revision=F("revision") + 1):
            # Who has come or stopped since; for most of them nothing changes.
            people.exclude(next_at=first_at).update(next_at=first_at)
            tasks.book(at=first_at or at)
    campaign.refresh_from_db()


def end(campaign: Campaign, *, at: datetime) -> None:
    """Nothing goes out from now on, and what waits in the queue is taken back."""
    if not ending.end(campaign, at=at, seconds=PATIENCE):
        tasks.book(at=at)


def _plan(people: QuerySet[Recipient], first_at: datetime) -> None:
    """Some at a time, so that no answer waits for it. Nobody in a draft is written to, so it may be broken off."""
    pks, last = people.order_by("pk").values_list("pk", flat=True), 0
    while chunk := list(pks.filter(pk__gt=last)[:AT_A_TIME]):
        Recipient.objects.filter(pk__in=chunk).update(next_at=first_at)
        last = chunk[-1]


def add(campaign: Campaign, recipients: Iterable[Recipient], *, at: datetime) -> int:
    """Take in people, given as unsaved rows; those who are there or have refused are left out. Returns how many are new.

    In a campaign that goes on they begin with its first lesson, at the next time of the plan.
    """
    before = campaign.recipients.listed().count()
    for chunk in batched(recipients, AT_A_TIME):
        _add(campaign, list(chunk), at=at)
    return campaign.recipients.listed().count() - before


@transaction.atomic
def _add(campaign: Campaign, rows: list[Recipient], *, at: datetime) -> None:
    """A campaign that is started this moment waits for them, or they see that it was."""
    going = Campaign.objects.going().select_for_update().filter(pk=campaign.pk).exists()
    first_at = planning.next_at(campaign, sent=0, after=at) if going else None
    refused = refusing.among([row.email for row in rows], campaign.municipality)
    for row in rows:
        row.campaign, row.added_at, row.next_at = campaign, at, first_at
        row.seed = row.seed or secrets.token_hex(16)
    wanted = [row for row in rows if row.email not in refused]
    _list_anew(campaign, wanted, going=going, at=at)
    Recipient.objects.bulk_create(wanted, ignore_conflicts=True)
    if first_at:
        tasks.book(at=first_at)


def _list_anew(campaign: Campaign, rows: list[Recipient], *, going: bool, at: datetime) -> None:
    """Put on the list those who have come by the link, or were taken off it. Whoever only typed the address is nobody."""
    wanted = {row.email: row for row in rows}
    there = campaign.recipients.exclude(joined_at=None, removed_at=None).filter(email__in=wanted)
    found = list(there.select_related("learner"))
    for known in found:
        for name in LISTED:
            setattr(known, name, getattr(wanted[known.email], name))
        known.joined_at = known.removed_at = None
        known.next_at = planning.next_at(campaign, sent=known.sent, after=at) if going else None
        if known.learner and not known.learner.proven_at:
            known.learner = known.done_at = None
    changed = [*LISTED, "joined_at", "removed_at", "next_at", "learner", "done_at"]
    Recipient.objects.bulk_update(found, changed)


def remove(recipients: QuerySet[Recipient], *, at: datetime) -> int:
    """Take people off the list, and back what waits for them in the queue. Returns how many.

    Whoever has been written to or has entered keeps her place, unseen: the links in her mails still work, the one that
    stops them too, and the figures do not tell what she had done.
    """
    pks = list(recipients.values_list("pk", flat=True))
    for chunk in batched(pks, AT_A_TIME):
        with transaction.atomic():
            ending.take_back(chunk, at=at)
            rows = Recipient.objects.filter(pk__in=chunk)
            rows.filter(learner=None, sent=0, sent_at=None, stopped_at=None).delete()
            rows.update(removed_at=at, next_at=None, file=None)
    return len(pks)
