"""The translators' pages: how all translations stand, what has changed, and files out and in."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.update_translations import UpdateTranslationsView

from baerekraft.authoring import reach
from baerekraft.authoring.models import LessonPage
from baerekraft.translation import board, changes, po, receiving, units, xliff
from baerekraft.translation.receiving import Plan, What
from baerekraft.translation.xliff import LARGEST, Sent, Unreadable

FORMATS = {"xlf": (xliff, "application/xliff+xml"), "po": (po, "text/x-gettext-translation")}
SALT = "baerekraft.translation"
A_DAY = 24 * 60 * 60


@require_GET
def everything(request: HttpRequest) -> HttpResponse:
    context = {
        "courses": board.courses(request.user),
        "languages": board.LANGUAGES,
        "may_start": _may_start(request.user),
    }
    return render(request, "translation/board.html", context)


def _may_start(user: Any) -> bool:
    return bool(user.has_perm("wagtail_localize.submit_translation"))


@require_http_methods(["GET", "POST"])
def fetched(request: HttpRequest, translation_source_id: int) -> Any:
    """wagtail-localize's way of fetching a new original, for those who work there; publishing is for those who may."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    original = source.get_source_instance()
    if isinstance(original, Page):
        theirs = [page for page in original.get_translations() if page.alias_of_id is None]
        rights = [page.permissions_for_user(request.user) for page in theirs]
        if not reach.may_see(request.user, original) or not any(right.can_edit() for right in rights):
            raise PermissionDenied
        if "publish_translations" in request.POST and not all(right.can_publish() for right in rights):
            raise PermissionDenied
    return UpdateTranslationsView.as_view()(request, translation_source_id=translation_source_id)


@require_GET
def changed(request: HttpRequest, page: int) -> HttpResponse:
    lesson = get_object_or_404(LessonPage, pk=page)
    if lesson.original == lesson:
        raise Http404
    rights = lesson.permissions_for_user(request.user)
    if not reach.may_see(request.user, lesson):
        raise PermissionDenied
    context = {"page": lesson, "changes": changes.since(lesson), "may_edit": rights.can_edit()}
    return render(request, "translation/changes.html", context)


@require_GET
def out(request: HttpRequest) -> HttpResponse:
    """A file with the texts of a course, a part or a lesson, for a translator's tool."""
    number, language = request.GET.get("page", ""), request.GET.get("language", "")
    kind = request.GET.get("format", "xlf")
    if not number.isdecimal() or kind not in FORMATS or language not in dict(board.LANGUAGES):
        raise Http404
    root = get_object_or_404(Page, pk=int(number))
    pages = units.pages(root, language, request.user)
    if not pages:
        raise PermissionDenied
    module, content_type = FORMATS[kind]
    body = module.write([units.sheet(page, newest=True) for page in pages], language)
    name = f"{slugify(root.title)}.{language}.{kind}"
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "POST"])
def received(request: HttpRequest) -> HttpResponse:
    """Choose a translator's file, and see what it would change. Nothing is changed yet."""
    if request.method == "GET":
        return render(request, "translation/upload.html", {"fault": ""})
    try:
        name, body = _sent(request)
        sent = _read(name, body)
    except Unreadable as error:
        return render(request, "translation/upload.html", {"fault": str(error)}, status=400)
    plan = receiving.plan(sent, request.user)
    file = signing.dumps([name, body.decode("latin-1"), request.user.pk], salt=SALT, compress=True)
    return render(request, "translation/dry_run.html", {"file": file, **_told(plan)})


def _told(plan: Plan) -> dict[str, Any]:
    groups = {str(what): list(receiving.by_page(plan.of(what))) for what in What}
    return {"plan": plan, "counts": {str(what): plan.counts[str(what)] for what in What}, "groups": groups}


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if file is None:
        raise Unreadable(_("Choose the file from the translator first."))
    if (file.size or 0) > LARGEST:
        raise Unreadable(
            _("The file is larger than 8 MB. Take out one part at a time, and bring in the files one by one.")
        )
    return str(file.name), file.read()


def _read(name: str, body: bytes) -> Sent:
    return po.read(body) if name.lower().endswith(".po") else xliff.read(body)


@require_POST
def taken(request: HttpRequest) -> HttpResponse:
    """Take in what was shown. It is looked at anew, for others may have worked in the meantime."""
    try:
        name, body, owner = signing.loads(request.POST.get("file", ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        owner = None
    if owner != request.user.pk:
        messages.error(request, _("It is too long since the file was shown. Bring it in again."))
        return redirect("translation:received")
    plan = receiving.plan(_read(name, body.encode("latin-1")), request.user)
    kind = "PO" if name.lower().endswith(".po") else "XLIFF"
    number = receiving.take(plan, by=request.user, also=set(request.POST.getlist("take")), tool=kind)
    said = ngettext(
        "%(number)d text is taken in as a draft. Read it through, and publish.",
        "%(number)d texts are taken in as drafts. Read them through, and publish.",
        number,
    )
    messages.success(request, said % {"number": number})
    return redirect("translation:board")
