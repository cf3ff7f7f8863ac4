from typing import Self

from django.db import models
from django.db.models import Q

from baerekraft.catalog.models import Part, PublishedLesson
from baerekraft.learners.models import Learner


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, learner: Learner) -> Self:
        return self.filter(learner=learner)

    def going(self) -> Self:
        return self.filter(ended_at=None)

    def mailable(self) -> Self:
        """Whose learner has shown that the address is hers."""
        return self.filter(learner__proven_at__isnull=False).exclude(learner__email="")


class ReviewQuerySet(models.QuerySet["Review"]):
    def of(self, learner: Learner) -> Self:
        return self.filter(plan__learner=learner)


class Plan(models.Model):
    """A learner has said yes to be asked about a part. Ended when she says stop, or when the last question is asked."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="review_plans")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "part"], condition=Q(ended_at__isnull=True), name="one_open_plan_per_part"
            )
        ]
        indexes = [
            models.Index(fields=["begun_at"], condition=Q(ended_at__isnull=True), name="delivery_open_plan")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.part_id}"


class Review(models.Model):
    """A question has been asked, and perhaps answered: an exercise as it was published then, or one statement of it.

    `card` is what fsrs knows about how well she remembers it, as its own dictionary.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews", db_index=False)
    number = models.PositiveSmallIntegerField()
    published = models.ForeignKey(PublishedLesson, models.PROTECT, related_name="+", db_index=False)
    exercise = models.CharField(max_length=60)
    statement = models.CharField(max_length=1, blank=True)
    card = models.JSONField()
    asked_at = models.DateTimeField()
    choice = models.CharField(max_length=5, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_review_per_number"),
            models.CheckConstraint(
                condition=Q(choice="", answered_at__isnull=True)
                | (~Q(choice="") & Q(answered_at__isnull=False)),
                name="an_answer_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"
