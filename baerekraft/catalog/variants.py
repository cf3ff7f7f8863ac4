"""Variants: the lessons that a municipality has adapted, in the places of the county's."""

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings

from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson, PublishedMunicipality
from baerekraft.catalog.municipal import MunicipalityDocument
from baerekraft.catalog.shelf import Entry, Shelf
from baerekraft.municipalities.models import Municipality

_owners: tuple[Shelf, Mapping[int, Municipality]] | None = None
_known: dict[tuple[str, str], tuple[Shelf, Mapping[str, Entry]]] = {}


def of(municipality: str, language: str) -> Mapping[str, Entry]:
    """The municipality's variants by the lessons' keys, read once per edition."""
    on_shelf = shelf.now(language)
    known = _known.get((municipality, language))
    if known is None or known[0] is not on_shelf:
        known = _known[municipality, language] = on_shelf, _read(municipality, on_shelf)
    return known[1]


def _read(municipality: str, on_shelf: Shelf) -> dict[str, Entry]:
    """Only where the county's lesson is on the shelf, and in the language that it is in there."""
    rows = (
        PublishedLesson.objects.filter(
            municipality__slug=municipality, language__in={on_shelf.language, settings.LANGUAGE_CODE}
        )
        .select_related("lesson__part")
        .order_by("version")
    )
    newest = {(row.lesson_id, row.language): row for row in rows}
    found = {}
    for row in newest.values():
        entry = on_shelf.lesson(row.lesson.part.slug, row.lesson.slug)
        if entry and entry.language == row.language and row.withdrawn_at is None:
            found[entry.key] = replace(entry, published=row.pk, version=row.version, document=row.document)
    return found


def owners() -> Mapping[int, Municipality]:
    """The municipalities that have variants, by id."""
    global _owners
    on_shelf = shelf.now()
    if _owners is None or _owners[0] is not on_shelf:
        rows = PublishedLesson.objects.filter(withdrawn_at=None).exclude(municipality=None)
        found = Municipality.objects.filter(pk__in=rows.values("municipality"))
        _owners = on_shelf, {municipality.pk: municipality for municipality in found}
    return _owners[1]


def said(municipality: str) -> MunicipalityDocument:
    """What the municipality says of itself; nothing but its name when it has said nothing."""
    row = PublishedMunicipality.objects.filter(municipality__slug=municipality).order_by("-version").first()
    return row.document if row else MunicipalityDocument(municipality=municipality)
