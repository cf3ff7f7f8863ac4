"""Who a launched person is here: the same learner each time, and nobody else's because a platform says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baerekraft.interop.lti import scoring
from baerekraft.interop.lti.models import LtiLaunch, LtiLearner, LtiLine
from baerekraft.learners import entry
from baerekraft.learners.models import Learner
from baerekraft.municipalities import guess


@dataclass(frozen=True)
class Arrival:
    """`opens`: this launch opens the learner; otherwise she is asked for the code, as on any new device."""

    learner: Learner
    opens: bool


@transaction.atomic
def arrive(launch: LtiLaunch, *, here: Learner | None, at: datetime) -> Arrival:
    """`here` is the learner whom this device may open already."""
    told, platform = launch.told, launch.platform
    mine: Any = lambda: _new(told, here, at=at)  # noqa: E731 - made only where there is none
    known, _made = LtiLearner.objects.select_related("learner__joined").get_or_create(
        platform=platform,
        subject=told["subject"],
        defaults={"learner": mine, "first_at": at, "last_at": at},
    )
    LtiLearner.objects.filter(pk=known.pk).update(last_at=at)
    learner = known.learner.joined or known.learner
    remember(known, told, at=at)
    holds = bool(here and here.pk == learner.pk)
    return Arrival(learner, opens=holds or platform.may_open or not _has_her_own_way(learner))


def _has_her_own_way(learner: Learner) -> bool:
    """Whether she has proven her address, or did before she corrected it (which signs every device out)."""
    return bool(learner.proven_at or (learner.email and learner.signed_out_at))


def _new(told: dict[str, Any], here: Learner | None, *, at: datetime) -> Learner:
    """Whoever has proven this address on this device is who she was; nobody is found by an address alone."""
    if here and here.proven_at and told["email"] and here.email == told["email"]:
        return here
    return entry.enter(
        told["name"] or _("Participant"),
        told["email"],
        at=at,
        municipality=guess.by_email(told["email"]),
        language=told["target"]["language"],
    )


def remember(known: LtiLearner, told: dict[str, Any], *, at: datetime) -> None:
    """That she came by this link, and where its score goes. A line that has moved is written to again."""
    target = told["target"]
    about = {
        "lineitem": told["lineitem"],
        "course": target["course"],
        "part": target["part"],
        "lesson": target["lesson"],
    }
    line, made = LtiLine.objects.get_or_create(
        lti_learner=known,
        deployment=told["deployment"],
        link=told["link"],
        defaults={**about, "made_at": at},
    )
    moved = any(getattr(line, name) != value for name, value in about.items())
    if not made and (moved or line.given_up_at):
        fresh = {"wanted_at": None, "sent_at": None, "given_up_at": None, "tries": 0}
        LtiLine.objects.filter(pk=line.pk).update(**about, **fresh)
    scoring.book(LtiLine.objects.filter(pk=line.pk), at=at)
