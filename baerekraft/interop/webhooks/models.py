from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner


class Kind(models.TextChoices):
    """What can be told. The values are a part of the door: they never change."""

    PART = "part.completed", _("Somebody has completed a part")
    CERTIFICATE = "certificate.issued", _("A certificate is issued")
    ASSESSMENT = "assessment.finalised", _("A sustainability check is made final")
    PING = "ping", _("Test message")


CHOSEN = [kind for kind in Kind if kind != Kind.PING]


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def awake(self, at: datetime) -> Self:
        """Those that may be called now."""
        return self.filter(Q(resting_until=None) | Q(resting_until__lte=at), paused_at=None)


class Webhook(models.Model):
    """An address that is told. It rests after it did not answer, longer each time."""

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=1000, unique=True)
    kinds = models.JSONField(default=list)
    sealed_secret = models.TextField()
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    silences = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> Self:
        return self.filter(next_at__lte=at).order_by("next_at", "pk")

    def of(self, learner: Learner) -> Self:
        return self.filter(learner=learner)


class Delivery(models.Model):
    """One thing told to one address. `next_at` is empty when it has arrived, or nobody tries any more.

    `tried_since` is when it was made, or asked for again by staff; trying ends some days after.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=40, choices=Kind)
    learner = models.ForeignKey(Learner, models.CASCADE, null=True, related_name="webhook_deliveries")
    data = models.JSONField()
    happened_at = models.DateTimeField()
    tried_since = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    # What was answered last: the HTTP status, or none where nobody answered, and the beginning of what it said.
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = [F("happened_at").desc(), "-id"]
        indexes = [
            models.Index(
                fields=["webhook", "next_at"], condition=Q(next_at__isnull=False), name="delivery_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
