"""Final reports as rows, without the seconds that a PDF takes."""

import hashlib
from datetime import datetime

from django.utils import timezone

from baerekraft.assessments.collection import publishing
from baerekraft.assessments.models import Assessment, Publication, Report, content_of
from baerekraft.assessments.tests.factories import make_assessment
from baerekraft.municipalities.models import Municipality


def make_final(assessment: Assessment, *, at: datetime | None = None) -> Report:
    """The assessment frozen, as Kari sees it after she has pressed the button."""
    assessment.refresh_from_db()
    pdf = b"%PDF-1.7"
    report = Report.objects.create(
        assessment=assessment,
        number=assessment.reports.count() + 1,
        language=assessment.language,
        made_at=at or timezone.now(),
        made_by=assessment.author,
        content=content_of(assessment.document),
        shown={},
        pdf=pdf,
        checksum=hashlib.sha256(pdf).hexdigest(),
    )
    assessment.final = report
    assessment.save(update_fields=["final"])
    return report


def make_publication(assessment: Assessment, *, names: bool = False) -> Publication:
    """Finished and shown to everybody."""
    Assessment.objects.filter(pk=assessment.pk).update(email_proven_at=timezone.now())
    return publishing.publish(make_final(assessment), names=names, at=timezone.now())


def shown_in(place: str, *, names: bool = True) -> Publication:
    """Kari's in this municipality, finished and shown to everybody."""
    home = Municipality.objects.get(name=place)
    assessment = make_assessment(
        case__title="Ny skole", case__participants="Ola", case__municipality=home.slug
    )
    Assessment.objects.filter(pk=assessment.pk).update(municipality=home)
    return make_publication(assessment, names=names)
