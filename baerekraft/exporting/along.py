"""The course in another system, on any web server or as a book, for those who may publish it."""

import io
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from baerekraft.authoring.models import CoursePage, Draft, LessonPage, PartPage
from baerekraft.packages import making
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.packages.making import KINDS, NoRoom, Options
from baerekraft.pdf.compile import PdfNotMade

WHEN = {
    "scorm12": _(
        "SCORM 1.2: for KS Læring, Moodle and most other course platforms. Choose this one if you are not sure."
    ),
    "scorm2004": _("SCORM 2004: for a course platform that asks for it. It has room for longer answers."),
    "cmi5": _("cmi5: for a course platform that keeps its records with xAPI."),
    "site": _("Website: for your own web server or intranet. Answers stay in each reader’s browser."),
    "epub": _("E-book (EPUB): for reading without a network, on a phone, tablet or e-reader."),
    "book": _("Book (PDF): for printing, and for those who would rather read on paper."),
}

REFUSED = _(
    "Only what is published and open to everyone can be taken along. "
    "Publish it first, or choose something else."
)

NOT_MADE = _(
    "The file could not be made right now. Try again in a little while, or choose something smaller."
)


class AlongForm(forms.Form):
    """`pages` are those that can go along: the page itself and what it stands in."""

    kind = forms.ChoiceField(label=_("As what"), widget=forms.RadioSelect)
    what = forms.ChoiceField(label=_("What"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    each = forms.ChoiceField(
        label=_("One row in the course platform for"),
        choices=[("lesson", _("each lesson")), ("part", _("each part"))],
        help_text=_(
            "Applies to SCORM and cmi5. With one for each lesson, the platform shows how far people have come."
        ),
    )

    def __init__(self, data: Any, *, pages: list[Draft]) -> None:
        super().__init__(
            data, initial={"kind": "scorm12", "what": pages[0].pk, "language": pages[0].language}
        )
        self.pages = {str(page.pk): page for page in pages}
        chosen: Any = self.fields["kind"]
        chosen.choices = [(name, when) for name, when in WHEN.items() if name in KINDS]
        named: Any = self.fields["what"]
        named.choices = [
            (pk, capfirst(f"{page._meta.verbose_name}: {page.title}")) for pk, page in self.pages.items()
        ]

    @property
    def choice(self) -> Choice:
        page, language = self.pages[self.cleaned_data["what"]], self.cleaned_data["language"]
        return choice(page, language)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, page: int) -> HttpResponse | FileResponse:
    found = get_object_or_404(Page, pk=page).specific
    if not isinstance(found, CoursePage | PartPage | LessonPage):
        raise Http404
    pages = allowed(found, request.user)
    if found not in pages:
        raise PermissionDenied
    form = AlongForm(request.POST or None, pages=pages)
    if form.is_bound and form.is_valid():
        try:
            return packed(form.cleaned_data["kind"], form.choice, Options(form.cleaned_data["each"]))
        except NothingChosen:
            form.add_error("what", REFUSED)
        except NoRoom as no_room:
            form.add_error("each", str(no_room))
        except PdfNotMade:
            form.add_error("kind", NOT_MADE)
    return render(
        request, "exporting/along.html", {"page": found, "form": form}, status=422 if form.errors else 200
    )


def packed(kind: str, choice: Choice, options: Options) -> FileResponse:
    """Raise NothingChosen, NoRoom or PdfNotMade, before anything is sent."""
    file = io.BytesIO()
    making.make(kind, choice, file, options=options)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=making.file_name(kind, choice),
        content_type=KINDS[kind].content_type,
    )


def allowed(page: Draft, user: Any) -> list[Draft]:
    """The page, and the part and course around it, as far as this person may publish them."""
    row = [page]
    while not isinstance(row[-1], CoursePage):
        row.append(row[-1].get_parent().specific)
    return [one for one in row if one.permissions_for_user(user).can_publish()]


def choice(page: Draft, language: str) -> Choice:
    """What the page is on the shelf."""
    match page:
        case LessonPage():
            part = page.get_parent()
            return Choice(part.get_parent().slug, part.slug, page.slug, language)
        case PartPage():
            return Choice(page.get_parent().slug, page.slug, "", language)
        case _:
            return Choice(page.slug, "", "", language)
