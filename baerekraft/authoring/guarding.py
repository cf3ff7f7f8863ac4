"""Guarding: what is refused by whatever way it is tried, and the friendly answer to it in the editor.

Every way of publishing goes through one of two gates: a page is saved as live (`Draft.save`), or a revision is approved
for a later time (here). Deleting and moving have one gate each.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Revision
from wagtail.signals import pre_page_move

from baerekraft.authoring import faults
from baerekraft.authoring.faults import Unpublishable
from baerekraft.authoring.models import CoursePage, Draft, LessonPage
from baerekraft.records.models import Attempt


class HasRecords(ValidationError):
    """Learners have answered in the page, so it can be withdrawn but not deleted."""

    def __init__(self, page: Any) -> None:
        super().__init__(
            _("Learners have answered in “%(title)s”. It can be withdrawn, but not deleted.")
            % {"title": page.title}
        )
        self.page = page


class HasAddress(ValidationError):
    """Links, answers and translations hang on a published lesson's address, and its part is in it."""

    def __init__(self, page: Any) -> None:
        super().__init__(
            _(
                "“%(title)s” has been published in its part, and learners' answers and links hang on that. "
                "Copy it to the other part, publish the copy, and withdraw this one."
            )
            % {"title": page.title}
        )
        self.page = page


Refusal = Unpublishable | HasRecords | HasAddress


@receiver(pre_save, sender=Revision)
def check_before_it_is_scheduled(
    sender: Any, instance: Revision, update_fields: Any = None, **kwargs: Any
) -> None:
    if instance.approved_go_live_at and "approved_go_live_at" in (update_fields or ()):
        page = instance.as_object()
        if isinstance(page, Draft):
            faults.refuse(page)


@receiver(pre_page_move)
def keep_in_its_part(
    sender: Any, instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    page = instance.specific
    if (
        isinstance(page, LessonPage)
        and page.first_published_at
        and parent_page_before.pk != parent_page_after.pk
    ):
        raise HasAddress(page)


@receiver(pre_delete, sender=LessonPage)
def keep_records(sender: Any, instance: LessonPage, **kwargs: Any) -> None:
    """However it is deleted, alone or with the part or course it is in."""
    if has_records(instance):
        raise HasRecords(instance)


def has_records(page: Any) -> bool:
    return Attempt.objects.filter(of_lessons(page)).exists()


def of_lessons(page: Any, prefix: str = "published__") -> models.Q:
    """The published lessons that stand at the page, or below it. An original's are those of every language."""
    whole = models.Q(pk__in=[])
    for lesson in LessonPage.objects.descendant_of(page, inclusive=True).select_related("locale"):
        mine = models.Q(
            **{f"{prefix}lesson__slug": lesson.slug, f"{prefix}lesson__part__slug": lesson.get_parent().slug}
        )
        whole |= (
            mine if lesson.original == lesson else mine & models.Q(**{f"{prefix}language": lesson.language})
        )
    return whole


class Refusals:
    """Middleware: whatever the editor was doing, a refusal is told on the page it is about."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return answer(request, exception)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Back to the page, with what was refused and why."""
    page = refusal.page
    place = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if isinstance(refusal, HasRecords):
        place = reverse("authoring_kept", args=[page.pk])
    else:
        messages.error(request, told(refusal))
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": place})
    return redirect(place)


def told(refusal: Refusal) -> str:
    if not isinstance(refusal, Unpublishable):
        return " ".join(refusal.messages)
    names = {"title": refusal.page.title, "count": faults.count(refusal.faults)}
    return _("“%(title)s” was not published, and the version that was published stays. %(count)s") % names


def course_of(page: Any) -> CoursePage | None:
    return CoursePage.objects.ancestor_of(page, inclusive=True).first()
