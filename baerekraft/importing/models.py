"""A file on its way in: kept between the dry run and the draft, and seen only by who brought it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from baerekraft.sheets.sent import LIFETIME, bare_name

# What one person can have waiting; the oldest gives way.
WAITING = 5


class ImportQuerySet(models.QuerySet["Import"]):
    def of(self, user: Any) -> "ImportQuerySet":
        return self.filter(owner=user)


class Import(models.Model):
    class Kind(models.TextChoices):
        QUESTIONS = "questions", _("questions")
        WORD = "word", _("Word document")

    kind = models.CharField(max_length=10, choices=Kind)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    body = models.BinaryField()
    created_at = models.DateTimeField()

    objects = ImportQuerySet.as_manager()
    # A file that waits does not use the page: it can be deleted.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name


def keep(kind: str, *, name: str, body: bytes, page: Any, owner: Any, at: datetime) -> Import:
    mine = Import.objects.of(owner).order_by("-created_at", "-pk")
    Import.objects.filter(pk__in=[row.pk for row in mine.only("pk")[WAITING - 1 :]]).delete()
    return Import.objects.create(
        kind=kind,
        owner=owner,
        page_id=page.pk,
        name=bare_name(name),
        body=body,
        created_at=at,
    )


def sweep(*, at: datetime) -> int:
    """Delete what nobody went on with. Returns how many."""
    return Import.objects.filter(created_at__lt=at - LIFETIME).delete()[0]
