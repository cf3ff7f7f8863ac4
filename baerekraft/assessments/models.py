from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from baerekraft.assessments import fields
from baerekraft.assessments.document import Document
from baerekraft.learners.identifiers import uuid7
from baerekraft.municipalities.models import Municipality


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def proven_for(self, email: str) -> Self:
        """Those whose author has this address and has shown that she reads its mail."""
        return self.filter(email=email).exclude(email="").exclude(email_proven_at=None)

    def idle_since(self, moment: datetime) -> Self:
        return self.filter(changed_at__lt=moment)


class Assessment(models.Model):
    """`fields` is the document as a flat table (see `fields.py`), and `revision` counts its changes.

    `final` is the report it was frozen in; while there is one, nothing can be changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    fields = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, default="nb")
    # A set of targets that came with a file from another installation, or empty.
    brought_set = models.JSONField(default=dict)
    author = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    email_proven_at = models.DateTimeField(null=True, blank=True)
    # Address of the lesson it was begun from, or empty.
    lesson = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    final = models.OneToOneField("Report", models.SET_NULL, null=True, blank=True, related_name="+")
    # Told again by the document; kept here for those who ask across assessments.
    title = models.CharField(max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, blank=True, related_name="assessments"
    )
    follow_up_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["email"], name="assessment_email"),
            models.Index(fields=["changed_at"], name="assessment_changed"),
            models.Index(
                fields=["follow_up_on"], condition=Q(asked_at__isnull=True), name="assessment_to_follow_up"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def document(self) -> Document:
        return fields.read(self.fields)


class Link(models.Model):
    """A secret way in. The secret itself is not kept: it is made from `seed`, and found again by its digest.

    When it has ended the row stays, so that whoever opens it is told why.
    """

    class Right(models.TextChoices):
        EDIT = "edit", _("Edit")
        COMMENT = "comment", _("Comment")
        READ = "read", _("Read")

    class End(models.TextChoices):
        REPLACED = "replaced", _("Replaced")
        DELETED = "deleted", _("Deleted")
        EXPIRED = "expired", _("Expired")

    assessment = models.ForeignKey(Assessment, models.SET_NULL, null=True, related_name="links")
    right = models.CharField(max_length=7, choices=Right)
    # Who it was given to: her changes carry this name.
    name = models.CharField(max_length=120, blank=True)
    seed = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    # Sent to the author's address: whoever writes through it reads that mail.
    mailed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=8, choices=End, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="link_end_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.right} {self.pk}"

    @property
    def may_edit(self) -> bool:
        return self.right == self.Right.EDIT

    @property
    def may_comment(self) -> bool:
        return self.right != self.Right.READ


class Change(models.Model):
    """One field's way from one text to another. The changes of one save share its revision."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="changes", db_index=False)
    revision = models.PositiveIntegerField()
    path = models.CharField(max_length=160)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["revision", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "revision", "path"], name="one_change_of_a_field_per_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.path}"


class Clash(models.Model):
    """What somebody wrote in a field that another had changed meanwhile; set aside until somebody settles it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="clashes")
    path = models.CharField(max_length=160)
    value = models.TextField(blank=True)
    by = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.path


class Comment(models.Model):
    """A second reader's words about a step of the assessment, until they are resolved."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="comments")
    step = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.step} {self.pk}"


class Report(models.Model):
    """A final report: frozen, dated, numbered, with the bytes that its checksum is of."""

    assessment = models.ForeignKey(
        Assessment, models.SET_NULL, null=True, related_name="reports", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120, blank=True)
    content = models.JSONField()  # the document
    shown = models.JSONField()  # what the report says, in the words of that day
    pdf = models.BinaryField()
    checksum = models.CharField(max_length=64)  # SHA-256 of the PDF

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="one_report_per_number")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.number}"

    @cached_property
    def document(self) -> Document:
        return Document.model_validate(self.content)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Publication(models.Model):
    """A final report that its author shows to everybody, or one of our examples."""

    slug = models.SlugField(max_length=80, unique=True)
    report = models.OneToOneField(Report, models.CASCADE, null=True, related_name="publication")
    example = models.BooleanField(default=False)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, blank=True, related_name="publications"
    )
    municipality_name = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    shown = models.JSONField()
    searched = models.TextField()
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Staff have taken it out for good: its author cannot show it again.
    barred_at = models.DateTimeField(null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(
                fields=["title"], condition=Q(example=True, withdrawn_at=None), name="assessment_examples"
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def document(self) -> Document:
        return Document.model_validate(self.content)


class PublishedGoal(models.Model):
    """What a published assessment says of a goal, to be filtered by."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="goals", db_index=False)
    goal = models.PositiveSmallIntegerField()
    effect = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "goal"], name="one_effect_on_a_published_goal")
        ]

    def __str__(self) -> str:
        return f"{self.goal} {self.effect}"


class PublishedConflict(models.Model):
    """That a published assessment confirms that a goal gains what another loses."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="conflicts", db_index=False)
    gains = models.PositiveSmallIntegerField()
    harmed = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "gains", "harmed"], name="one_row_per_published_conflict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gains} {self.harmed}"


class OwnSet(models.Model):
    """A set of targets that a county or municipality has taken in. It never changes; a new version is a new row."""

    identity = models.CharField(max_length=61, unique=True)  # asker@2025
    title = models.CharField(max_length=500)
    content = models.JSONField()
    fingerprint = models.CharField(max_length=16)
    taken_in_at = models.DateTimeField()

    class Meta:
        ordering = ["identity"]
        verbose_name = _("set of targets")
        verbose_name_plural = _("sets of targets")

    def __str__(self) -> str:
        return self.identity


def content_of(document: Document) -> dict[str, Any]:
    """The document as it is kept in a row."""
    return document.model_dump(mode="json", exclude_defaults=True)
