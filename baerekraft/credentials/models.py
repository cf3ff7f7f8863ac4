import secrets
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baerekraft.catalog.models import Part
from baerekraft.credentials.badges.models import BadgeKey, RevokedBadge
from baerekraft.learners.models import Learner

__all__ = ["BadgeKey", "Certificate", "RevokedBadge"]

# Crockford's alphabet: no I, L, O or U, so that a code can be read over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Fifty random bits in two groups of five, such as 7K2QD-9XW3M."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, learner: Learner) -> Self:
        return self.filter(learner=learner)


class Certificate(models.Model):
    """That a learner has completed a part, or a whole course, in the words of that day.

    A whole course's has no part: `course` is the course's slug, and `part_title` its title.
    """

    code = models.CharField(_("code"), max_length=11, unique=True, default=new_code, editable=False)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="certificates", editable=False)
    part = models.ForeignKey(
        Part, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    course = models.SlugField(blank=True, default="", db_default="", db_index=False, editable=False)
    name = models.CharField(_("name"), max_length=120)
    part_title = models.CharField(_("part"), max_length=200)
    course_title = models.CharField(_("course"), max_length=200)
    learning_goals = models.JSONField(_("learning goals"))
    language = models.CharField(max_length=2)
    issued_at = models.DateTimeField(_("issued"))
    show_name = models.BooleanField(_("name shown on the public page"), default=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("credentials:verify", args=[self.code])

    @property
    def is_whole(self) -> bool:
        """Whether it is for a whole course."""
        return bool(self.course)
