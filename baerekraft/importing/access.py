"""Who may bring files in, and where: only those who may change the page, and only where the text is written."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Page

from baerekraft.authoring.models import LessonPage, PartPage
from baerekraft.importing.models import Import


def may_fill(user: Any, page: Any) -> bool:
    """Whether questions or text can be brought into this lesson. A translation follows its original."""
    return (
        isinstance(page, LessonPage)
        and page.original == page
        and bool(page.permissions_for_user(user).can_edit())
    )


def may_add_to(user: Any, page: Any) -> bool:
    """Whether a new lesson can be made in this part."""
    mine = isinstance(page, PartPage) and page.original == page
    return mine and bool(page.permissions_for_user(user).can_add_subpage())


def lesson(request: HttpRequest, pk: int) -> LessonPage:
    found = get_object_or_404(LessonPage, pk=pk)
    if not may_fill(request.user, found):
        raise PermissionDenied
    return found


def lesson_or_part(request: HttpRequest, pk: int) -> LessonPage | PartPage:
    found = get_object_or_404(Page, pk=pk).specific
    if not may_fill(request.user, found) and not may_add_to(request.user, found):
        raise PermissionDenied
    return found


def waiting(request: HttpRequest, pk: int, kind: str) -> Import:
    """A file that this person brought in, and has not yet gone on with."""
    return get_object_or_404(Import.objects.of(request.user), pk=pk, kind=kind)


def locked(request: HttpRequest, page: Any) -> str:
    """What to say when somebody has locked the page; empty when nobody has."""
    if isinstance(page, LessonPage) and page.permissions_for_user(request.user).page_locked():
        return _("The page is locked, so nothing can be brought in. Ask whoever locked it to unlock it.")
    return ""
