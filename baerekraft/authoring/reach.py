"""Whose pages are whose: the county's staff keep to the county's, and a municipality's editors to their own.

Wagtail's rights say what may be done; much of its editor shows a page's title to whoever knows its number, and the right
to begin a course at the root is a right below every municipality's page too. So this stands in front of both.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import ResolverMatch, reverse
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from baerekraft.authoring.models import CoursePage
from baerekraft.authoring.municipal import MunicipalityPage

# What the editor's addresses call a page's number.
NUMBERS = (
    "page_id",
    "parent_page_id",
    "page_to_move_id",
    "destination_id",
    "page",
    "page_pk",
    "lesson_id",
    "course",
)
# Wagtail's reports that name pages of the whole tree to whoever may be in the editor.
WHOLE_TREE = (
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtail_localize:translations_report",
    "wagtail_localize:translations_report_results",
)
CHOOSING = ("wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple")


def may_see(user: Any, page: Page) -> bool:
    """Whether the page is one of those that this person works among."""
    if user.is_superuser:
        return True
    home = next((path for path in _homes() if page.path.startswith(path)), "")
    mine = _given(user)
    if home:
        return any(path.startswith(home) for path in mine)
    return any(not path.startswith(tuple(_homes())) for path in mine)


def shown(user: Any, pages: QuerySet[Any]) -> QuerySet[Any]:
    """Of these pages, those that she works among."""
    if user.is_superuser:
        return pages
    mine, homes = _given(user), _homes()
    if not any(not path.startswith(tuple(homes)) for path in mine):
        return pages.filter(_below(path for path in homes if any(one.startswith(path) for one in mine)))
    return pages.exclude(_below(path for path in homes if not any(one.startswith(path) for one in mine)))


def linkable(user: Any, pages: QuerySet[Any]) -> QuerySet[Any]:
    """Of these pages, those that she can link to: what she works among, and what everyone may read."""
    closed = CoursePage.objects.filter(audience=CoursePage.Audience.CLOSED).values_list("path", flat=True)
    secret = _below(closed) | _below(_homes())
    return pages.filter(~secret | Q(pk__in=shown(user, Page.objects.all()).values("pk")))


def open_lessons(lessons: QuerySet[Any]) -> QuerySet[Any]:
    """The county's lessons that everyone may read, and a municipality may therefore adapt."""
    return _in_open_courses(lessons).filter(live=True)


def is_open(lesson: Any) -> bool:
    """Whether the lesson stands in a course of the county's that is for everyone."""
    return bool(_in_open_courses(Page.objects.filter(pk=lesson.pk)).exists())


def _in_open_courses(lessons: QuerySet[Any]) -> QuerySet[Any]:
    closed = CoursePage.objects.exclude(audience=CoursePage.Audience.EVERYONE).values_list("path", flat=True)
    return lessons.exclude(_below(closed) | _below(_homes()))


def _homes() -> list[str]:
    return list(MunicipalityPage.objects.values_list("path", flat=True))


def _given(user: Any) -> list[str]:
    """Where in the tree she has been given a right."""
    return [given.page.path for given in page_permission_policy.get_cached_permissions_for_user(user)]


def _below(paths: Any) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path)
    return found


class Gate:
    """In front of every page of the editor that is about a page in the tree: others' are as if they were not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not request.path.startswith("/redaksjon/") or not request.user.is_active:
            return None
        if request.user.is_superuser:
            return None
        if match.view_name in WHOLE_TREE:
            return permission_denied(request)  # type: ignore[no-any-return]
        numbers = set(_numbers(match, request.GET))
        pages = Page.objects.filter(pk__in=numbers) if numbers else Page.objects.none()
        if match.url_name in CHOOSING:
            seen = linkable(request.user, pages).count()
        else:
            seen = sum(may_see(request.user, page) for page in pages)
        if seen == pages.count():
            return None
        return permission_denied(request)  # type: ignore[no-any-return]


def _numbers(match: ResolverMatch, asked: QueryDict) -> Iterator[int]:
    """The numbers of the pages that an address is about."""
    yield from (value for name, value in match.kwargs.items() if name in NUMBERS)
    if "wagtailadmin_pages" in match.namespaces and "pk" in match.kwargs:
        yield int(match.kwargs["pk"])
    of_pages = match.kwargs.get("model_name") == "page" and match.url_name == "wagtail_bulk_action"
    if of_pages or match.url_name in CHOOSING:
        yield from (int(number) for number in asked.getlist("id") if number.isdecimal())


@hooks.register("construct_page_chooser_queryset")
def only_what_can_be_linked_to(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return linkable(request.user, pages)


@hooks.register("construct_explorer_page_queryset")
def only_what_is_worked_among(parent: Page, pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return shown(request.user, pages)


@hooks.register("construct_reports_menu")
def only_reports_that_open(request: HttpRequest, items: list[Any]) -> None:
    closed = {reverse(name) for name in WHOLE_TREE}
    items[:] = [item for item in items if request.user.is_superuser or item.url not in closed]
