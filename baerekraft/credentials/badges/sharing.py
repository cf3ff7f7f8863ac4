"""Sharing: where a badge can be shown off."""

from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from baerekraft.credentials.badges import issuing
from baerekraft.credentials.models import Certificate

LINKEDIN = "https://www.linkedin.com/profile/add"


def linkedin(certificate: Certificate) -> str:
    """LinkedIn's own form for a certificate, filled in with what stands on ours (its «Add to profile» parameters)."""
    issued = timezone.localtime(certificate.issued_at)
    filled = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.part_title,
        "organizationName": settings.ISSUER,
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": issuing.identity(certificate),
        "certId": certificate.code,
    }
    return f"{LINKEDIN}?{urlencode(filled)}"
