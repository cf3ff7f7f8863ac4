"""A learner's certificates, for her own page and her download."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from baerekraft.credentials.badges import sharing
from baerekraft.credentials.models import Certificate
from baerekraft.learners.models import Learner
from baerekraft.learners.own_data import provider


@provider("certificates")
def own_certificates(learner: Learner) -> Iterable[dict[str, Any]]:
    for certificate in Certificate.objects.of(learner).select_related("part").order_by("issued_at"):
        yield {
            "code": certificate.code,
            "part": certificate.part.slug if certificate.part else None,
            "course": certificate.course or None,
            "part_title": certificate.part_title,
            "name": certificate.name,
            "issued_at": certificate.issued_at,
            "show_name": certificate.show_name,
            "revoked_at": certificate.revoked_at,
            "pdf_url": reverse("credentials:pdf", args=[certificate.code]),
            "verify_url": certificate.get_absolute_url(),
            "visibility_url": reverse("credentials:visibility", args=[certificate.code]),
            "badge_urls": {
                suffix: reverse("credentials:badge", args=[certificate.code, suffix])
                for suffix in ("png", "svg", "json", "jwt")
            },
            "linkedin_url": sharing.linkedin(certificate),
        }
