"""The public pages: which they are, and what each shows. Nothing in them is about a person."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from baerekraft.catalog.shelf import Shelf
from baerekraft.player import lessons

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Made:
    template: str
    context: dict[str, Any]
    content_type: str = HTML
    weighed: bool = False


def front(on_shelf: Shelf) -> Made:
    return Made("player/front.html", lessons.course_context(on_shelf))


def course(on_shelf: Shelf) -> Made:
    return Made("player/course.html", lessons.course_context(on_shelf))


def part(on_shelf: Shelf, part: str) -> Made | None:
    found = on_shelf.part(part)
    return (
        Made("player/part.html", {"course": on_shelf.course, "part": lessons.card(found)}) if found else None
    )


def lesson(on_shelf: Shelf, part: str, lesson: str) -> Made | None:
    entry = on_shelf.lesson(part, lesson)
    return Made("player/lesson.html", lessons.context(on_shelf, entry), weighed=True) if entry else None


def glossary(on_shelf: Shelf) -> Made:
    return Made("player/glossary.html", {"terms": on_shelf.terms})


def offline(on_shelf: Shelf) -> Made:
    return Made("player/offline.html", {})


def privacy(on_shelf: Shelf) -> Made:
    return Made("player/privacy.html", {"contact": settings.CONTACT, "months": settings.LEARNER_MONTHS})


def accessibility(on_shelf: Shelf) -> Made:
    return Made("player/accessibility.html", {"contact": settings.CONTACT})


def service_worker(on_shelf: Shelf) -> Made:
    assets = [static("app.css"), static("app.js"), static("design/inter.woff2")]
    context = {
        "version": f"{on_shelf.edition}-{'-'.join(asset.rsplit('/', 1)[-1] for asset in assets)}",
        "assets": json.dumps(assets),
        "offline_url": reverse("player:offline"),
    }
    return Made("player/sw.js", context, "text/javascript; charset=utf-8")


def manifest(on_shelf: Shelf) -> Made:
    context = {
        "manifest": json.dumps(
            {
                "name": settings.ISSUER,
                "short_name": _("Sustainability"),
                "start_url": "/kurs/",
                "display": "standalone",
                "background_color": "#fbf9f4",
                "theme_color": "#1c5143",
                "lang": "nb",
                "icons": [{"src": static("design/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
            },
            ensure_ascii=False,
        )
    }
    return Made("player/manifest.webmanifest", context, "application/manifest+json")


PAGES: dict[str, Callable[..., Made | None]] = {
    "player:front": front,
    "player:course": course,
    "player:part": part,
    "player:lesson": lesson,
    "player:glossary": glossary,
    "player:offline": offline,
    "player:privacy": privacy,
    "player:accessibility": accessibility,
    "player:service-worker": service_worker,
    "player:manifest": manifest,
}

PERSONAL = (
    "/min-side/",
    "/static/",
    "/bli-med/",
    "/api/",
    "/redaksjon/",
    "/drift/",
    "/kursbevis/",
    "/kurs/sok/",
)


def may_be(path: str) -> bool:
    """A quick no for paths that cannot be a public page."""
    return not path.startswith(PERSONAL) and len(path) < 200 and path.isprintable()
