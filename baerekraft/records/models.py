from typing import Self

from django.db import models
from django.db.models import Q

from baerekraft.catalog.models import Lesson, Part, PublishedLesson
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Municipality, Unit
from baerekraft.sheets.sent import SentFile


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


class ActiveWeekQuerySet(LearnersOwn):
    to_learner = "learner"


class Placed(models.Model):
    """Where the learner worked and as what when it happened: she may move, and figures stay where they arose."""

    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=Learner.Role, blank=True, db_default="")

    class Meta:
        abstract = True


class Enrolment(Placed):
    """A learner has begun on a part."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="enrolments", db_index=False)
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "part"], name="one_enrolment_per_part")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.part_id}"


class Attempt(Placed):
    """A learner has begun on one version of a lesson."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts", db_index=False)
    published = models.ForeignKey(PublishedLesson, models.PROTECT, related_name="+", db_index=False)
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

    class Meta:
        indexes = [
            # Record stores are sent what is new, in the order that it came.
            models.Index(fields=["received_at"], name="response_received"),
            # Pledges are asked about when their day has come, and nobody is right or wrong about them.
            models.Index(fields=["answered_at"], condition=Q(score=None), name="response_unscored"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise} {self.id}"


class LessonCompletion(Placed):
    """Every exercise that counts is answered."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="lesson_completions", db_index=False
    )
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+", db_index=False)
    completed_at = models.DateTimeField()
    # From her first answer in the lesson to the one that completed it; unknown where it was done elsewhere.
    seconds = models.PositiveIntegerField(null=True)
    # Where she did it, in words for her to read, such as "KS Læring"; empty here.
    via = models.CharField(max_length=80, blank=True, default="", db_default="")

    objects = LearnersOwn.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_completion_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.lesson_id}"


class PartCompletion(Placed):
    """Every lesson of the part is completed."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="completion")
    completed_at = models.DateTimeField()

    objects = LearnersOwn.as_manager()

    def __str__(self) -> str:
        return str(self.enrolment)


class ActiveWeek(Placed):
    """A learner has answered something in the week that begins on this Monday."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="active_weeks", db_index=False)
    week = models.DateField()

    objects = ActiveWeekQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "week"], name="one_row_an_active_week")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.week}"


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
    """How well a learner says she masters one of a part's learning goals, before and now.

    `number` is the goal's place in the part's list and `goal` the words she read, for goals are re-worded and moved.
    """

    class Level(models.IntegerChoices):
        NOT = 1
        A_LITTLE = 2
        WELL = 3
        VERY_WELL = 4

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="judgements", db_index=False)
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", db_index=False)
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
    # 0: everyone's.
    municipality = models.BigIntegerField(default=0, db_default=0)
    votes = models.JSONField(default=dict)
    erased = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "exercise", "municipality"], name="one_tally_per_poll")
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.exercise}"


class Total(models.Model):
    """How often something happened on one day, or for answers in one month, in one municipality; never who.

    A row of a unit or a role holds a share of what the row without holds; no row has both. `erased` rows hold what erased
    learners once added, so that figures stay true when people leave. Municipality, lesson and unit are 0, and role empty,
    where there is none, because a unique key treats two NULLs as different. `score` is in millionths, so that sums are exact.
    """

    day = models.DateField()
    municipality = models.BigIntegerField()
    lesson = models.BigIntegerField()
    what = models.CharField(max_length=80)
    unit = models.BigIntegerField(default=0, db_default=0)
    role = models.CharField(max_length=10, blank=True, default="", db_default="")
    erased = models.BooleanField(default=False)
    count = models.BigIntegerField(default=0)
    score = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # In this order it is also the index that a municipality's figures are read by.
                fields=["municipality", "what", "lesson", "unit", "role", "day", "erased"],
                name="one_total_per_cell",
            ),
            models.CheckConstraint(condition=Q(unit=0) | Q(role=""), name="a_total_is_split_one_way"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.count}"


class EarnedElsewhere(models.Model):
    """A lesson that somebody did in another system, kept until she proves this address here; then it is a completion.

    `digest` is a keyed hash of her address, so that the address itself is not kept of those who never come.
    """

    digest = models.CharField(max_length=64)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+", db_index=False)
    completed_at = models.DateTimeField()
    via = models.CharField(max_length=80)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "lesson"], name="earned_elsewhere_once_a_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.via}"


class ResultsFile(SentFile):
    """Results from another system that a coordinator has sent in."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    via = models.CharField(max_length=80)
