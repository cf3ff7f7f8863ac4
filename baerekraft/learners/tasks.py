from django.conf import settings
from django.tasks import task
from django.urls import reverse

from baerekraft.learners import proofs
from baerekraft.learners.inbox import greeting
from baerekraft.learners.models import Learner
from baerekraft.mail import messages


@task
def mail_proof(pk: str) -> None:
    """Mail the link and the code that prove an address."""
    learner = Learner.objects.filter(pk=pk, joined=None).first()
    if learner is None or not learner.email:
        return
    messages.post(
        "learners/mail/proof.html",
        to=learner.email,
        context={
            "name": greeting(learner.name),
            "code": proofs.code(learner),
            "url": settings.BASE_URL + reverse("player:confirm", args=[proofs.token(learner)]),
            "days": settings.PROOF_DAYS,
        },
        language=learner.language,
        key=f"proof-{learner.pk}-{learner.proof_seed}",
    )
