"""What the editor shows of local variants: the way to make one, and what waits for an answer."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from baerekraft.adaptation import making, views
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.variant import Incomplete, Variant
from baerekraft.authoring import reach
from baerekraft.authoring.models import LessonPage

URLS = [
    path("ny/", views.new, name="new"),
    path("<int:page>/endringer/", views.questions, name="questions"),
    path("<int:page>/svar/", views.answer, name="answer"),
]


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [path("lokalt/", include((URLS, "local")))]


class NewVariantItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(making.municipalities(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return NewVariantItem(
        gettext_lazy("Adapt a lesson"), reverse("local:new"), name="local-new", icon_name="home", order=250
    )


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    specific = page.specific
    if _can_be_adapted(specific) and making.municipalities(user):
        url = f"{reverse('local:new')}?lesson={page.pk}"
        yield Button(_("Make a local variant"), url, icon_name="home", priority=80)
    if isinstance(specific, LocalLessonPage) and user.is_authenticated:
        url = reverse("local:questions", args=[page.pk])
        yield Button(_("The county’s changes"), url, icon_name="history", priority=80)


def _can_be_adapted(page: Any) -> bool:
    return isinstance(page, LessonPage) and page.live and reach.is_open(page)


@hooks.register("before_edit_page", order=-3)
def keep_out_of_closed(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The county's text stands beside the municipality's own, so it must be one that everyone may read."""
    if not isinstance(page, LocalLessonPage) or reach.is_open(page.original):
        return None
    messages.error(request, _("The county has closed the course. The local variant is kept, and not shown."))
    return redirect("wagtailadmin_home")


@hooks.register("before_edit_page")
def tell_of_questions(request: HttpRequest, page: Any) -> None:
    if isinstance(page, LocalLessonPage) and request.method == "GET" and Variant(page).questions:
        link = format_html(
            '<a href="{}">{}</a>', reverse("local:questions", args=[page.pk]), _("See the differences")
        )
        messages.warning(
            request, format_html("{} {}", _("The county has changed blocks that you have replaced."), link)
        )


@hooks.register("before_publish_page")
def refuse_incomplete(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What cannot be shown to learners stays a draft, and the version they have stays."""
    if not isinstance(page, LocalLessonPage):
        return None
    try:
        Variant(page).document()
    except Incomplete as error:
        said = _("It is saved, but not published: %(fault)s") % {"fault": error}
        messages.error(request, said)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_delete_page")
def keep_what_is_adapted(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The municipalities' texts hang on the county's lesson: withdraw it instead."""
    lessons = LessonPage.objects.descendant_of(page, inclusive=True)
    adapted = LocalLessonPage.objects.filter(original__in=lessons).exclude(path__startswith=page.path)
    names = sorted({variant.municipality.name for variant in adapted})
    if not names:
        return None
    messages.error(
        request,
        _("%(names)s have variants of this. Withdraw it instead; then they are kept, and not shown.")
        % {"names": ", ".join(names)},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_what_is_adapted_of_many(
    request: HttpRequest, action_type: str, objects: list[Any], action_class: Any
) -> HttpResponse | None:
    pages = [page for page in objects if isinstance(page, Page) and action_type == "delete"]
    refused = (keep_what_is_adapted(request, page) for page in pages)
    return next((response for response in refused if response), None)


@hooks.register("construct_homepage_panels")
def list_waiting(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Waiting(making.waiting(request.user)))


class Waiting(Component):
    """On the editor's first page: the variants that the county's changes ask something about."""

    order = 40
    template_name = "adaptation/waiting.html"

    def __init__(self, variants: list[LocalLessonPage]) -> None:
        self.variants = variants

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"heading": _("The county has changed your lessons"), "variants": self.variants}


@hooks.register("insert_global_admin_css")
def css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("adaptation/adaptation.css"))
