"""What Wagtail's editor does beside its own. A lesson says when there are newer figures than those it shows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from baerekraft.authoring import closing as closing_hooks  # noqa: F401
from baerekraft.authoring import comment_mail, guards, guide, newer, reach, starting  # noqa: F401
from baerekraft.authoring import first_page as first_page_hooks  # noqa: F401
from baerekraft.authoring import staff as staff_page  # noqa: F401
from baerekraft.authoring import writing as writing_hooks  # noqa: F401
from baerekraft.authoring.models import LessonPage


@hooks.register("before_edit_page")
def tell_of_newer_figures(request: HttpRequest, page: Any) -> None:
    if not isinstance(page, LessonPage) or request.method != "GET":
        return
    for found in newer.of_page(page):
        advice = (
            _("The block names the year. Change it, and see whether the text still holds.")
            if found.fixed
            else _("Publish the lesson again to take them, and see whether the text still holds.")
        )
        messages.info(
            request, _("Newer figures exist. %(figures)s. %(advice)s") % {"figures": found, "advice": advice}
        )


@hooks.register("construct_homepage_panels")
def list_newer_figures(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(NewerFigures())


class NewerFigures(Component):
    """On the editor's first page: the lessons that there are newer figures for, if any."""

    order = 50
    template_name = "authoring/newer_figures.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"heading": _("Newer figures exist"), "lessons": list(newer.everywhere())}
