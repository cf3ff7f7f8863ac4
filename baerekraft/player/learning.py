"""What the learner says she has learned: a part's learning goals, judged by herself before and now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baerekraft.catalog import shelf
from baerekraft.learners import passes
from baerekraft.learners.guard import own_pages_only
from baerekraft.player import doors, lessons
from baerekraft.player.own import waits_for_proof
from baerekraft.records import judgements
from baerekraft.records.judgements import Judged, Said
from baerekraft.records.models import SelfJudgement

LEVELS = SelfJudgement.Level.values


@dataclass(frozen=True)
class ShownGoal:
    """A goal with its two questions, and the way between the answers where both are given."""

    number: int
    text: str
    judged: Judged

    @property
    def questions(self) -> list[dict[str, Any]]:
        return [
            {"name": f"before-{self.number}", "label": _("Before"), "chosen": self.judged.before},
            {"name": f"now-{self.number}", "label": _("Now"), "chosen": self.judged.now},
        ]

    @property
    def way(self) -> dict[str, Any] | None:
        """Where the two stand on a line of four stops, and the same in words."""
        before, now = self.judged.before, self.judged.now
        if not before or not now:
            return None
        levels = {key: label.lower() for key, label in labels()}
        words = {"before": levels[before], "now": levels[now]}
        text = _("From %(before)s to %(now)s") if before != now else _("Before and now: %(now)s")
        return {"start": place(before), "end": place(now), "text": text % words}


def labels() -> list[tuple[int, str]]:
    names = (
        pgettext("how well", "Not at all"),
        pgettext("how well", "A little"),
        pgettext("how well", "Well"),
        pgettext("how well", "Very well"),
    )
    return list(zip(LEVELS, names, strict=True))


def place(level: int) -> int:
    return 12 + 72 * (level - 1)


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
@never_cache
def learning(request: HttpRequest, part: str) -> HttpResponse:
    """See the part's goals, and say how well she masters them."""
    found = doors.shelf_for(request).part(part)
    if found is None or not found.document.learning_goals:
        raise Http404
    learner = passes.learner_of(request)
    if learner is None:
        if waits_for_proof(request):
            return redirect("player:code")
        return redirect(f"{reverse('player:enter')}?{urlencode({'til': request.path})}")
    goals, wordings = found.document.learning_goals, every_wording(part)
    if request.method == "POST":
        said = said_in(request.POST, len(goals))
        judgements.judge(learner, part, said, goals=goals, wordings=wordings, at=timezone.now())
        return HttpResponse(status=303, headers={"Location": f"{request.path}?lagret=1"})
    judged = judgements.of(learner, part, wordings)
    context = {
        "learner": learner,
        "part": lessons.card(found),
        "goals": [ShownGoal(number, *pair) for number, pair in enumerate(zip(goals, judged, strict=True), 1)],
        "levels": labels(),
        "sentence": sentence(judged),
    }
    return render(request, "player/learning.html", context)


def every_wording(part: str) -> list[set[str]]:
    """Each goal's words in every language; those of the course itself decide how many there are."""
    shelves = [shelf.now(), *(shelf.now(code) for code, _name in settings.LANGUAGES)]
    lists = [found.document.learning_goals for one in shelves if (found := one.whole.part(part))]
    here = shelf.spoken().whole.part(part)
    count = len(here.document.learning_goals) if here else 0
    return [{goals[place] for goals in lists if place < len(goals)} for place in range(count)]


def said_in(form: Mapping[str, str], count: int) -> dict[int, Said]:
    return {
        number: Said(level(form.get(f"before-{number}")), level(form.get(f"now-{number}")))
        for number in range(1, count + 1)
    }


def level(raw: str | None) -> int | None:
    return next((value for value in LEVELS if raw == str(value)), None)


def sentence(judged: Sequence[Judged]) -> str:
    """One honest sentence about the way from before to now; nothing until a goal is judged twice."""
    ways = [(one.before, one.now) for one in judged if one.before and one.now]
    rose = sum(now > before for before, now in ways)
    if not ways:
        return ""
    if rose:
        return ngettext(
            "You say you can do more now than before on %(rose)d of %(count)d goal. Use it this week, and it will stick.",
            "You say you can do more now than before on %(rose)d of %(count)d goals. Use it this week, and it will stick.",
            len(ways),
        ) % {"rose": rose, "count": len(ways)}
    if any(now < before for before, now in ways):
        return _(
            "You are stricter with yourself now. That can happen when you see more of what there is to learn."
        )
    if all(now >= SelfJudgement.Level.WELL for _before, now in ways):
        return _("You knew this already. Someone around you may need it, and you can be the one they ask.")
    return _(
        "You say not much has changed yet. The lessons are still here, and another try takes five minutes."
    )
