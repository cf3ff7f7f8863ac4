from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from baerekraft.exercises import document
from baerekraft.exercises.document import Exercise
from baerekraft.player.lessons import read_answer

register = template.Library()
ITEMS = {
    "single_choice": "options",
    "multiple_choice": "options",
    "fact_or_myth": "statements",
    "sorting": "items",
    "pledge": "steps",
}


@register.simple_tag(takes_context=True)
def exercise(context: Any, exercise: Exercise) -> SafeString:
    """The exercise's form, with the learner's answer in it where the page is hers."""
    lesson, personal = context["lesson"], context.get("personal")
    raw = personal.answers.get(exercise.id) if personal else None
    answer = read_answer(exercise, raw) if raw is not None else None
    error = personal.error[1] if personal and personal.error and personal.error[0] == exercise.id else None
    block = next(b for b in context["blocks"] if b.type == "exercise" and b.exercise is exercise)
    return SafeString(
        render_to_string(
            f"exercises/{exercise.kind}.html",
            {
                "exercise": exercise,
                "keyed": document.keyed(getattr(exercise, ITEMS.get(exercise.kind, ""), ())),
                "keyed_groups": document.keyed(getattr(exercise, "groups", ())),
                "action": reverse("player:answer", args=[lesson.part, lesson.slug, exercise.id]),
                "version": context["version"],
                "answer": answer,
                "grade": exercise.grade(answer) if answer else None,
                "error": error,
                "typed": personal.typed.get(exercise.id) if personal else None,
                "source": block.source,
                "source_number": block.number,
            },
        )
    )
