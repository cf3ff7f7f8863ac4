"""An indicator's newest figure for the reader's own municipality, beside a chart in a page that is the same for everyone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from baerekraft.indicators import series, wording
from baerekraft.indicators.models import Indicator
from baerekraft.learners import passes
from baerekraft.learners.models import Learner
from baerekraft.player.own import private


@require_GET
def figure(request: HttpRequest, indicator: str) -> HttpResponse:
    """Nothing where nobody is here, she has given no municipality, or there is no figure for it."""
    learner = passes.learner_of(request)
    found = of_learner(learner, indicator) if learner else None
    if found is None:
        return HttpResponse(status=204, headers={"Cache-Control": "private, no-store"})
    return private(found)


def of_learner(learner: Learner, slug: str) -> dict[str, Any] | None:
    measure = Indicator.objects.filter(pk=slug).first()
    place = learner.municipality
    point = series.latest(measure, municipality=place) if measure and place else None
    if measure is None or point is None:
        return None
    return {
        "label": f"{place} ({point.year})",
        "value": float(wording.rounded(measure, point.value)),
        "shown": wording.number(measure, point.value),
        "text": _("Your municipality, %(name)s: %(figure)s (%(year)s).")
        % {"name": place, "figure": wording.figure(measure, point.value), "year": point.year},
    }
