from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from baerekraft.assessments import finalising, hints
from baerekraft.assessments.forms.page import Page
from baerekraft.assessments.models import Assessment, Publication
from baerekraft.assessments.reporting import Shown


def content(page: Page) -> dict[str, Any]:
    assessment = page.link.assessment
    if assessment is None:
        return {}
    open_comments = assessment.comments.filter(resolved_at=None).count()
    return {
        "summary": page.sheet.text(
            "weighing/summary",
            _("For those who decide: half a page in your own words"),
            _("What is proposed, what it does for the goals, what it costs them, and what you advise."),
            rows="6",
        ),
        "hints": hints.hints(page.document, page.known, open_comments),
        "report": report(page, assessment),
        "final": assessment.final,
        "versions": assessment.reports.defer("pdf", "shown", "content"),
        "publication": Publication.objects.standing().filter(report__assessment=assessment).first(),
        "contact": settings.CONTACT,
    }


def report(page: Page, assessment: Assessment) -> Shown:
    """The final one as it was frozen, else the draft as it is now."""
    if assessment.final:
        return Shown.model_validate(assessment.final.shown)
    return finalising.draft(assessment, language=page.language, at=timezone.now())
