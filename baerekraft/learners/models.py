from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baerekraft.learners.identifiers import uuid7
from baerekraft.municipalities.models import Municipality, Unit


class LearnerQuerySet(models.QuerySet["Learner"]):
    def active(self) -> Self:
        """Learners that have not been joined to another entry of the same person."""
        return self.filter(joined=None)

    def waiting_for_proof(self) -> Self:
        """Those whose mail with link and code is promised and not yet written."""
        # Said as its index says it: SQLite does not see that «not null» and «not: null» are the same.
        return self.active().filter(proof_sent_at__isnull=False, proof_mailed_at=None).exclude(email="")

    def idle_since(self, moment: datetime) -> Self:
        return self.filter(active_at__lt=moment)


class Learner(models.Model):
    """A person who has entered: on one device until `proven_at`, on any device afterwards.

    `joined` points at the earlier, proven entry of the same person; a joined entry holds nothing of its own.
    """

    class Role(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        LEADER = "leader", _("Manager")
        POLITICIAN = "politician", _("Politician")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    # Every index is one more page to write for each who enters; nobody asks for the learners of a municipality.
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=Role, blank=True)
    language = models.CharField(max_length=2, default="nb")
    created_at = models.DateTimeField()
    active_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)
    joined = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="entries", db_index=False
    )
    signed_out_at = models.DateTimeField(null=True, blank=True)
    # What the mailed link and code are made from; a new one makes earlier mails worthless.
    proof_seed = models.CharField(max_length=32)
    proof_sent_at = models.DateTimeField(null=True, blank=True)
    # Empty while the mail that was promised at `proof_sent_at` waits to be written.
    proof_mailed_at = models.DateTimeField(null=True, blank=True)
    code_misses = models.PositiveSmallIntegerField(default=0)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(proven_at__isnull=False, joined__isnull=True) & ~Q(email=""),
                name="one_proven_learner_per_email",
            )
        ]
        indexes = [
            models.Index(fields=["email", "created_at"], name="learner_email"),
            models.Index(fields=["joined"], condition=Q(joined__isnull=False), name="learner_joined"),
            models.Index(
                fields=["proof_sent_at"],
                condition=Q(proof_mailed_at__isnull=True, proof_sent_at__isnull=False),
                name="learner_waiting_for_proof",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Throttle(models.Model):
    """How many times something was tried in one minute. The key is a keyed hash, never an address."""

    pk = models.CompositePrimaryKey("key", "minute")
    key = models.CharField(max_length=32)
    minute = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
