"""A municipality's own way through the course: its page, and its variants of the county's lessons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baerekraft.catalog import shelf, variants
from baerekraft.catalog.document import LessonDocument
from baerekraft.catalog.municipal import Contact, MunicipalityDocument
from baerekraft.catalog.shelf import Entry, Shelf
from baerekraft.learners.models import Learner
from baerekraft.municipalities import finding
from baerekraft.municipalities.models import Municipality
from baerekraft.pages import views as pages
from baerekraft.pages.registry import Made
from baerekraft.player import lessons, views
from baerekraft.player.lessons import LessonLink, PartCard, Personal


@dataclass(frozen=True)
class Corner:
    """What a municipality has of its own in one language."""

    municipality: Municipality
    own: Mapping[str, Entry]

    @cached_property
    def document(self) -> MunicipalityDocument:
        return variants.said(self.municipality.slug)

    @property
    def url(self) -> str:
        return reverse("player:municipality", args=[self.municipality.slug])

    def onwards(self, link: LessonLink) -> LessonLink:
        """The lesson's variant where there is one, else the county's."""
        entry = self.own.get(link.key)
        if entry is None:
            return link
        return replace(link, url=self.address(link.part, link.slug), minutes=entry.minutes)

    def address(self, part: str, lesson: str) -> str:
        return reverse("player:variant", args=[self.municipality.slug, part, lesson])

    def card(self, part: PartCard) -> PartCard:
        return replace(part, lessons=tuple(map(self.onwards, part.lessons)))


@dataclass(frozen=True)
class Local:
    """What a variant's page says of whose it is."""

    name: str
    url: str
    contact: Contact | None
    county_url: str


def of(municipality: Municipality, language: str) -> Corner:
    return Corner(municipality, variants.of(municipality.slug, language))


def spoken(municipality: Municipality) -> Corner:
    """The municipality's own in the language of the page that is being made."""
    return of(municipality, get_language() or settings.LANGUAGE_CODE)


def corner_page(on_shelf: Shelf, municipality: str) -> Made | None:
    found = Municipality.objects.filter(slug=municipality).first()
    if found is None:
        return None
    corner = of(found, on_shelf.language)
    parts = [corner.card(lessons.card(part)) for part in on_shelf.parts]
    return Made(
        "player/municipality.html",
        {
            "corner": corner,
            "course": on_shelf.course,
            "parts": parts,
            "courses": [lessons.course_card(on_shelf, one) for one in on_shelf.of_municipality(municipality)],
            "others": [
                lessons.course_card(on_shelf, other) for other in on_shelf.of_municipality(municipality)
            ],
            "first": next((lesson for part in parts for lesson in part.lessons), None),
            "status_url": reverse("status:municipality", args=[found.slug]),
        },
    )


def variant_page(on_shelf: Shelf, municipality: str, part: str, lesson: str) -> Made | None:
    if f"{part}/{lesson}" not in variants.of(municipality, on_shelf.language):
        return None
    place = on_shelf.lesson(part, lesson)
    corner = of(Municipality.objects.get(slug=municipality), on_shelf.language)
    return Made("player/lesson.html", context(on_shelf, place, corner)) if place else None


def context(
    on_shelf: Shelf, place: Entry, corner: Corner, personal: Personal | None = None
) -> dict[str, Any]:
    """What the lesson's template shows of the variant in this place; the way on goes by the municipality's own."""
    entry = corner.own[place.key]
    shown = lessons.context(on_shelf, place, personal)
    before, after = shown["previous"], shown["next"]
    return {
        **shown,
        **lessons.document_context(entry.document, on_shelf),
        "part": corner.card(shown["part"]),
        "entry": corner.onwards(lessons.link(entry)),
        "previous": corner.onwards(before) if before else None,
        "next": corner.onwards(after) if after else None,
        "version": entry.published,
        "learning_goals": lessons.goals(entry.document, on_shelf),
        "local": local(corner, entry.document, lessons.address(place.part, place.slug)),
    }


def local(corner: Corner, lesson: LessonDocument, county_url: str) -> Local:
    """The lesson's own contact person goes before the municipality's."""
    contact = lesson.contact or corner.document.contact
    return Local(corner.municipality.name, corner.url, contact, county_url)


@require_safe
def corner(request: HttpRequest, municipality: str) -> HttpResponse:
    """The municipality's page; a former municipality leads to the one it is now a part of. Raises Http404."""
    try:
        return pages.public(request, municipality=municipality)
    except Http404:
        return redirect("player:municipality", today(municipality).slug, permanent=True)


@require_safe
def variant(request: HttpRequest, municipality: str, part: str, lesson: str) -> HttpResponse:
    """The variant; the county's lesson where the municipality has none. Raises Http404."""
    try:
        return pages.public(request, municipality=municipality, part=part, lesson=lesson)
    except Http404:
        pass
    if not Municipality.objects.filter(slug=municipality).exists():
        return redirect("player:variant", today(municipality).slug, part, lesson, permanent=True)
    if shelf.spoken().lesson(part, lesson):
        return redirect("player:lesson", part, lesson)
    return views.missing(request, part=part, lesson=lesson)


def today(former: str) -> Municipality:
    """The municipality that one of before is now a part of. Raises Http404."""
    found = finding.by_text(former)
    if found is None or found.slug == former:
        raise Http404
    return found


def corner_of(municipality: str) -> Corner | None:
    found = Municipality.objects.filter(slug=municipality).first()
    return spoken(found) if found else None


def state(learner: Learner) -> dict[str, Any]:
    """For the script on the county's lessons: the way to her municipality's variants, if it has any."""
    municipality = variants.owners().get(learner.municipality_id or 0)
    if municipality is None:
        return {}
    corner = spoken(municipality)
    urls = {key: corner.address(entry.part, entry.slug) for key, entry in corner.own.items()}
    text = _("Read it as adapted for %(name)s") % {"name": municipality.name}
    return {"local": {"text": text, "urls": urls}}


def preview(request: HttpRequest, lesson: LessonDocument, municipality: Municipality) -> HttpResponse:
    """The variant as a learner would see it, before it is published."""
    whose = of(municipality, lesson.language)
    address = lessons.address(lesson.part, lesson.slug)
    return lessons.preview(request, lesson, local=local(whose, lesson, address))
