"""The page with one exercise of each kind. What is answered there is shown with its feedback and kept nowhere."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from baerekraft.catalog.document import Source
from baerekraft.exercises.document import BadAnswer, Exercise
from baerekraft.exercises.kinds import adapter
from baerekraft.learners.guard import own_pages_only
from baerekraft.player.lessons import Personal
from baerekraft.records.polls import Distribution

FILE = Path(__file__).with_name("samples.yaml")


@dataclass(frozen=True)
class Samples:
    """`shown` is an invented distribution for the poll."""

    exercises: dict[str, Exercise]
    sources: tuple[Source, ...]
    shown: Distribution


@cache
def samples() -> Samples:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    exercises: list[Exercise] = [adapter.validate_python(fields) for fields in data["exercises"]]
    sources = tuple(Source.model_validate(fields) for fields in data["sources"])
    answers, shares = data["shown"]
    return Samples({exercise.id: exercise for exercise in exercises}, sources, (answers, shares))


def context(personal: Personal | None = None) -> dict[str, Any]:
    return {
        "exercises": list(samples().exercises.values()),
        "sources": [
            {"number": number, "source": source} for number, source in enumerate(samples().sources, start=1)
        ],
        "version": 0,
        "personal": personal,
    }


@require_POST
@own_pages_only
def answer(request: HttpRequest, exercise: str) -> HttpResponse:
    """The page again with the answer and its feedback in it."""
    found = sample_or_404(exercise)
    raw = found.form_answer(request.POST)
    personal = Personal(polls={exercise: samples().shown})
    try:
        personal.answers[exercise] = found.read(raw).model_dump(mode="json")
    except BadAnswer as error:
        personal.error, personal.typed[exercise] = (exercise, str(error)), raw
    response = render(
        request, "player/samples.html", context(personal), status=422 if personal.error else 200
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def distribution(request: HttpRequest, exercise: str) -> HttpResponse:
    sample_or_404(exercise)
    answers, shares = samples().shown
    return JsonResponse({"answers": answers, "shares": shares})


def sample_or_404(exercise: str) -> Exercise:
    try:
        return samples().exercises[exercise]
    except KeyError:
        raise Http404 from None
