"""The collection that everybody can read: looking through it, one assessment in it, and a copy to begin from."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from baerekraft.assessments import fields, file, starting
from baerekraft.assessments.collection import collecting, examples, inquiries
from baerekraft.assessments.models import Publication
from baerekraft.assessments.reporting import Shown
from baerekraft.assessments.views import opening
from baerekraft.learners import passes
from baerekraft.learners.guard import own_pages_only


@require_safe
def collection(request: HttpRequest) -> HttpResponse:
    asked = inquiries.read(request.GET.dict())
    found = collecting.search(asked, request.GET.get(collecting.PAGE, "1")[:9])
    return render(request, "assessments/collection.html", {"found": found, "asked": asked})


@require_safe
def published(request: HttpRequest, slug: str) -> HttpResponse:
    publication = _find(slug)
    if publication.withdrawn_at:
        return _withdrawn(request)
    context = {
        "publication": publication,
        "lead": next((one.lead for one in examples.every() if one.slug == publication.slug), ""),
        "report": Shown.model_validate(publication.shown),
        "contact": settings.CONTACT,
    }
    return render(request, "assessments/published.html", context)


@require_POST
@own_pages_only
def use_as_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a new assessment with what was thought in this one. The copy is nobody's until its link is kept."""
    publication = _find(slug)
    if publication.withdrawn_at:
        return _withdrawn(request)
    if opening.too_many(request):
        return render(request, "429.html", status=429)
    learner = passes.learner_of(request)
    with translation.override(publication.language):
        copy = file.template(fields.write(publication.document))
    if learner and learner.municipality:
        copy["case/municipality"] = learner.municipality.slug
    source = publication.report.assessment if publication.report else None
    link = starting.start(
        copy,
        learner=learner,
        language=publication.language,
        brought_set=source.brought_set if source else None,
        at=timezone.now(),
    )
    return opening.begun(link)


def _find(slug: str) -> Publication:
    return get_object_or_404(
        Publication.objects.select_related("report__assessment", "municipality"), slug=slug
    )


def _withdrawn(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("This assessment has been withdrawn"),
        "text": _(
            "It was published here, but is no longer shown. Copies that others have begun from it are their own."
        ),
        "action_url": reverse("assessments:collection"),
        "action_label": _("See the collection"),
    }
    return render(request, "design/message.html", context, status=410)
