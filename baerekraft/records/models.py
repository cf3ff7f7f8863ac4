from typing import Self

from django.db import models

from baerekraft.catalog.models import Lesson, Part, PublishedLesson
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Municipality


class LearnersOwn(models.QuerySet):
    """Rows that reach a learner: every question about them starts with whose they are."""

    to_learner = "enrolment__learner"

    def of(self, learner: Learner) -> Self:
        return self.filter(**{self.to_learner: learner})


class EnrolmentQuerySet(LearnersOwn):
    to_learner = "learner"


class ResponseQuerySet(LearnersOwn):
    to_learner = "attempt__enrolment__learner"


class FollowUpQuerySet(LearnersOwn):
    to_learner = "response__attempt__enrolment__learner"


class SelfJudgementQuerySet(LearnersOwn):
    to_learner = "learner"


class Enrolment(models.Model):
    """A learner has begun on a part."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="enrolments")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "part"], name="one_enrolment_per_part")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.part_id}"


class Attempt(models.Model):
    """A learner has begun on one version of a lesson."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    published = models.ForeignKey(PublishedLesson, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()

    objects = LearnersOwn.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "published"], name="one_attempt_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.published_id}"


class Response(models.Model):
    """An answer as it was given. The id is made where it was given, so that it can be sent twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    exercise = models.CharField(max_length=60)
    answer = models.JSONField()
    score = models.FloatField(null=True)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.exercise} {self.id}"


class LessonCompletion(models.Model):
    """Every exercise that counts is answered."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="lesson_completions")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    completed_at = models.DateTimeField()

    objects = LearnersOwn.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_completion_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.lesson_id}"


class PartCompletion(models.Model):
    """Every lesson of the part is completed."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="completion")
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    completed_at = models.DateTimeField()

    objects = LearnersOwn.as_manager()

    def __str__(self) -> str:
        return str(self.enrolment)


class FollowUp(models.Model):
    """A pledge has been asked about, and perhaps answered."""

    class Outcome(models.TextChoices):
        DONE = "done"
        UNDER_WAY = "under-way"
        DROPPED = "dropped"

    response = models.OneToOneField(Response, models.CASCADE, related_name="follow_up")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.response_id)


class SelfJudgement(models.Model):
    """How well a learner says she masters one of a part's learning goals, before and now. Nobody counts it.

    `number` is the goal's place in the part's list and `goal` the words she read, for goals are re-worded and moved.
    """

    class Level(models.IntegerChoices):
        NOT = 1
        A_LITTLE = 2
        WELL = 3
        VERY_WELL = 4

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="judgements")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    goal = models.CharField(max_length=400)
    before = models.PositiveSmallIntegerField(choices=Level, null=True)
    now = models.PositiveSmallIntegerField(choices=Level, null=True)
    judged_at = models.DateTimeField()

    objects = SelfJudgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "part", "number"], name="one_judgement_per_goal")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.part_id} {self.number}"


class Tally(models.Model):
    """How often each option of a poll is somebody's latest answer; never whose. `polls` says what the three hold."""

    lesson = models.BigIntegerField()
    exercise = models.CharField(max_length=60)
    votes = models.JSONField(default=dict)
    erased = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "exercise"], name="one_tally_per_poll")]

    def __str__(self) -> str:
        return f"{self.lesson} {self.exercise}"


class Total(models.Model):
    """How often something happened on one day in one municipality; never who.

    `erased` rows hold what erased learners once added, so that figures stay true when people leave.
    Municipality and lesson are 0 where there is none, because a unique key treats two NULLs as different.
    """

    day = models.DateField()
    municipality = models.BigIntegerField()
    lesson = models.BigIntegerField()
    what = models.CharField(max_length=80)
    erased = models.BooleanField(default=False)
    count = models.BigIntegerField(default=0)
    score = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "municipality", "lesson", "what", "erased"], name="one_total_per_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.count}"
