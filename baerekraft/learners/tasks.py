"""Mailing proofs: many who enter in the same second share one task, because each task is a row to write."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from baerekraft.design import languages
from baerekraft.learners import proofs
from baerekraft.learners.inbox import greeting
from baerekraft.learners.models import Learner
from baerekraft.mail import messages

SHARED_SECONDS = 1
_booked = {"at": -1.0}


def book_proofs() -> None:
    """See to it that a task writes the mails promised in this second. It runs when all of them are committed."""
    if time.monotonic() - _booked["at"] < SHARED_SECONDS:
        return
    mail_proofs.using(run_after=timezone.now() + timedelta(seconds=2 * SHARED_SECONDS)).enqueue()
    transaction.on_commit(lambda: _booked.update(at=time.monotonic()))


@task
def mail_proofs() -> int:
    """Write the mail with link and code to everyone who waits for it; return how many."""
    waiting = list(Learner.objects.waiting_for_proof().order_by("proof_sent_at")[:500])
    for learner in waiting:
        mail_proof(learner)
    if len(waiting) == 500:
        mail_proofs.enqueue()
    return len(waiting)


@transaction.atomic
def mail_proof(learner: Learner) -> None:
    messages.post(
        "learners/mail/proof.html",
        to=learner.email,
        context={
            "name": greeting(learner.name),
            "code": proofs.code(learner),
            "url": settings.BASE_URL
            + languages.link(learner.language, "player:confirm", proofs.token(learner)),
            "days": settings.PROOF_DAYS,
        },
        language=learner.language,
        key=f"proof-{learner.pk}-{learner.proof_seed}",
    )
    Learner.objects.filter(pk=learner.pk, proof_seed=learner.proof_seed).update(
        proof_mailed_at=timezone.now()
    )
