"""A Word document: choose it, see what each piece becomes, and make a lesson of it or put it last in one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from baerekraft.authoring import naming
from baerekraft.authoring.models import LessonPage, PartPage
from baerekraft.importing import access, drafts, models, package, word
from baerekraft.importing.forms import NewLesson, WordFile
from baerekraft.importing.models import Import
from baerekraft.importing.views import page, sent_with
from baerekraft.importing.word import Manuscript, Piece
from baerekraft.media import library, tables
from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, page_id: int) -> HttpResponse:
    about = access.lesson_or_part(request, page_id)
    form = WordFile(*sent_with(request))
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            files.check_size(sent.size, megabytes=package.MEGABYTES)
            body = sent.read()
            word.read(body)
        except BadFile as error:
            form.add_error("file", str(error))
        else:
            row = models.keep(
                Import.Kind.WORD, name=sent.name, body=body, page=about, owner=request.user, at=timezone.now()
            )
            return redirect("importing_word_dry_run", row.pk)
    return page(request, about, "importing/word.html", form=form)


@require_http_methods(["GET", "POST"])
def dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.waiting(request, pk, Import.Kind.WORD)
    about = access.lesson_or_part(request, row.page_id)
    manuscript = word.read(bytes(row.body))
    told = access.locked(request, about)
    form = new_lesson(request, about, manuscript, row.name) if isinstance(about, PartPage) else None
    if request.method == "POST" and not told and (form is None or form.is_valid()):
        lesson = take_in(about, manuscript, form, by=request.user)
        row.delete()
        messages.success(
            request,
            _(
                "The document has been taken into the draft. The page tells what must be done before it can be published."
            ),
        )
        return redirect("wagtailadmin_pages:edit", lesson.pk)
    return page(
        request,
        about,
        "importing/word_dry_run.html",
        row=row,
        form=form,
        manuscript=manuscript,
        told=told,
    )


def new_lesson(request: HttpRequest, part: Any, manuscript: Manuscript, name: str) -> NewLesson:
    title = manuscript.title or name.rpartition(".")[0] or name
    initial = {"title": title[:120], "slug": free_slug(naming.short(title) or "leksjon", part)}
    return NewLesson(request.POST if request.method == "POST" else None, part=part, initial=initial)


def free_slug(slug: str, part: Any) -> str:
    return naming.free(slug, set(Page.objects.child_of(part).values_list("slug", flat=True)))


def take_in(about: Any, manuscript: Manuscript, form: NewLesson | None, *, by: Any) -> LessonPage:
    with transaction.atomic():
        found = list(blocks(manuscript.pieces, by=by))
        if form is None:
            drafts.append(about, found, by=by)
            return about  # type: ignore[no-any-return]
        title, slug = form.cleaned_data["title"], form.cleaned_data["slug"]
        return drafts.lesson(about, found, title=title, slug=slug, by=by)


def blocks(pieces: tuple[Piece, ...], *, by: Any) -> Iterator[dict[str, Any]]:
    """The pieces as the stream stores them. Pictures go into the library."""
    for piece in pieces:
        if piece.kind == "image":
            yield drafts.block("image", {**piece.value, "file": picture(piece, by=by)})
        elif piece.kind == "table":
            yield {**drafts.block("table", {}), "value": tables.stored(piece.value)}
        else:
            yield drafts.block(piece.kind, piece.value)


def picture(piece: Piece, *, by: Any) -> str:
    alt, caption = piece.value["alt"], piece.value["caption"]
    title = caption or alt or _("From a Word document")
    found = library.add_image("word", piece.picture, title=title, alt=alt, credit="", licence="", by=by)
    return str(found.name)
