"""Addresses: where a course, a part or a lesson can stand, and what to say when the place is taken."""

from functools import cache
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

LONGEST = {"course": 50, "part": 50, "lesson": 80}


@cache
def own_pages(place: int) -> frozenset[str]:
    """Words that stand here in the addresses of pages of the player's own: 1 is after `kurs/`, 2 after the part."""
    from baerekraft.player import urls

    routes = [str(route.pattern).split("/") for route in urls.urlpatterns]
    found = {steps[place] for steps in routes if steps[0] == "kurs" and len(steps) > place}
    return frozenset(word for word in found if word and "<" not in word)


def check_course(page: Any) -> None:
    """Raise ValidationError when the course cannot have its address."""
    check_length(page, "course")
    if page.slug in _others(page):
        text = _("Another course has the address «%(slug)s». Use for example «%(free)s».")
        _refuse(text, page.slug, free(page.slug, page))


def check_part(page: Any) -> None:
    """Parts share one row of addresses, /kurs/<part>/, whichever course they stand in."""
    check_length(page, "part")
    if page.slug in own_pages(1):
        text = _("The address «%(slug)s» is used by a page of the course's own. Use for example «%(free)s».")
        _refuse(text, page.slug, free(page.slug, page))
    if page.slug in _others(page):
        text = _(
            "Another part has the address «%(slug)s», here or in another course. Use for example «%(free)s»."
        )
        _refuse(text, page.slug, free(page.slug, page))


def check_lesson(page: Any) -> None:
    check_length(page, "lesson")
    if page.slug in own_pages(2):
        text = _("The address «%(slug)s» is used by a page of the course's own. Use for example «%(free)s».")
        _refuse(text, page.slug, f"{page.slug}-2")


def check_length(page: Any, kind: str) -> None:
    if len(page.slug) > LONGEST[kind]:
        text = _("The address is too long. Use no more than %(count)d characters.")
        raise ValidationError({"slug": text % {"count": LONGEST[kind]}})


def give(page: Any) -> None:
    """Give a part an address where it has none: a copy's is left empty, because the original has it."""
    if not page.slug:
        page.slug = free(page.title, page)


def free(wanted: str, page: Any) -> str:
    """The nearest address of a course or a part that nobody has."""
    taken = _others(page) | own_pages(1)
    stem = slugify(wanted)[: LONGEST["part"] - 4].rstrip("-") or "del"
    tries = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in tries if slug not in taken)


def _others(page: Any) -> set[str]:
    """Addresses of the other pages of this kind. A translation has its original's."""
    return set(
        type(page).objects.exclude(translation_key=page.translation_key).values_list("slug", flat=True)
    )


def _refuse(text: str, slug: str, free: str) -> None:
    raise ValidationError({"slug": text % {"slug": slug, "free": free}})
