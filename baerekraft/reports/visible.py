"""Which parts and municipalities there are figures of: parts_of(), in_county()."""

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.catalog.shelf import Shelf
from baerekraft.municipalities.models import Municipality, MunicipalityCode


def parts_of(on_shelf: Shelf, municipality: str = "") -> tuple[PartOnShelf, ...]:
    """Of the courses that are open to everyone, and of those that are the municipality's own."""
    courses = [
        course
        for course in on_shelf.every
        if course in on_shelf.courses or (municipality and course.document.municipality == municipality)
    ]
    return tuple(part for course in courses for part in course.parts)


def in_county(county: str) -> list[Municipality]:
    """Those that lie in it today; all of them without a county."""
    here = MunicipalityCode.objects.filter(last_year=None)
    wanted = here.filter(county=county) if county else here
    return Municipality.objects.filter(pk__in=wanted.values("municipality")).alphabetical()
