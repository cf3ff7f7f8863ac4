"""Issuing: from a certificate's row to its badge, made again at each download, so that it follows the holder's name."""

import json
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from openbadgeslib import baking
from openbadgeslib.ob3 import Achievement, IdentityObject, Issuer, OpenBadgeCredential

from baerekraft.catalog import shelf
from baerekraft.credentials.badges import keys, picture, signing, status
from baerekraft.credentials.models import Certificate
from baerekraft.design import languages

Document = dict[str, Any]


def credential(certificate: Certificate) -> Document:
    """The unsigned AchievementCredential (Open Badges 3.0, appendix B.1); the same row gives the same."""
    made = OpenBadgeCredential(
        id=identity(certificate),
        issuer=Issuer(id=keys.issuer(), name=settings.ISSUER, url=settings.BASE_URL + "/"),
        recipient_id=None,
        identifiers=_holder(certificate),
        achievement=_achievement(certificate),
        issuance_date=_day(certificate),
        credential_status=[status.entry(certificate)],
    ).to_vc()
    made["type"] = ["VerifiableCredential", "AchievementCredential"]
    made["credentialSubject"]["achievement"]["inLanguage"] = certificate.language
    return made


def as_json(certificate: Certificate, *, at: datetime) -> str:
    """The badge with a Data Integrity proof."""
    signed = signing.with_proof(credential(certificate), keys.current(), at=at)
    return json.dumps(signed, ensure_ascii=False, indent=1)


def as_jwt(certificate: Certificate) -> str:
    return signing.as_jwt(credential(certificate), keys.current())


def as_png(certificate: Certificate) -> bytes:
    """The picture with the badge baked in as a JWT (Open Badges 3.0, section 5.3)."""
    return baking.bake_png(
        picture.png(number(certificate)), as_jwt(certificate), keyword=baking.ITXT_KEYWORD_OB3
    )


def as_svg(certificate: Certificate) -> bytes:
    return baking.bake_svg(
        picture.svg(number(certificate)).encode(),
        as_jwt(certificate),
        element=baking.SVG_ELEMENT_OB3,
        namespace=baking.SVG_NS_OB3,
    )


def identity(certificate: Certificate) -> str:
    """The badge's name in the world, where anyone can also check it by hand."""
    return settings.BASE_URL + languages.link(settings.LANGUAGE_CODE, "credentials:verify", certificate.code)


def number(certificate: Certificate) -> int:
    """Which picture: the part's place in its course now, or 0 for the whole course."""
    found = shelf.now().whole.part(certificate.part.slug) if certificate.part else None
    return 0 if certificate.is_whole else min(found.number if found else 1, picture.MOST)


def _achievement(certificate: Certificate) -> Achievement:
    with translation.override(certificate.language):
        named = {"part": certificate.part_title, "course": certificate.course_title}
        if certificate.is_whole:
            path, slug, learned = _course_path(certificate), certificate.course, _("Parts of the course")
            description = _("Has completed the whole course “%(course)s”.") % named
            asked = _("Every part of the course is completed.")
        else:
            slug = certificate.part.slug if certificate.part else ""
            path, learned = reverse("player:part", args=[slug]), _("Learning goals")
            description = _("Has completed “%(part)s” in the course “%(course)s”.") % named
            asked = _("Every lesson of the part is completed: all its exercises that count are answered.")
        image = settings.BASE_URL + reverse("badges:picture", args=[number(certificate)])
        goals = "".join(f"\n- {goal}" for goal in certificate.learning_goals)
    return Achievement(
        id=f"{settings.BASE_URL}{path}#{slug}",
        name=certificate.part_title,
        description=description,
        criteria_narrative=f"{asked}\n\n{learned}:\n{goals}" if goals else asked,
        image_url=image,
        achievement_type="Course" if certificate.is_whole else "Certificate",
    )


def _course_path(certificate: Certificate) -> str:
    main = shelf.now().main
    if main is not None and main.document.slug == certificate.course:
        return reverse("player:course")
    return reverse("player:other-course", args=[certificate.course])


def _holder(certificate: Certificate) -> list[IdentityObject]:
    """Hashes of the name, and of the address if it is proven: whoever knows them can compare, nobody can read them."""
    salt = salted_hmac("badge", certificate.code, algorithm="sha256").hexdigest()[:32]
    learner = certificate.learner
    found = [IdentityObject.create(certificate.name, salt, "name")]
    if learner.email and learner.proven_at:
        found.append(IdentityObject.create(learner.email, salt, "emailAddress"))
    return found


def _day(certificate: Certificate) -> datetime:
    """Valid from the beginning of the day on the paper, so that a clock that is a little behind takes it too."""
    day = timezone.localtime(certificate.issued_at).date()
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
