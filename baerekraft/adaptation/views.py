"""The editor's own pages for variants: choose a lesson to adapt, and answer what the county's changes ask."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from baerekraft.adaptation import anchors, deciding, differences, making
from baerekraft.adaptation.layer import Question
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.variant import Incomplete, Variant
from baerekraft.authoring import reach
from baerekraft.authoring.models import LessonPage, PartPage


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a lesson, or make the variant and open it."""
    places = making.municipalities(request.user)
    if not places:
        raise PermissionDenied
    if request.method == "POST":
        place = next((one for one in places if one.slug == request.POST.get("municipality")), None)
        if place is None:
            raise PermissionDenied
        original = get_object_or_404(reach.open_lessons(LessonPage.objects.all()), pk=number(request))
        page = making.make(original, place, by=request.user)  # type: ignore[arg-type]
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"places": places, "parts": list(parts()), "chosen": request.GET.get("lesson", "")}
    return render(request, "adaptation/new.html", context)


def number(request: HttpRequest) -> int:
    chosen = request.POST.get("lesson", "")
    return int(chosen) if chosen.isdecimal() else 0


def parts() -> Iterator[tuple[PartPage, list[LessonPage]]]:
    """The county's published lessons in its open courses, part by part, in every language."""
    for part in PartPage.objects.live().select_related("locale").order_by("path"):
        open_to_all = reach.open_lessons(LessonPage.objects.child_of(part)).select_related("locale")
        lessons = list(open_to_all.order_by("path"))
        if lessons:
            yield part, lessons


def questions(request: HttpRequest, page: int) -> HttpResponse:
    """What the county has changed under the municipality's own text, block by block."""
    variant = own_or_refused(request, page)
    found = Variant(variant.get_latest_revision_as_object())
    context = {
        "page": variant,
        "questions": [asked(question) for question in found.questions],
        "fault": fault(found),
    }
    return render(request, "adaptation/questions.html", context)


def fault(variant: Variant) -> str:
    try:
        variant.document()
    except Incomplete as error:
        return str(error)
    return ""


def asked(question: Question) -> dict[str, Any]:
    change = question.change
    was, now = change.base.block, question.now
    return {
        "id": change.id,
        "kind": change.kind,
        "name": anchors.name(was.model_dump()),
        "was": differences.text(was),
        "now": differences.text(now),
        "own": differences.text(change.own),
        "pieces": list(differences.between(was, now)) if now else [],
    }


@require_POST
def answer(request: HttpRequest, page: int) -> HttpResponse:
    """Keep the municipality's own, or take the county's, for one block."""
    variant = own_or_refused(request, page)
    change = request.POST.get("change", "")
    draft = variant.get_latest_revision_as_object()
    if not any(question.change.id == change for question in Variant(draft).questions):
        messages.warning(request, _("This has been decided already."))
    elif request.POST.get("answer") == "ours":
        deciding.keep(variant, change, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Your text stays. You can undo this in the page’s history."))
    elif request.POST.get("answer") == "theirs":
        deciding.take(variant, change, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The county’s text is taken. You can undo this in the page’s history."))
    return redirect("local:questions", variant.pk)


def own_or_refused(request: HttpRequest, page: int) -> LocalLessonPage:
    variant = get_object_or_404(LocalLessonPage, pk=page)
    if not variant.permissions_for_user(request.user).can_edit() or not reach.is_open(variant.original):
        raise PermissionDenied
    return variant
