"""What is kept about quality: the newest measures of each lesson, words of our own, and links that were tried."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonQuality(models.Model):
    """The measures of a lesson's newest draft. It is out of date when revision, published version or rules are others."""

    page = models.OneToOneField("authoring.LessonPage", models.CASCADE, related_name="quality")
    revision = models.BigIntegerField(null=True)
    published = models.BigIntegerField(null=True)
    rules = models.PositiveIntegerField()
    measured_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    reading = models.PositiveSmallIntegerField()
    must = models.PositiveSmallIntegerField()
    should = models.PositiveSmallIntegerField()
    could = models.PositiveSmallIntegerField()
    hints = models.JSONField()
    sources = models.JSONField()
    links = models.JSONField()
    figures_from = models.PositiveSmallIntegerField(null=True)
    questions = models.JSONField(default=list)
    newer = models.BooleanField()
    fingerprint = models.CharField(
        max_length=12, blank=True
    )  # of the published text: what translations are held to

    def __str__(self) -> str:
        return f"{self.page_id} r{self.revision}"


class OwnWord(models.Model):
    """A word that the dictionary does not know and this installation does: a name, a term, a new compound."""

    word = models.CharField(_("word"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("word of our own")
        verbose_name_plural = _("words of our own")
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="one_own_word_per_language")]

    def __str__(self) -> str:
        return self.word


class LinkCheck(models.Model):
    """An address that lessons link to, as it was met last. `first_failed_at` begins the row of failures it is in now."""

    DEAD_AFTER = 3

    url = models.CharField(max_length=500, unique=True)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField()
    first_failed_at = models.DateTimeField(null=True)
    failed_days = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.url} {self.status or self.fault}"

    @property
    def is_dead(self) -> bool:
        return self.failed_days >= self.DEAD_AFTER


class QuestionStatistic(models.Model):
    """Sums of what learners answered at once to one question in one wording; never who.

    `question` is a digest of the wording (see `statistics.wording`): a question that is changed, or asked in another
    language, starts anew. Scores are in thousandths, so that sums are exact: `x` on this question, `y` on average on the
    rest of the lesson, over the `pairs` learners who had both. `picks` holds how many chose each thing there was to
    choose, and the sum of their `y`; `times` how many took how long.

    `erased` rows hold what erased learners once added: it stays, as a sum that no longer follows from anybody's answers.
    """

    lesson = models.BigIntegerField()
    exercise = models.CharField(max_length=60)
    question = models.CharField(max_length=16)
    erased = models.BooleanField(default=False)
    answers = models.BigIntegerField(default=0)
    score = models.BigIntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    x = models.BigIntegerField(default=0)
    y = models.BigIntegerField(default=0)
    xx = models.BigIntegerField(default=0)
    yy = models.BigIntegerField(default=0)
    xy = models.BigIntegerField(default=0)
    picks = models.JSONField(default=dict)
    times = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "exercise", "question", "erased"], name="one_statistic_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.exercise} {self.question}"


class StatisticsPosition(models.Model):
    """One row: the last lesson completion that was taken into the statistics, and the last there was that night."""

    taken = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.taken} {self.seen}"
