"""The own page: see, download, correct, erase; progress, certificates, pledges and reflections."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import CourseOnShelf, Shelf
from baerekraft.design import languages
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.exercises.reflection.exercise import Reflection
from baerekraft.learners import entry, erasure, own_data, passes
from baerekraft.learners.guard import learners_only, own_pages_only
from baerekraft.learners.models import Learner
from baerekraft.player import device, doors, editions, lessons, municipal, responses
from baerekraft.player.entering import send_proof
from baerekraft.player.forms import DetailsForm
from baerekraft.player.lessons import CourseCard
from baerekraft.player.municipal import Corner
from baerekraft.player.saying import message
from baerekraft.records import pledges, progress
from baerekraft.records import responses as recorded
from baerekraft.records.models import FollowUp, Response
from baerekraft.records.progress import Progress


@require_GET
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    learner = passes.learner_of(request)
    if learner is None:
        return redirect("player:code" if waits_for_proof(request) else "player:enter")
    on_shelf = doors.shelf_for(request)
    come = progress.of(learner, on_shelf)
    corner = municipal.spoken(learner.municipality) if learner.municipality else None
    asked = {row["part"]: row for row in own_data.section(learner, "reviews")}
    context = {
        "learner": learner,
        "corner": corner,
        "parts": [
            {**part_with_progress(part, come, corner), "course": named, "review": asked.get(part.slug)}
            for named, course in begun(on_shelf, come)
            for part in course.parts
        ],
        "certificates": own_data.section(learner, "certificates"),
        "assessments": own_data.section(learner, "assessments"),
        "letters": own_data.section(learner, "campaigns"),
        **written(learner, on_shelf),
        "shared": bool((found := passes.of(request)) and found.shared),
    }
    response = render(request, "player/own.html", context)
    passes.renew(request, response)
    return response


def waits_for_proof(request: HttpRequest) -> bool:
    """Whether this device once entered, but the address was proven elsewhere, so that only the code opens it."""
    return passes.entered_as(request) is not None


def begun(on_shelf: Shelf, come: Progress) -> Iterator[tuple[CourseCard | None, CourseOnShelf]]:
    """The main course, which needs no name, and the others she has begun; closed ones as soon as she is let in."""
    for course in on_shelf.visible:
        keys = {entry.key for entry in course.lessons}
        if course is on_shelf.main:
            yield None, course
        elif course.is_closed or keys & (come.done | set(come.answered)):
            yield lessons.course_card(on_shelf, course), course


def part_with_progress(part: Any, come: Progress, corner: Corner | None) -> dict[str, Any]:
    """The part with how far she has come; its lessons lead to her municipality's variants where there are some."""
    card = lessons.card(part)
    card = corner.card(card) if corner else card
    rows = [
        {
            "link": lesson,
            "done": lesson.key in come.done,
            "via": come.via.get(lesson.key, ""),
            "begun": bool(come.answered.get(lesson.key)),
        }
        for lesson in card.lessons
    ]
    return {
        "document": card.document,
        "number": card.number,
        "url": card.url,
        "minutes": card.minutes,
        "lessons": rows,
        "done": sum(row["done"] for row in rows),
        "done_at": come.parts.get(part.slug),
    }


def written(learner: Learner, on_shelf: Shelf) -> dict[str, Any]:
    """Pledges and reflections: the learner's own words, newest of each exercise."""
    entries = {entry.lesson: entry for course in on_shelf.visible for entry in course.lessons}
    newest: dict[tuple[int, str], Response] = {}
    rows = (
        Response.objects.of(learner).select_related("attempt__published", "follow_up").order_by("answered_at")
    )
    for row in rows.filter(score=None):
        newest[row.attempt.published.lesson_id, row.exercise] = row
    pledges, reflections = [], []
    for (lesson, exercise_id), row in newest.items():
        version = shelf.version(row.attempt.published_id)
        exercise = version.exercises.get(exercise_id) if version else None
        place = entries.get(lesson)
        where = {
            "id": row.pk,
            "at": row.answered_at,
            "lesson_title": place.title if place else row.attempt.published.content["title"],
            "lesson_url": lessons.link(place).url if place else "",
        }
        if isinstance(exercise, Pledge):
            follow_up = getattr(row, "follow_up", None)
            pledges.append(
                {**where, "text": exercise.words(exercise.read(row.answer)), "follow_up": follow_up}
            )
        elif isinstance(exercise, Reflection):
            reflections.append({**where, "prompt": exercise.prompt, "text": row.answer.get("text", "")})
    return {"pledges": pledges, "reflections": reflections}


