"""Answering without script: a plain form, then the lesson again with the answer and its feedback in it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.catalog.shelf import Entry, Version
from baerekraft.exercises.document import BadAnswer, Exercise
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.learners import passes
from baerekraft.learners.guard import own_pages_only
from baerekraft.learners.identifiers import uuid7
from baerekraft.player import device, doors, editions, lessons, municipal
from baerekraft.player.lessons import Personal
from baerekraft.records import polls, progress, responses
from baerekraft.records.responses import Sent


@require_POST
@own_pages_only
def answer(request: HttpRequest, part: str, lesson: str, exercise: str) -> HttpResponse:
    """Take one answer from a plain form."""
    entry = entry_or_404(request, part, lesson)
    version, found = exercise_or_404(request, entry, exercise)
    earlier = editions.earlier(entry, version.published)
    raw = found.form_answer(request.POST)
    try:
        given = found.read(raw)
    except BadAnswer as error:
        fault = (exercise, str(error))
        return page(
            request, entry, version.municipality, earlier, error=fault, typed={exercise: raw}, status=422
        )
    sent = {
        "id": str(uuid7()),
        "lesson": entry.key,
        "version": version.published,
        "exercise": exercise,
        "answer": given.model_dump(mode="json"),
        "at": timezone.now().isoformat(),
    }
    address = own_address(entry, version.municipality, earlier) + f"#{exercise}"
    response = HttpResponse(status=303, headers={"Location": address})
    found_pass = passes.of(request)
    if found_pass and passes.learner_of(request):
        responses.record(sent_of(sent), by=found_pass, at=timezone.now())
        passes.renew(request, response)
        return response
    try:
        device.add(request, response, sent)
    except device.DeviceFull:
        full = _("This device cannot store any more answers until you have joined. Join, then answer again.")
        fault = (exercise, full)
        return page(
            request, entry, version.municipality, earlier, error=fault, typed={exercise: raw}, status=422
        )
    return response


@require_GET
@never_cache
def my_answers(
    request: HttpRequest, part: str, lesson: str, municipality: str = "", number: int = 0
) -> HttpResponse:
    """The lesson, the municipality's variant or an earlier edition of it, with the learner's own answers in it."""
    entry = entry_or_404(request, part, lesson)
    return page(request, entry, municipality, editions.earlier(entry, number) if number else None)


def own_address(entry: Entry, municipality: str, earlier: PublishedLesson | None = None) -> str:
    """Where the learner's answers are shown, in the variant or edition she gave them in."""
    if earlier:
        return editions.own_address(entry, earlier)
    place = [entry.part, entry.slug]
    if municipality:
        return reverse("player:variant-answers", args=[municipality, *place])
    return reverse("player:my-answers", args=place)


def page(
    request: HttpRequest,
    entry: Entry,
    municipality: str = "",
    earlier: PublishedLesson | None = None,
    *,
    error: tuple[str, str] | None = None,
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    personal = personal_of(request, entry)
    personal.error, personal.typed = error, typed or {}
    personal.polls = polls.of(entry.lesson, entry.document.exercises, answered=personal.answers)
    whose = municipal.corner_of(municipality)
    shown = (
        municipal.context(shelf.spoken(), entry, whose, personal)
        if whose and entry.key in whose.own
        else lessons.context(shelf.spoken(), entry, personal, earlier=earlier)
    )
    learner = passes.learner_of(request)
    notice = editions.notice(learner, entry) if learner and not earlier else None
    context = {**shown, "learner": learner, "notice": notice}
    response = render(request, "player/lesson.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def personal_of(request: HttpRequest, entry: Entry) -> Personal:
    """What this person has answered in the lesson, on this device or in the records."""
    answers = {
        item["exercise"]: item["answer"] for item in device.read(request) if item["lesson"] == entry.key
    }
    learner = passes.learner_of(request)
    if learner is None:
        return Personal(answers, done=entry.document.needed <= set(answers))
    answers = {**answers, **responses.latest(learner, entry.lesson)}
    come = progress.of(learner, shelf.spoken())
    return Personal(answers, done=entry.key in come.done, part_done=entry.part in come.parts)


@require_GET
def distribution(request: HttpRequest, part: str, lesson: str, exercise: str) -> JsonResponse:
    """How a poll has been answered, for the script. The same for everyone."""
    entry = entry_or_404(request, part, lesson)
    found = entry.document.exercise(exercise)
    if not isinstance(found, Poll):
        raise Http404
    answers, shares = polls.distribution(entry.lesson, found)
    response = JsonResponse({"answers": answers, "shares": shares})
    response["Cache-Control"] = "no-cache"
    return response


def entry_or_404(request: HttpRequest, part: str, lesson: str) -> Entry:
    entry = doors.shelf_for(request).lesson(part, lesson)
    if entry is None:
        raise Http404
    return entry


def exercise_or_404(request: HttpRequest, entry: Entry, exercise: str) -> tuple[Version, Exercise]:
    """The exercise in the version the form came from, which may be older than the one on the shelf."""
    number = request.POST.get("version", "")
    if number == "0":
        raise Http404  # a preview's form: nothing there is an answer
    version = shelf.version(int(number)) if number.isdecimal() and len(number) < 12 else None
    if version is None or version.key != entry.key:
        version = shelf.version(entry.published)
    if version is None or exercise not in version.exercises:
        raise Http404
    return version, version.exercises[exercise]


def sent_of(item: dict[str, Any]) -> Sent:
    return Sent(
        UUID(item["id"]),
        item["lesson"],
        item["version"],
        item["exercise"],
        item["answer"],
        datetime.fromisoformat(item["at"]),
    )
