import logging

from django.conf import settings
from django.tasks import task

from baerekraft.credentials import certificates
from baerekraft.credentials.badges import issuing
from baerekraft.credentials.badges.keys import KeyLocked
from baerekraft.credentials.models import Certificate
from baerekraft.design import languages
from baerekraft.learners import inbox
from baerekraft.mail import messages

logger = logging.getLogger(__name__)


def key_of(pk: int) -> str:
    """The key of the message with this certificate."""
    return f"certificate-{pk}"


@task
def mail_certificate(pk: int) -> None:
    """Mail the certificate to its holder, unless it was revoked or erased meanwhile; it is on her own page too."""
    certificate = Certificate.objects.select_related("learner", "part").filter(pk=pk, revoked_at=None).first()
    if certificate is None or not inbox.open_to(certificate.learner, about="certificate"):
        return
    badge = _badge(certificate)
    messages.post(
        "credentials/mail/certificate.html",
        to=certificate.learner.email,
        context={
            "certificate": certificate,
            "own_url": settings.BASE_URL + languages.link(certificate.language, "player:own"),
            "verify_url": certificates.address(certificate),
            "badge": bool(badge),
        },
        language=certificate.language,
        attachments=[
            (certificates.file_name(certificate), certificates.pdf(certificate), "application/pdf"),
            *badge,
        ],
        key=key_of(pk),
    )


def _badge(certificate: Certificate) -> list[tuple[str, bytes, str]]:
    """The badge as a file, or none: a key that cannot be used does not hold the certificate back."""
    try:
        return [(f"merke-{certificate.code}.png", issuing.as_png(certificate), "image/png")]
    except KeyLocked as error:
        logger.error("%s: run `baerekraft rotate-badge-key`", error)
        return []
