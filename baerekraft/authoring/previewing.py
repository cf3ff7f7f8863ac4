"""Preview: the draft as a learner would meet it, exercises and all. Nothing that is answered in it is kept."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.csp import CSP, build_policy
from django.utils.decorators import method_decorator
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.utils.decorators import xframe_options_sameorigin_override

from baerekraft.authoring import compiling, faults, taking
from baerekraft.catalog import shelf
from baerekraft.catalog.document import PartDocument
from baerekraft.catalog.shelf import CourseOnShelf, PartOnShelf, Shelf
from baerekraft.exercises.document import BadAnswer
from baerekraft.player import lessons
from baerekraft.player.lessons import Personal


def lesson(page: Any, request: HttpRequest, personal: Personal | None = None) -> HttpResponse:
    found = faults.of(page)
    if found:
        return faulty(request, page, found)
    document = taking.take(compiling.lesson(page, part=compiling.part_of(page)), on=timezone.localdate())
    # A page that is not saved has nowhere to post to; the script answers for it.
    answers = reverse("authoring_preview_answer", args=[page.pk, "exercise"]) if page.pk else "#"
    with translation.override(page.language):
        return framed(lessons.preview(request, document, personal=personal, answers=answers))


def part(page: Any, request: HttpRequest) -> HttpResponse:
    found = faults.of(page)
    if found:
        return faulty(request, page, found)
    with translation.override(page.language):
        on_shelf = shelf.spoken().whole
        course = on_shelf.around(page.slug) or on_shelf.main
        context = {**lessons.standing(on_shelf, course), "part": lessons.card(on_the_shelf(page, on_shelf))}
        return framed(render(request, "player/part.html", context))


def on_the_shelf(page: Any, on_shelf: Shelf) -> PartOnShelf:
    """The part as it will stand, with the lessons it has now."""
    known = on_shelf.part(page.slug)
    slugs = known.document.lessons if known else ()
    document = PartDocument.model_validate(compiling.raw_part(page, slugs))
    number = known.number if known else len(on_shelf.parts) + 1
    return PartOnShelf(document, number, known.lessons if known else ())


def course(page: Any, request: HttpRequest) -> HttpResponse:
    found = faults.of(page)
    if found:
        return faulty(request, page, found)
    with translation.override(page.language):
        on_shelf = shelf.spoken().whole
        document = compiling.course(page, ())
        known = on_shelf.named(document.slug)
        if known:
            texts = {"title", "lead", "learning_goals"}
            document = known.document.model_copy(update={name: getattr(document, name) for name in texts})
        shown = CourseOnShelf(document, known.parts if known else ())
        context = {**lessons.course_context(on_shelf, shown), "goals": lessons.served(shown)}
        return framed(render(request, "player/course.html", context))


def faulty(request: HttpRequest, page: Any, found: list[faults.Fault]) -> HttpResponse:
    """What must be mended before there is anything to show."""
    context = {"title": page.title, "count": faults.count(found), "faults": found}
    return framed(render(request, "authoring/preview_faults.html", context))


def framed(response: HttpResponse) -> HttpResponse:
    """The editor shows the preview in a frame of its own page; nobody else may."""
    policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
    response["Content-Security-Policy"] = build_policy(policy)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    return response


class AnswerInPreview(PreviewOnEditView):
    """An answer in the preview where the script did not run: the feedback, and no record of it."""

    http_method_names = ["post"]

    @method_decorator(xframe_options_sameorigin_override)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(self._get_form_data(self._get_form_state()))
        if form.is_bound and self.validate_form(form):
            form.save(commit=False)
        return lesson(self.object, request, answered(self.object, kwargs["exercise"], request))


def answered(page: Any, id: str, request: HttpRequest) -> Personal:
    document = compiling.lesson(page, part=compiling.part_of(page))
    exercise = document.exercise(id)
    if exercise is None:
        raise Http404
    raw = exercise.form_answer(request.POST)
    try:
        return Personal({id: exercise.read(raw).model_dump(mode="json")})
    except BadAnswer as error:
        return Personal(error=(id, str(error)), typed={id: raw})
