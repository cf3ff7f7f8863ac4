"""A learner's browser without script."""

from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from baerekraft.catalog.shelf import Entry
from baerekraft.exercises.document import Exercise
from baerekraft.records.tests.factories import right_answer


def browser(**about: str) -> Client:
    headers = {"Sec-Fetch-Site": about.pop("Sec-Fetch-Site", "same-origin")}
    return Client(headers=headers, **about)


def enter(client: Client, name: str, email: str, **more: str) -> Any:
    return client.post("/bli-med/", {"name": name, "email": email, **more})


def lesson_path(entry: Entry) -> str:
    return reverse("player:lesson", args=[entry.part, entry.slug])


def form_of(exercise: Any) -> QueryDict:
    """The right answer as the plain form would send it."""
    form = QueryDict(mutable=True)
    answer = right_answer(exercise)
    match exercise.kind:
        case "multiple_choice":
            form.setlist("choices", answer["choices"])
        case "fact_or_myth":
            form.update({f"verdict-{key}": verdict for key, verdict in answer["verdicts"].items()})
        case "sorting":
            form.update({f"place-{key}": group for key, group in answer["places"].items()})
        case _:
            form.update({key: str(value) for key, value in answer.items()})
    return form


def answer_form(client: Client, entry: Entry, exercise: Exercise | None = None, **changes: str) -> Any:
    exercise = exercise or entry.document.exercises[0]
    form = form_of(exercise)
    form["version"] = str(entry.published)
    form.update(changes)
    path = reverse("player:answer", args=[entry.part, entry.slug, exercise.id])
    return client.post(path, form.urlencode(), content_type="application/x-www-form-urlencoded")
