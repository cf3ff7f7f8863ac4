"""A closed course's link in the editor: made, shown and renewed on a page of its own."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from baerekraft.authoring.models import CoursePage
from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import CourseKey
from baerekraft.design import languages
from baerekraft.municipalities.models import Municipality


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, page: int) -> HttpResponse:
    """See the link, and make a new one. Only who may publish the course decides who is let in."""
    course = get_object_or_404(CoursePage, pk=page).original
    if not course.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST":
        publishing.renew_key(course.slug, at=timezone.now())
        shelf.forget()
        messages.success(request, _("The course has a new link. Links given out before no longer work."))
        return redirect(request.path)
    audience, home = course.whose
    context = {
        "course": course,
        "address": address(course),
        "is_closed": audience == CoursePage.Audience.CLOSED,
        "municipality": Municipality.objects.filter(slug=home).first(),
    }
    return render(request, "authoring/course_link.html", context)


def address(course: CoursePage) -> str:
    """What is given to those who are let in; empty while no link is made."""
    key = CourseKey.objects.filter(course=course.slug).first()
    return (
        settings.BASE_URL + languages.link(settings.LANGUAGE_CODE, "player:course-door", key.secret)
        if key
        else ""
    )


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [path("kurs/<int:page>/lenke/", link, name="authoring_course_link")]


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    course = page.specific
    if not isinstance(course, CoursePage) or course.original.whose[0] != CoursePage.Audience.CLOSED:
        return
    if course.permissions_for_user(user).can_publish():
        url = reverse("authoring_course_link", args=[course.pk])
        yield Button(_("Link to the closed course"), url, icon_name="key", priority=75)
