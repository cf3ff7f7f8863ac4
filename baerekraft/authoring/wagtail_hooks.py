"""What Wagtail's editor does beside its own: translations open beside their original, and say when they are behind."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from baerekraft.authoring import translating
from baerekraft.authoring.models import LessonPage


@hooks.register("before_edit_page", order=-1)
def open_translation(request: HttpRequest, page: Any) -> None:
    """Runs before wagtail-localize looks whether the page is one of its own."""
    if not isinstance(page, LessonPage) or page.original == page:
        return
    if not translating.handed_over(page):
        translating.hand_over(page)
    if request.method == "GET" and translating.is_behind(page):
        messages.warning(
            request,
            _(
                "The original has changed since this was translated. Fetch the new text with “Sync translated pages” on the original page."
            ),
        )
