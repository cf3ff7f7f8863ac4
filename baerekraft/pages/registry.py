"""Which pages are public, by the name of their address. Each room adds its own when the process starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from baerekraft.catalog import shelf
from baerekraft.design import languages

HTML = "text/html; charset=utf-8"
PDF = "application/pdf"
PNG = "image/png"
SVG = "image/svg+xml; charset=utf-8"
CSV = "text/csv; charset=utf-8"
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Made:
    """A page to be rendered: a template and what it shows."""

    template: str
    context: dict[str, Any]
    content_type: str = HTML

    @property
    def weighed(self) -> bool:
        """Whether its foot tells what it weighs: every page that is for people does."""
        return self.content_type == HTML


@dataclass(frozen=True)
class Paper:
    """A public page that is a file. Its name follows from its address."""

    body: bytes
    content_type: str = PDF


# Given what is on the shelf in the page's language, and the address's own parts; None where there is no such page.
Maker = Callable[..., Made | Paper | None]

PAGES: dict[str, Maker] = {}

PERSONAL = (
    "/min-side/",
    "/static/",
    "/media/",
    "/bli-med/",
    "/api/",
    "/redaksjon/",
    "/drift/",
    "/kursbevis/",
    "/kurs/sok/",
    "/kurs/inn/",
)


def add(pages: Mapping[str, Maker]) -> None:
    PAGES.update(pages)


def make(name: str, **kwargs: Any) -> Made | Paper | None:
    """The page with this name in the language being spoken."""
    maker = PAGES.get(name)
    return maker(shelf.spoken(), **kwargs) if maker else None


def may_be(path: str) -> bool:
    """A quick no for paths that cannot be a public page."""
    return (
        not languages.address(path, settings.LANGUAGE_CODE).startswith(PERSONAL)
        and len(path) < 200
        and path.isprintable()
    )
