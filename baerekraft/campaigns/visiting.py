"""Who is at the page that a mailed link opened: she it was sent to, nobody yet, or somebody else on the same device."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from baerekraft.campaigns import entering
from baerekraft.campaigns.models import Recipient
from baerekraft.learners import passes
from baerekraft.learners.entry import clean_email
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass


@dataclass(frozen=True)
class Visit:
    """`present` is whoever this device has let in; the link alone shows nobody's answers."""

    recipient: Recipient
    present: Learner | None

    @property
    def is_hers(self) -> bool:
        """She is here already, and has shown that the address is hers."""
        return bool(self._same_address and self.present and self.present.proven_at)

    @property
    def somebody_else(self) -> Learner | None:
        return None if self._same_address else self.present

    @property
    def _same_address(self) -> bool:
        return bool(self.present and self.present.email == clean_email(self.recipient.email))


def of(request: HttpRequest, recipient: Recipient) -> Visit:
    return Visit(recipient, passes.learner_of(request))


def must_ask(request: HttpRequest, visit: Visit) -> bool:
    """Whether somebody else is here whom the posted form did not mention: nobody is shut out unasked."""
    other = visit.somebody_else
    return bool(other and request.POST.get("instead_of") != str(other.pk))


def let_in(visit: Visit, *, at: datetime) -> Learner:
    learner = entering.enter(visit.recipient, at=at)
    entering.take_along(visit.present, learner, at=at)
    return learner


def pass_of(learner: Learner) -> Pass:
    """What she may do in this request, before her device holds the pass."""
    return Pass(learner.pk, proven=True, shared=False, issued=time.time())


def give_pass(request: HttpRequest, response: HttpResponse, learner: Learner) -> None:
    """A device that she has called shared stays so."""
    held = passes.of(request)
    shared = request.POST.get("shared") == "on" or bool(held and held.learner == learner.pk and held.shared)
    passes.give(response, learner, proven=True, shared=shared)