@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """What the script paints on public pages: who is here, how far, and the answers to one lesson."""
    learner = passes.learner_of(request)
    found = passes.of(request)
    if learner is None or found is None:
        return private({"learner": None, "lessons": {}, "answers": {}, "certificates": {}})
    now = timezone.now()
    if now - learner.active_at > timedelta(days=1):
        Learner.objects.filter(pk=learner.pk).update(active_at=now)
    part, _slash, slug = request.GET.get("lesson", "").partition("/")
    place = shelf.spoken().whole.lesson(part, slug)
    document = {
        "learner": {
            "key": str(learner.pk),
            "name": learner.name,
            "shared": found.shared,
            "proven": bool(learner.proven_at),
            "earlier": [str(pk) for pk in learner.entries.values_list("pk", flat=True)]
            if learner.proven_at
            else [],
        },
        "answers": recorded.latest(learner, place.lesson) if place else {},
        "begun": editions.notice(learner, place) if place else None,
        **responses.standing(learner),
        **municipal.state(learner),
    }
    response = private(document)
    passes.renew(request, response)
    return response


def private(document: dict[str, Any]) -> JsonResponse:
    return JsonResponse(
        document, headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    )


@require_GET
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """Everything stored about the learner, to keep."""
    learner = passes.learner_of(request)
    if learner is None:
        return redirect("player:enter")
    response = JsonResponse(
        own_data.everything(learner), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="mine-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
@never_cache
def details(request: HttpRequest) -> HttpResponse:
    """Correct name, address, municipality and role."""
    learner = passes.learner_of(request)
    found = passes.of(request)
    if learner is None or found is None:
        return redirect("player:enter")
    initial = {
        "name": learner.name,
        "email": learner.email,
        "municipality": learner.municipality.slug if learner.municipality else "",
        "unit": learner.unit_id or "",
        "role": learner.role,
        "language": learner.language,
    }
    form = DetailsForm(request.POST or None, initial=initial, learner=learner)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "learner": learner}
        return render(request, "player/details.html", context, status=422 if form.errors else 200)
    proven = found.proven
    said = {**form.cleaned_data, "language": form.cleaned_data["language"] or learner.language}
    if entry.correct(learner, **said, at=timezone.now()):
        send_proof(learner)
        proven = False
    own = languages.link(learner.language, "player:own")
    response = HttpResponse(status=303, headers={"Location": f"{own}?lagret=1"})
    passes.give(response, learner, proven=proven, shared=found.shared)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
@never_cache
@learners_only
def erase(request: HttpRequest, learner: Learner) -> HttpResponse:
    """Erase everything about the learner, at once."""
    if request.method != "POST" or request.POST.get("sure") != "on":
        context = {
            "learner": learner,
            "counts": {
                "answers": Response.objects.of(learner).count(),
                "certificates": len(own_data.section(learner, "certificates")),
                "assessments": len(own_data.section(learner, "assessments")),
            },
            "unsure": request.method == "POST",
        }
        return render(
            request, "player/erasure.html", context, status=422 if request.method == "POST" else 200
        )
    erasure.erase(learner)
    response = message(
        request,
        _("Everything about you has been erased"),
        _("Your name, e-mail, answers and certificates are gone for good. You are welcome back at any time."),
    )
    passes.take_back(response)
    device.clear(response)
    doors.forget(response)
    response["Clear-Site-Data"] = '"storage"'
    return response


@require_POST
@own_pages_only
@learners_only
def follow_up(request: HttpRequest, learner: Learner, response: UUID) -> HttpResponse:
    """How it went with a pledge."""
    pledge = get_object_or_404(Response.objects.of(learner), pk=response)
    outcome = request.POST.get("outcome", "")
    if outcome in FollowUp.Outcome.values:
        pledges.answer(pledge, outcome, at=timezone.now())
    return redirect("player:own")
