"""Scheduling: what an editor has set a time for is published and withdrawn at that time.

Each time that is set books one task for it, so the worker sleeps in between. A worker that was down takes up what is
due when it is back.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published
from wagtail.users.models import UserProfile

from baerekraft.authoring import faults, tasks
from baerekraft.authoring.faults import Unpublishable
from baerekraft.mail import messages

logger = logging.getLogger(__name__)


def book(at: datetime) -> None:
    tasks.publish_due.using(run_after=at).enqueue()


@receiver(post_save, sender=Revision)
def book_publishing(sender: Any, instance: Revision, update_fields: Any = None, **kwargs: Any) -> None:
    if instance.approved_go_live_at and "approved_go_live_at" in (update_fields or ()):
        book(instance.approved_go_live_at)


@receiver(page_published)
def book_withdrawal(sender: Any, instance: Any, **kwargs: Any) -> None:
    if instance.expire_at and instance.expire_at > timezone.now():
        book(instance.expire_at)


def run(*, at: datetime) -> None:
    """Withdraw and publish what is due. What cannot be published stops nothing else."""
    for page in Page.objects.filter(live=True, expire_at__lte=at).specific():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except Unpublishable as error:
            refuse(revision, error)
        except Exception:
            logger.exception(
                "Revision %s was not published at its time; it is tried again at night", revision.pk
            )


@transaction.atomic
def refuse(revision: Revision, error: Unpublishable) -> None:
    """Take it off the schedule, and tell the one who wrote it."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    author = revision.user
    if author is None or not author.is_active:
        return
    messages.post(
        "authoring/mail/not_published.html",
        to=author.email,
        context={
            "title": error.page.title,
            "count": faults.count(error.faults),
            "faults": [str(fault) for fault in error.faults],
            "url": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[error.page.pk]),
        },
        language=UserProfile.get_for_user(author).get_preferred_language(),
        key=f"not-published-{revision.pk}-{revision.approved_go_live_at}",
    )
