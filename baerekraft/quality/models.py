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
