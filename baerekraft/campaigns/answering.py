"""One tap from the mail: the exercise with the option she tapped, and one button. Scanners tap too, so only a post answers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.campaigns import reading, saying, tapping, tokens, visiting
from baerekraft.campaigns.tapping import Tappable
from baerekraft.campaigns.visiting import Visit
from baerekraft.catalog.shelf import Entry
from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.learners import mailed
from baerekraft.learners.guard import own_pages_only
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.records import polls, responses
from baerekraft.records.responses import ResponseRefused, Sent


@dataclass(frozen=True)
class Asked:
    """What one answer page is about."""

    token: str
    number: int
    visit: Visit
    entry: Entry
    exercise: Tappable

    @property
    def url(self) -> str:
        return reverse("campaigns:answer", args=[self.token, self.number])

    def answer_of(self, learner: Learner) -> Any:
        """Her latest answer; None when there is none, or it no longer fits the exercise."""
        raw = responses.latest(learner, self.entry.lesson).get(self.exercise.id)
        try:
            return self.exercise.read(raw) if raw is not None else None
        except BadAnswer:
            return None


@own_pages_only
@mailed.page(refused=saying.refused)
def answer(request: HttpRequest, token: str, number: int) -> HttpResponse:
    recipient = tokens.recipient(token)
    entry = reading.entry(recipient, number, language=get_language() or "")
    if entry is None:
        return saying.withdrawn(request, reverse("campaigns:pace", args=[token]))
    exercise = tapping.first(entry.document)
    if exercise is None:
        return redirect("campaigns:lesson", token, number)
    asked = Asked(token, number, visiting.of(request, recipient), entry, exercise)
    return taken(request, asked) if request.method == "POST" else shown(request, asked)


def shown(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The feedback to whoever has answered and is here, the question to everybody else."""
    visit = asked.visit
    given = asked.answer_of(visit.present) if visit.is_hers and visit.present else None
    if given is not None and "valg" not in request.GET:
        return feedback(request, asked, given)
    if "svart" in request.GET and not visit.present:
        text = _(
            "The browser did not take the cookie that lets you in, so you will not see the feedback here."
        )
        action = (reading.address(visit.recipient.campaign, asked.entry), _("Continue the lesson"))
        return saying.message(request, _("Your answer is saved"), text, action=action)
    typed = {tapping.groups(asked.exercise)[0].name: request.GET.get("valg", "")}
    return question(request, asked, typed, again=given is not None)


def question(
    request: HttpRequest,
    asked: Asked,
    typed: dict[str, str],
    *,
    again: bool = False,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    groups = [(group, typed.get(group.name, "")) for group in tapping.groups(asked.exercise)]
    context = {
        "asked": asked,
        "recipient": asked.visit.recipient,
        "campaign": asked.visit.recipient.campaign,
        "other": asked.visit.somebody_else,
        "lesson": asked.entry,
        "exercise": asked.exercise,
        "groups": groups,
        "again": again,
        "error": error,
        "id": uuid7(),
        "pace_url": reverse("campaigns:pace", args=[asked.token]),
    }
    return render_own(request, "campaigns/answer.html", context, status=status)


def taken(request: HttpRequest, asked: Asked) -> HttpResponse:
    typed = {group.name: request.POST.get(group.name, "") for group in tapping.groups(asked.exercise)}
    if request.POST.get("version") != str(asked.entry.published):
        changed = _("The lesson has changed since the page was opened. Look at the options once more.")
        return question(request, asked, typed, error=changed, status=409)
    try:
        given = asked.exercise.read(asked.exercise.form_answer(request.POST))
    except BadAnswer as fault:
        return question(request, asked, typed, error=str(fault), status=422)
    if visiting.must_ask(request, asked.visit):
        return question(request, asked, typed, status=409)
    try:
        learner = recorded(request, asked, given.model_dump(mode="json"))
    except ResponseRefused as refusal:
        return question(request, asked, typed, error=str(refusal), status=422)
    response = HttpResponse(status=303, headers={"Location": f"{asked.url}?svart=1"})
    visiting.give_pass(request, response, learner)
    return response


@transaction.atomic
def recorded(request: HttpRequest, asked: Asked, given: Any) -> Learner:
    """Let her in and write her answer, both or neither."""
    now = timezone.now()
    learner = visiting.let_in(asked.visit, at=now)
    entry = asked.entry
    sent = Sent(id_of(request), entry.key, entry.published, asked.exercise.id, given, now)
    responses.record(sent, by=visiting.pass_of(learner), at=now)
    return learner


def id_of(request: HttpRequest) -> UUID:
    """The page made it, so that a button pressed twice is one answer."""
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid7()


def feedback(request: HttpRequest, asked: Asked, given: Any) -> HttpResponse:
    learner = asked.visit.present
    answered = set(responses.latest(learner, asked.entry.lesson)) if learner else set()
    needed = asked.entry.document.needed
    poll = asked.exercise if isinstance(asked.exercise, Poll) else None
    count, shares = polls.distribution(asked.entry.lesson, poll) if poll else (0, [])
    context = {
        "learner": learner,
        "lesson": asked.entry,
        "exercise": asked.exercise,
        "told": tapping.told(asked.exercise, given),
        "count": count,
        "shares": [
            (option.text, share)
            for option, share in zip(tapping.options(asked.exercise), shares, strict=False)
        ],
        "answered": len(needed & answered),
        "needed": len(needed),
        "lesson_url": reading.address(asked.visit.recipient.campaign, asked.entry, asked.exercise.id),
        "pace_url": reverse("campaigns:pace", args=[asked.token]),
        "again_url": f"{asked.url}?valg=",
    }
    return render_own(request, "campaigns/answered.html", context)


def render_own(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page whose posts must come from itself, so the browser may say to us where they come from, and to nobody else."""
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response
