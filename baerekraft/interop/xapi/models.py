from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class LrsQuerySet(models.QuerySet["Lrs"]):
    def awake(self, at: datetime) -> Self:
        """Those that may be sent to now."""
        return self.filter(Q(resting_until=None) | Q(resting_until__lte=at), paused_at=None)


class Lrs(models.Model):
    """A learning record store that gets the statements. `cursor` says how far it has come (see feed.py)."""

    name = models.CharField(max_length=80)
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    cursor = models.TextField(blank=True)
    sent = models.PositiveBigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    # What it would not take, one by one; they are counted, and the last answer is shown.
    refused = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    resting_until = models.DateTimeField(null=True, blank=True)

    objects = LrsQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def audience(self) -> str:
        return f"lrs-{self.pk}"


class Reach(models.Model):
    """How far a table of facts may be read: every row up to `safe` has been committed, or never will be."""

    table = models.CharField(max_length=20, unique=True)
    safe = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.table} {self.safe}"


class Voiding(models.Model):
    """The ids of statements that no longer hold, such as an erased learner's, until the record store has been told that they no longer hold."""

    lrs = models.ForeignKey(Lrs, models.CASCADE, related_name="voidings", db_index=False)
    statements = models.JSONField()
    erased_at = models.DateTimeField()
    next_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["lrs", "next_at"], name="voiding_waiting")]

    def __str__(self) -> str:
        return f"{self.lrs_id} {len(self.statements)}"
