"""Certificates: issue(), issue_course(), revoke(), rename(), document()."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Shelf
from baerekraft.credentials.badges import status
from baerekraft.credentials.models import Certificate
from baerekraft.credentials.pdf.certificate import render
from baerekraft.design import languages
from baerekraft.learners.models import Learner
from baerekraft.records.models import PartCompletion


class AlreadyRevoked(Exception):
    """A certificate is revoked only once; the first reason stands."""


def issue(completion: PartCompletion, *, at: datetime) -> Certificate | None:
    """Issue the part's certificate unless the learner has one, or the part is no longer published."""
    learner, part = completion.enrolment.learner, completion.enrolment.part
    on_shelf = _shelf_of(learner)
    found, course = on_shelf.part(part.slug), on_shelf.around(part.slug)
    if found is None or course is None or Certificate.objects.of(learner).filter(part=part).exists():
        return None
    return Certificate.objects.create(
        learner=learner,
        part=part,
        name=learner.name,
        part_title=found.document.title,
        course_title=course.document.title,
        learning_goals=list(found.document.learning_goals),
        language=on_shelf.language,
        issued_at=at,
    )


@transaction.atomic
def issue_course(learner: Learner, *, part: str, at: datetime) -> Certificate | None:
    """Issue one for the whole course around the part when she has one for every part of it, and they are two or more."""
    on_shelf = _shelf_of(learner)
    course = on_shelf.around(part)
    wanted = {found.slug for found in course.parts} if course else set()
    if course is None or len(wanted) < 2:
        return None
    Learner.objects.select_for_update().get(pk=learner.pk)
    hers = Certificate.objects.of(learner)
    valid = set(hers.filter(revoked_at=None, part__isnull=False).values_list("part__slug", flat=True))
    if not wanted <= valid or hers.filter(part=None, course=course.slug).exists():
        return None
    title = course.document.title
    return Certificate.objects.create(
        learner=learner,
        course=course.slug,
        name=learner.name,
        part_title=title,
        course_title=title,
        learning_goals=[found.document.title for found in course.parts],
        language=on_shelf.language,
        issued_at=at,
    )


def _shelf_of(learner: Learner) -> Shelf:
    return shelf.now(learner.language if learner.language in dict(settings.LANGUAGES) else "nb").whole


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, at: datetime) -> None:
    if certificate.revoked_at:
        raise AlreadyRevoked
    certificate.revoked_at, certificate.revoked_reason = at, reason
    certificate.save(update_fields=["revoked_at", "revoked_reason"])
    status.revoke(certificate, at=at)


def rename(learner: Learner) -> None:
    """Let the holder's certificates follow when she corrects her name."""
    Certificate.objects.of(learner).exclude(name=learner.name).update(name=learner.name)


def document(certificate: Certificate) -> dict[str, Any]:
    """What stands on the paper."""
    day = timezone.localtime(certificate.issued_at).date()
    return {
        "name": certificate.name,
        "part": certificate.part_title,
        "course": certificate.course_title,
        "whole_course": certificate.is_whole,
        "learning_goals": certificate.learning_goals,
        "issued_on": day.isoformat(),
        "issued_in_words": in_words(day, certificate.language),
        "code": certificate.code,
        "address": address(certificate),
        "issuer": settings.ISSUER,
        "language": certificate.language,
    }


def in_words(day: date, language: str) -> str:
    with translation.override(language):
        return date_format(day, "j. F Y" if language != "en" else "j F Y")


def address(certificate: Certificate) -> str:
    """Where anyone can check it, in the language it is written in."""
    return settings.BASE_URL + languages.link(certificate.language, "credentials:verify", certificate.code)


def pdf(certificate: Certificate) -> bytes:
    """The certificate as PDF/UA-1 and PDF/A-2a."""
    return render(document(certificate))


def file_name(certificate: Certificate) -> str:
    about = certificate.part.slug if certificate.part else certificate.course
    return f"kursbevis-{about}-{certificate.code}.pdf"
