"""What the script sends and asks while somebody writes: each field with the revision it was seen at."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, Field, ValidationError

from baerekraft.assessments import ladder, saving
from baerekraft.assessments.access import holding
from baerekraft.assessments.models import Link
from baerekraft.assessments.saving import Frozen, Saved, TooMuch
from baerekraft.assessments.views import steps
from baerekraft.assessments.views.sharing import owned


class Change(BaseModel, strict=True):
    path: str
    value: str
    base: Annotated[int, Field(ge=0)]


class Sent(BaseModel, strict=True):
    changes: Annotated[list[Change], Field(max_length=500)]


@require_POST
@holding(Link.Right.EDIT)
def save(request: HttpRequest, link: Link) -> HttpResponse:
    try:
        changes = Sent.model_validate_json(request.body).changes
        sent = {change.path: change.value for change in changes}
        saved = steps.keep(link, sent, base={change.path: change.base for change in changes})
    except (ValidationError, Http404):
        return JsonResponse({"error": _("This could not be read.")}, status=400)
    except Frozen as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    except TooMuch as refusal:
        return JsonResponse({"error": str(refusal)}, status=413)
    return JsonResponse(told(saved))


def told(saved: Saved) -> dict[str, Any]:
    return {
        "revision": saved.assessment.revision,
        "saved_at": time_format(timezone.localtime(saved.assessment.changed_at), "H.i"),
        "errors": saved.errors,
        "clashes": saved.clashes,
        "others": saved.others,
        "left": {rung.step.key: rung.left for rung in ladder.rungs(saved.assessment.document)},
    }


@require_GET
@holding(Link.Right.EDIT)
def changed(request: HttpRequest, link: Link) -> JsonResponse:
    """What others have written since the revision that the page knows."""
    assessment = owned(link)
    others = saving.since(assessment, steps.number(request.GET.get("revision", "")))
    return JsonResponse({"revision": assessment.revision, "others": others})
