from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, given_up_at=None)

    def free(self, at: datetime) -> Self:
        """Waiting, and in nobody's hands."""
        return self.waiting().filter(Q(busy_until=None) | Q(busy_until__lte=at))

    def overdue(self, at: datetime, *, by: timedelta) -> Self:
        """Waiting longer than it should: the task that had it is gone."""
        return self.free(at).filter(due_at__lte=at - by)

    def to(self, address: str) -> Self:
        return self.filter(address=address.strip().lower())

    def in_turn(self) -> Self:
        """What waits for its domain's turn."""
        return self.waiting().exclude(domain="")


class Outgoing(models.Model):
    """A message to deliver once. When that is done, all that stays is that it was done.

    `domain` is set while it waits for its turn at the receiver; what goes at once has none. Of mail that is sent in turns
    `key` and the keyed `digest` of the address stay too, so that a report that it did not arrive finds whose it was.
    """

    message_id = models.CharField(max_length=255, unique=True)
    # In small letters, to be found by; the letter holds it as it was written.
    address = models.CharField(max_length=320, blank=True, db_index=True)
    letter = models.TextField(blank=True)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    busy_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_refusal = models.CharField(max_length=250, blank=True)
    domain = models.CharField(max_length=255, blank=True, default="", db_default="")
    key = models.CharField(max_length=80, blank=True, default="", db_default="")
    digest = models.CharField(max_length=64, blank=True, default="", db_default="")

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, given_up_at=None) | Q(address="", letter=""),
                name="what_is_done_keeps_no_letter",
            )
        ]
        indexes = [
            models.Index(fields=["domain", "due_at"], condition=~Q(domain=""), name="mail_in_turn"),
            models.Index(fields=["key"], condition=~Q(key=""), name="mail_key"),
            models.Index(fields=["digest"], condition=~Q(digest=""), name="mail_digest"),
            models.Index(fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="mail_waiting"),
        ]

    def __str__(self) -> str:
        return self.message_id


class Turn(models.Model):
    """When a receiving domain may be sent to again. The empty domain is our own mail server, after it has failed."""

    domain = models.CharField(max_length=255, unique=True)
    next_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.domain} {self.next_at}"


class SoftBounce(models.Model):
    """Mail did not arrive, for a reason that may pass, or by a report that anybody may have written."""

    digest = models.CharField(max_length=64)
    # What tells one report from another.
    report = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "report"], name="a_report_counts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.at}"


class Mailbox(models.Model):
    """How far a mailbox of returned mail has been read: nothing in it is changed."""

    name = models.CharField(max_length=255, unique=True)
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.uid}"
