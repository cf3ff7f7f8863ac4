"""Hooks: what the editor is told before she deletes, and when somebody else has saved the page she is writing on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, Revision

from baerekraft.authoring import guarding, previewing

ACTIONS = ("action-publish", "action-submit", "action-workflow-action", "action-restart-workflow")


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("pages/<int:page_id>/kept/", kept, name="authoring_kept"),
        path(
            "pages/<int:page_id>/preview/<slug:exercise>/",
            previewing.AnswerInPreview.as_view(),
            name="authoring_preview_answer",
        ),
    ]


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("authoring/faults.css"))


@hooks.register("insert_global_admin_js")
def saving() -> SafeString:
    away = _("You are offline. What you write stays here, and is saved when you are back and write on.")
    return format_html('<script src="{}" data-away="{}" defer></script>', static("authoring/saving.js"), away)


@hooks.register("before_delete_page")
def offer_withdrawal(request: HttpRequest, page: Any) -> HttpResponse | None:
    return redirect("authoring_kept", page.pk) if guarding.has_records(page) else None


def kept(request: HttpRequest, page_id: int) -> HttpResponse:
    """Why the page is not deleted, and what to do instead."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_home")
    return render(request, "authoring/kept.html", {"page": page, "parent": page.get_parent()})


@hooks.register("before_edit_page", order=-2)
def tell_of_another(request: HttpRequest, page: Any) -> None:
    """Two have written on the same page: both texts are kept, the second is told, and nothing is published unseen.

    The editor's own script asks before it saves over another; this is for when it was not asked.
    """
    if request.method != "POST" or request.headers.get("x-requested-with") == "XMLHttpRequest":
        return
    other = saved_meanwhile(request, page)
    if other is None:
        return
    form = request.POST.copy()
    published = [form.pop(name) for name in ACTIONS if name in form]
    request.POST = form  # type: ignore[assignment]
    who = (other.user.get_full_name() or other.user.email) if other.user else _("Somebody")
    text = (
        _(
            "%(who)s saved this page while you were writing. Your text is saved as the newest draft, but not published."
        )
        if published
        else _("%(who)s saved this page while you were writing. Your text is saved as the newest draft.")
    )
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, other.pk, "latest"])
    messages.warning(
        request,
        format_html('{} <a href="{}">{}</a>', text % {"who": who}, compare, _("See what differs")),
    )


def saved_meanwhile(request: HttpRequest, page: Any) -> Revision | None:
    """The newest revision, when it is neither the one she opened nor one she has saved herself since."""
    latest = page.latest_revision
    own = request.POST.get("autosaved_revision_id", "")
    known = own or request.POST.get("loaded_revision_id")
    if not known or latest is None:
        return None
    if str(latest.pk) != known:
        return latest
    loaded_at = request.POST.get("loaded_revision_created_at", "")
    rewritten = not own and loaded_at != latest.created_at.isoformat()
    return latest if loaded_at and rewritten else None
