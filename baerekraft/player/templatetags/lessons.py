from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from baerekraft.exercises.document import KEYS, Exercise
from baerekraft.player.lessons import Personal, read_answer

register = template.Library()


@register.simple_tag(takes_context=True)
def exercise(context: Any, exercise: Exercise) -> SafeString:
    """The exercise's form, with the learner's answer in it where the page is hers."""
    personal = context.get("personal") or Personal()
    raw = personal.answers.get(exercise.id)
    answer = read_answer(exercise, raw) if raw is not None else None
    answers, shares = personal.polls.get(exercise.id, (0, ()))
    return SafeString(
        render_to_string(
            f"exercises/{exercise.kind}.html",
            {
                "exercise": exercise,
                **exercise.shown(answer),
                "action": action(context, exercise),
                "version": context["version"],
                "packaged": bool(context.get("packaged")),
                "answer": answer,
                "grade": exercise.grade(answer) if answer else None,
                "error": personal.error[1] if personal.error and personal.error[0] == exercise.id else None,
                "typed": personal.typed.get(exercise.id),
                "sources": [item for item in context["sources"] if item["source"].id in exercise.cited],
                "answers": answers,
                "shares": dict(zip(KEYS, shares, strict=False)),
            },
        )
    )


def action(context: Any, exercise: Exercise) -> str:
    """Where the form is posted: the lesson's answers, or nowhere that keeps them."""
    if "answers" in context:
        return str(context["answers"]).replace("exercise", exercise.id)
    lesson = context.get("lesson")
    if lesson is None:
        return reverse("player:sample-answer", args=[exercise.id]) + f"#{exercise.id}"
    return reverse("player:answer", args=[lesson.part, lesson.slug, exercise.id])
