from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baerekraft.accounts.models import User
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Municipality, Unit
from baerekraft.sheets.sent import SentFile


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def going(self) -> Self:
        return self.filter(started_at__isnull=False, ended_at=None)


class Campaign(models.Model):
    """A municipality, or one unit of it, brings its people to chosen lessons.

    A draft until `started_at`; nothing goes out after `ended_at`. `revision` moves at each change, so that two
    coordinators do not write over each other.
    """

    class Way(models.TextChoices):
        LESSONS = "lessons", _("Lessons by e-mail")
        INVITATION = "invitation", _("An invitation by e-mail")
        LINK = "link", _("Only a link and a poster")

    class Plan(models.TextChoices):
        AT_ONCE = "at-once", _("Everything at once")
        WEEKLY = "weekly", _("One lesson a week")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="campaigns")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=80)
    # Keys of lessons, `del-1/hva-er-baerekraftig-utvikling`, in the order they are sent.
    lessons = models.JSONField(_("lessons"), default=list)
    way = models.CharField(_("way"), max_length=10, choices=Way, default=Way.LESSONS)
    plan = models.CharField(_("plan"), max_length=8, choices=Plan, default=Plan.WEEKLY)
    # ISO: Monday is 1.
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=2)
    hour = models.PositiveSmallIntegerField(_("hour"), default=9)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=2)
    # Days between a mail and the reminder of it.
    reminder_days = models.PositiveSmallIntegerField(_("days between"), default=7)
    # Named follow-up: the coordinator sees who has completed, yes or no. Told to everyone before they enter.
    named = models.BooleanField(_("named follow-up"), default=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nb")
    # The coordinator's own greeting by language; where it is empty the standing text goes out.
    greetings = models.JSONField(default=dict)
    # Whom the reader can ring: she is named in every mail.
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    # What a link or a poster leads to: /k/<municipality>/inn/<code>/
    code = models.SlugField(max_length=12, unique=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_campaign_ends_after_it_starts",
                violation_error_message=_("The last day must come after the first."),
            ),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="a_week_has_seven_days"),
        ]

    def __str__(self) -> str:
        return self.title


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def of(self, learner: Learner) -> Self:
        return self.filter(learner=learner)

    def in_campaign(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign)

    def listed(self) -> Self:
        """Those whom the coordinator has put on the list herself, and may see there."""
        return self.filter(joined_at=None, removed_at=None)

    def reachable(self) -> Self:
        """Who may still be written to: she is on the list, has not stopped, and mail to her has not bounced."""
        return self.filter(stopped_at=None, bounced_at=None, removed_at=None).exclude(email="")

    def due(self, at: datetime) -> Self:
        return self.reachable().filter(next_at__lte=at, paused_at=None)


class Recipient(models.Model):
    """A person whom a campaign writes to. `learner` is set when she enters by the mail; until then she has no record.

    `next_at` is when the next mail is due, None when there is none to come.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="recipients", db_index=False)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=Learner.Role, blank=True)
    language = models.CharField(max_length=2, blank=True)
    learner = models.ForeignKey(Learner, models.CASCADE, null=True, blank=True, related_name="recipients")
    # The list she came with, so that the whole list can be taken out again.
    file = models.ForeignKey(
        "PeopleFile", models.SET_NULL, null=True, blank=True, related_name="taken", db_index=False
    )
    # What the mailed links are made from; a new one makes earlier links worthless.
    seed = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    # When she came by the campaign's link without being on its list: that she did is nobody's but hers.
    joined_at = models.DateTimeField(null=True)
    # When she was taken off the list after she had been written to or had entered: her links work, and figures do not fall.
    removed_at = models.DateTimeField(null=True)
    # How many of the campaign's lessons have been sent, and how often she was reminded since the latest.
    sent = models.PositiveSmallIntegerField(default=0)
    reminded = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    # When every lesson of the campaign was completed.
    done_at = models.DateTimeField(null=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "email"], name="one_recipient_per_address"),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(next_at__isnull=False, paused_at=None, stopped_at=None, bounced_at=None),
                name="campaigns_due",
            ),
            models.Index(fields=["email"], name="campaigns_email"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.pk}"


class Sending(models.Model):
    """A mail of a campaign has been posted; written in the same transaction, so that none goes out twice."""

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        LESSON = "lesson"
        REMINDER = "reminder"

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="sendings", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    # A lesson's place in the campaign from 1, and for a reminder which of them: `lesson * 100 + reminder`.
    number = models.PositiveIntegerField()
    lesson = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "number"], name="a_mail_goes_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind} {self.number}"


class Refusal(models.Model):
    """An address that is not to be written to again, as a keyed digest, so that a new list does not bring it back.

    `municipality` None: by nobody (mail to it bounces, or its owner erased herself everywhere).
    """

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("has unsubscribed")
        BOUNCED = "bounced", _("mail does not arrive")
        ERASED = "erased", _("has erased herself")

    digest = models.CharField(max_length=64)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "municipality"], name="refused_once_a_municipality"),
            models.UniqueConstraint(
                fields=["digest"], condition=Q(municipality=None), name="refused_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.digest[:8]}"


class PeopleFile(SentFile):
    """A list of people that a coordinator has sent in; its name is empty where it was pasted."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="files")

    def people(self) -> RecipientQuerySet:
        """Those who came with it, looked for among the campaign's own people alone."""
        return Recipient.objects.filter(campaign=self.campaign_id, file=self)


class NameFileQuerySet(models.QuerySet["NameFile"]):
    def waiting(self) -> Self:
        return self.filter(finished_at=None, failed_at=None)


class NameFile(models.Model):
    """Who has completed a campaign with named follow-up, as a file that is made in the background; one a campaign.

    Every coordinator who may see the campaign's names may fetch it, for it says what their page says. It can be fetched
    for a day and is swept the night after: that long it may hold somebody who has since been taken off the list or
    erased herself.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="name_file")
    # In DATA_DIR/lists/, where nobody guesses it.
    name = models.CharField(max_length=32)
    language = models.CharField(max_length=2)
    # Lines done, of how many.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = NameFileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.asked_at:%Y-%m-%d}"

    @property
    def waits(self) -> bool:
        return self.finished_at is None and self.failed_at is None
