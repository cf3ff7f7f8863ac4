"""`/assessments`: the published sustainability checks of the places that whoever asks holds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from baerekraft.assessments.document import Document
from baerekraft.assessments.models import Publication, PublicationQuerySet
from baerekraft.interop.api import addresses, asking, bearers, paging
from baerekraft.interop.api.bearers import Coordinator, MachineToken
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.api.shapes import Links, Page
from baerekraft.interop.tokens.models import Token
from baerekraft.reports.scopes import Scope
from baerekraft.reports.visible import in_county
from baerekraft.sdg.texts import Frozen

router = Router(tags=["Assessments"], auth=[MachineToken(Token.Scope.ASSESSMENTS), Coordinator()])


class Affected(Frozen):
    goal: int
    effect: Literal["positive", "negative", "both", "unknown"]


class Conflict(Frozen):
    """One goal gains what another loses."""

    gains: int
    harmed: int


class Assessment(Frozen):
    slug: str
    title: str
    kind: str = Field(description="What was assessed, or empty.")
    municipality: str
    language: Literal["nb", "nn", "en"]
    published_at: datetime
    goals: list[Affected] = Field(description="What the proposal does to each goal that it affects.")
    conflicts: list[Conflict]
    links: Links


class AssessmentInFull(Assessment):
    document: Document = Field(
        description="All that was judged, as in the file that an assessment is kept in."
    )


@router.get("/assessments", response=Page[Assessment], url_name="assessments", operation_id="assessments")
def assessments(
    request: HttpRequest,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """The final assessments that their authors have published in your places, the newest first."""
    rows = _readable(request).defer("shown", "searched", "content")
    return paging.page(request, rows, _assessments, limit=limit, offset=offset)


@router.get(
    "/assessments/{slug:slug}", response=AssessmentInFull, url_name="assessment", operation_id="assessment"
)
def assessment(request: HttpRequest, slug: str, language: asking.Language = None) -> AssessmentInFull:
    """One of them with all that was judged, and without names unless its author chose to show them."""
    row = _readable(request).filter(slug=slug).first()
    if row is None:
        raise Refused(404, f"There is no published assessment «{slug[:80]}» in your places.")
    return AssessmentInFull(**_assessment(request, row), document=row.document)


def _readable(request: HttpRequest) -> PublicationQuerySet:
    within = Q(pk__in=[])
    for scope in bearers.places(request):
        within |= _of(scope)
    standing = Publication.objects.standing().filter(within, example=False)
    return standing.select_related("municipality").prefetch_related("goals", "conflicts")


def _of(scope: Scope) -> Q:
    """Whoever holds a unit holds nothing of the municipality's here that she could not read on its page."""
    if scope.municipality:
        return Q(municipality=scope.municipality)
    if scope.county:
        return Q(municipality__in=in_county(scope.county))
    return Q(municipality__isnull=False)


def _assessments(request: HttpRequest, rows: Iterable[Publication]) -> list[Assessment]:
    return [Assessment(**_assessment(request, row)) for row in rows]


def _assessment(request: HttpRequest, row: Publication) -> dict[str, Any]:
    effects = sorted((goal.goal, goal.effect) for goal in row.goals.all())
    pairs = sorted((pair.gains, pair.harmed) for pair in row.conflicts.all())
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.kind,
        "municipality": row.municipality.slug if row.municipality else "",
        "language": row.language,
        "published_at": row.published_at,
        "goals": [Affected(goal=goal, effect=effect) for goal, effect in effects],
        "conflicts": [Conflict(gains=gains, harmed=harmed) for gains, harmed in pairs],
        "links": {
            "self": addresses.to(request, "api:assessment", row.slug),
            "page": addresses.to(request, "assessments:published", row.slug),
        },
    }
