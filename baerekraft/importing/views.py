"""Questions from a file: choose the file, see what will come of it, take it in."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from baerekraft.authoring.models import LessonPage
from baerekraft.importing import access, drafts, formats, lacks, models, naming, template
from baerekraft.importing.forms import QuestionsFile
from baerekraft.importing.models import Import
from baerekraft.importing.questions import Question, Reading
from baerekraft.sheets.files import BadFile

EXISTING = (drafts.SKIP, drafts.REPLACE, drafts.NEW)


@dataclass(frozen=True)
class Line:
    """One question in the dry run. `lacks` is what must be done before the lesson can be published."""

    number: int
    question: Question
    exists: bool
    lacks: list[str]

    @property
    def kind(self) -> str:
        """What the editor's menu calls the exercise."""
        block = LessonPage._meta.get_field("body").stream_block.child_blocks.get(self.question.kind)
        return str(block.label) if block else ""


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, lesson_id: int) -> HttpResponse:
    lesson = access.lesson(request, lesson_id)
    form = QuestionsFile(*sent_with(request))
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            formats.check(sent.size)
            body = sent.read()
            formats.read(sent.name, body, language=lesson.language)
        except BadFile as error:
            form.add_error("file", str(error))
        else:
            row = models.keep(
                Import.Kind.QUESTIONS,
                name=sent.name,
                body=body,
                page=lesson,
                owner=request.user,
                at=timezone.now(),
            )
            return redirect("importing_questions_dry_run", row.pk)
    return page(request, lesson, "importing/questions.html", form=form)


@require_http_methods(["GET", "POST"])
def dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.waiting(request, pk, Import.Kind.QUESTIONS)
    lesson = access.lesson(request, row.page_id)
    reading = formats.read(row.name, bytes(row.body), language=lesson.language)
    found = lines(lesson, reading)
    told = access.locked(request, lesson)
    if request.method == "POST" and not told:
        ticked = set(request.POST.getlist("take"))
        chosen = [line.question for line in found if str(line.number) in ticked and line.question.fields]
        existing = request.POST.get("existing", drafts.SKIP)
        if chosen and existing in EXISTING:
            return take_in(request, lesson, row, chosen, existing)
        told = _("Tick at least one question.")
    taken = [line for line in found if line.question.fields]
    return page(
        request,
        lesson,
        "importing/questions_dry_run.html",
        row=row,
        reading=reading,
        lines=found,
        told=told,
        counted=counted(len(taken), len(found) - len(taken)),
        many=bool(taken),
        exist=any(line.exists for line in taken),
    )


def take_in(
    request: HttpRequest, lesson: LessonPage, row: Import, chosen: list[Question], existing: str
) -> HttpResponse:
    count = drafts.questions(lesson, chosen, existing=existing, by=request.user)
    row.delete()
    if count:
        said = ngettext(
            "%(n)d question has been taken into the draft. It stands last. The page's history takes it out again.",
            "%(n)d questions have been taken into the draft. They stand last. The page's history takes them out again.",
            count,
        )
        messages.success(request, said % {"n": count})
    else:
        messages.info(request, _("Nothing was taken in: the lesson has these questions already."))
    return redirect("wagtailadmin_pages:edit", lesson.pk)


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is deleted, and nothing has come of it."""
    row = Import.objects.of(request.user).filter(pk=pk).first()
    if row is None:
        return redirect("wagtailadmin_home")
    page_id = row.page_id
    row.delete()
    return redirect("wagtailadmin_explore", page_id)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The template for a spreadsheet."""
    return HttpResponse(
        template.workbook(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="sporsmal-mal.xlsx"'},
    )


def lines(lesson: LessonPage, reading: Reading) -> list[Line]:
    there = drafts.ids(drafts.newest(lesson))
    return [
        Line(number, question, question.id in there, lacks.of(question.fields) if question.fields else [])
        for number, question in enumerate(naming.named(reading.questions))
    ]


def counted(taken: int, refused: int) -> str:
    said = ngettext("%(n)d question can be taken in", "%(n)d questions can be taken in", taken) % {"n": taken}
    if not refused:
        return f"{said}."
    return _("%(can)s, %(cannot)d cannot.") % {"can": said, "cannot": refused}


def sent_with(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is made of: what was sent, or nothing the first time."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def page(request: HttpRequest, about: Any, template_name: str, **context: Any) -> HttpResponse:
    """A page of the editor's, with the way to `about` on top."""
    trail = get_breadcrumbs_items_for_page(about, request.user)
    title = _("Questions from a file") if "questions" in template_name else _("Text from Word")
    context = {
        "page": about,
        "breadcrumbs_items": [*trail, {"url": "", "label": title}],
        "header_title": title,
        "header_icon": "upload",
        **context,
    }
    return render(request, template_name, context)
