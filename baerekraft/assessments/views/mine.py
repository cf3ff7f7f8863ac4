"""From a learner's own page to an assessment of hers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from baerekraft.assessments import links, own_data, starting
from baerekraft.assessments.access import secretly
from baerekraft.learners.guard import learners_only, own_pages_only
from baerekraft.learners.models import Learner


@require_POST
@own_pages_only
@learners_only
def mine(request: HttpRequest, learner: Learner, assessment: UUID) -> HttpResponse:
    """The way in that she would have got by mail; a post, because it may have to be made."""
    found = get_object_or_404(own_data.of(learner), pk=assessment)
    link = starting.own_link(found, at=timezone.now())
    return secretly(redirect("assessments:overview", links.secret(link)))
