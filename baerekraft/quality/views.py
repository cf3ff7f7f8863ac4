"""The hints of one lesson, and the board over all."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from baerekraft.authoring import placing
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.spelling import WORD
from baerekraft.quality import board, choosing, results, tasks, weak_questions
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.models import OwnWord
from baerekraft.quality.questions import ENOUGH, proven


@require_GET
def lesson(request: HttpRequest, page_id: int) -> HttpResponse:
    """The hints of the draft as it was saved last."""
    return render(request, "quality/lesson.html", _context(_editable(request, page_id)))


@require_GET
def panel(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same, for the panel beside the draft."""
    return render(request, "quality/lesson.html#hints", _context(_editable(request, page_id)))


@require_GET
def questions(request: HttpRequest, page_id: int) -> HttpResponse:
    """How the published lesson's questions have worked, as it was counted last."""
    page = _editable(request, page_id)
    row = results.of(page).row
    told = [{"question": question, "hints": list(weak_questions.said(question))} for question in proven(row)]
    return render(request, "quality/questions.html", {"page": page, "questions": told, "enough": ENOUGH})


@require_POST
def words(request: HttpRequest, page_id: int) -> HttpResponse:
    """A word becomes one of ours, in the language of the lesson it stands in."""
    page = _editable(request, page_id)
    word = request.POST.get("word", "").strip()
    if not WORD.fullmatch(word) or len(word) > 60:
        messages.error(request, _("Give one word, without spaces or digits."))
        return redirect("quality_lesson", page.pk)
    try:
        with transaction.atomic():
            OwnWord.objects.create(word=word, language=page.language, added_by_id=request.user.pk)
    except IntegrityError:
        pass  # somebody was faster
    results.forget(page.language)
    messages.success(request, _("“%(word)s” is one of our words now.") % {"word": word})
    return redirect("quality_lesson", page.pk)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The board; a file when one is asked for."""
    every = board.rows(request.user)
    if not every and not request.user.is_superuser:
        raise PermissionDenied
    rows = choosing.chosen(every, request.GET)
    if request.GET.get("fil") == "csv":
        # Excel reads UTF-8 when the file begins with its mark.
        response = HttpResponse("\ufeff" + choosing.as_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="tavle.csv"'
        return response
    waiting = sum(not row.is_current for row in every)
    if waiting:
        tasks.book_catch_up()
    context = {
        "rows": rows,
        "count": len(every),
        "waiting": waiting,
        "columns": choosing.columns(request.GET),
    }
    return render(request, "quality/board.html", context | _asked(request, every))


def _asked(request: HttpRequest, every: list[board.Row]) -> dict[str, Any]:
    filters = choosing.filters(every)
    for choice in filters:
        choice["value"] = request.GET.get(choice["name"], "")
    as_file = request.GET.copy()
    as_file["fil"] = "csv"
    return {"filters": filters, "file": f"?{as_file.urlencode()}", "order": request.GET.get("sorter", "")}


def _editable(request: HttpRequest, page_id: int) -> LessonPage:
    page: LessonPage = get_object_or_404(LessonPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _context(page: LessonPage) -> dict[str, Any]:
    result = results.of(page)
    draft = results.newest_draft(page)
    counts = [(weight.label, weight.value, result.count(weight)) for weight in Weight]
    shown = [{"hint": hint, "anchor": anchor(draft, hint)} for hint in result.hints]
    return {"page": draft, "row": result.row, "counts": counts, "groups": groups(shown), "total": len(shown)}


def groups(shown: list[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """By kind, the kinds in their order."""

    by_kind = ((kind, [item for item in shown if item["hint"].kind == kind.value]) for kind in Kind)
    return [(str(kind.label), str(kind.value), items) for kind, items in by_kind if items]


def anchor(page: LessonPage, hint: Hint) -> str:
    """The id of the element in the editor that the hint is about."""
    if hint.number and (block := placing.block_id(page, (hint.field, hint.number - 1))):
        return f"block-{block}-section"
    return f"panel-child-content-{slugify(hint.field)}-section"
