"""Platforms that open the course, those who came from them, and the short-lived rows of one launch."""

import re
import secrets
from datetime import UTC, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from baerekraft.learners.models import Learner

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_secret() -> str:
    """160 bits in letters that the log leaves out (assessments/redacting.py)."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(secrets.choice(alphabet) for _ in range(32))


def is_secret(text: str) -> bool:
    """Whether it looks like one; PostgreSQL cannot even be asked about just any text."""
    return bool(re.fullmatch("[a-z2-7]{32}", text))


class PlatformQuerySet(models.QuerySet["Platform"]):
    def open(self) -> Self:
        return self.filter(withdrawn_at=None)


class Platform(models.Model):
    """A learning platform that may open the course. `client_id` is what it calls us."""

    name = models.CharField(_("name"), max_length=120)
    issuer = models.CharField(_("issuer"), max_length=400)
    client_id = models.CharField(_("client id"), max_length=255)
    deployments = models.JSONField(_("deployment ids"), default=list, blank=True)
    auth_login_url = models.CharField(_("address for sign-in"), max_length=1000)
    auth_token_url = models.CharField(_("address for access tokens"), max_length=1000)
    key_set_url = models.CharField(_("address of its public keys"), max_length=1000)
    # Some platforms want another audience than the address of the token in what we sign for it.
    token_audience = models.CharField(_("audience of access tokens"), max_length=400, blank=True)
    frame_origins = models.CharField(_("other addresses that show us in a frame"), max_length=600, blank=True)
    may_open = models.BooleanField(_("may open a learner who has confirmed her e-mail"), default=False)
    key_set = models.JSONField(null=True, editable=False)
    key_set_at = models.DateTimeField(null=True, editable=False)
    # When they were last asked for, unless they came.
    key_set_failed_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    last_launch_at = models.DateTimeField(null=True, editable=False)
    last_error = models.CharField(max_length=300, blank=True, editable=False)
    last_error_at = models.DateTimeField(null=True, editable=False)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "client_id"],
                name="one_platform_per_issuer_and_client",
                violation_error_message=_("This platform is here already, with the same client id."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class LtiKey(models.Model):
    """One of our own key pairs. The private half is encrypted with a key made from SECRET_KEY."""

    kid = models.CharField(max_length=64, unique=True)
    private = models.TextField()
    public = models.TextField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Coalesce("retired_at", models.Value(EPOCH, models.DateTimeField())),
                name="one_lti_key_in_use",
            )
        ]

    def __str__(self) -> str:
        return self.kid


class LtiLogin(models.Model):
    """A sign-in that has begun and waits for the platform's answer, which it takes once.

    What the platform sent along is kept so that the same sign-in can begin again in a window of its own.
    """

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    state = models.CharField(max_length=32, unique=True, default=new_secret)
    nonce = models.CharField(max_length=32, unique=True, default=new_secret)
    asked = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class LtiLaunch(models.Model):
    """A verified launch that waits for the person to press the button. `told` is what the platform said of it."""

    class Kind(models.TextChoices):
        LESSON = "lesson"
        CHOICE = "choice"
        ROSTER = "roster"

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    ticket = models.CharField(max_length=32, unique=True, default=new_secret)
    told = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class LtiInvitation(models.Model):
    """A one-time address where a platform registers itself (LTI Dynamic Registration 1.0)."""

    secret = models.CharField(max_length=32, unique=True, default=new_secret)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    # What the platform came with, while the worker registers with it; `fault` says why it did not go through.
    asked = models.JSONField(null=True)
    fault = models.TextField(blank=True)
    platform = models.ForeignKey(Platform, models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class LtiLearnerQuerySet(models.QuerySet["LtiLearner"]):
    def of(self, learner: Learner) -> Self:
        return self.filter(learner=learner)


class LtiLearner(models.Model):
    """Who a platform's user is here. `subject` is the platform's own name for her."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="learners", db_index=False)
    subject = models.CharField(max_length=255)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="lti")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = LtiLearnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["platform", "subject"], name="one_learner_per_lti_subject")
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.learner_id}"


class LtiLineQuerySet(models.QuerySet["LtiLine"]):
    def waiting(self) -> Self:
        """Those whose platform takes a score, and that nobody has booked one for."""
        rows = self.filter(wanted_at=None, lti_learner__platform__withdrawn_at=None)
        return rows.exclude(lineitem="")


class LtiLine(models.Model):
    """A learner has come by one link in a platform. `lineitem` is where its grade book takes a score, if it does.

    The three slugs say what the link stands for: without a lesson the whole part, without a part the whole course.
    """

    lti_learner = models.ForeignKey(LtiLearner, models.CASCADE, related_name="lines", db_index=False)
    deployment = models.CharField(max_length=255)
    link = models.CharField(max_length=255)
    lineitem = models.CharField(max_length=1000, blank=True)
    course = models.CharField(max_length=80)
    part = models.CharField(max_length=80, blank=True)
    lesson = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    # When she was done, and a score was booked.
    wanted_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # The time in the last score we tried to send: a platform takes only later ones.
    stamped_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = LtiLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lti_learner", "deployment", "link"], name="one_line_per_lti_link"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lti_learner_id} {self.part}/{self.lesson}"
