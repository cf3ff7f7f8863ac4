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
        return self.filter(address__iexact=address)


class Outgoing(models.Model):
    """A message to deliver once. When that is done, all that stays is that it was done."""

    message_id = models.CharField(max_length=255, unique=True)
    address = models.CharField(max_length=320, blank=True, db_index=True)
    letter = models.TextField(blank=True)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    busy_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_refusal = models.CharField(max_length=250, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, given_up_at=None) | Q(address="", letter=""),
                name="what_is_done_keeps_no_letter",
            )
        ]

    def __str__(self) -> str:
        return self.message_id
