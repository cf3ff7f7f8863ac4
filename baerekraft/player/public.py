"""The public pages: which they are, and what each shows. Nothing in them is about a person."""

import json

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.catalog.shelf import Shelf
from baerekraft.design import languages
from baerekraft.pages.registry import Made, Maker, Paper
from baerekraft.player import editions, lessons, municipal, samples, sheets, sources
from baerekraft.player.sheets import Placed


def front(on_shelf: Shelf) -> Made:
    return Made("player/front.html", lessons.course_context(on_shelf))


def course(on_shelf: Shelf) -> Made:
    goals = lessons.served(on_shelf.main)
    return Made("player/course.html", {**lessons.course_context(on_shelf), "goals": goals})


def other_course(on_shelf: Shelf, course: str) -> Made | None:
    """Any course but the main one, which has an address of its own."""
    found = on_shelf.named(course)
    if found is None or on_shelf.is_main(found):
        return None
    goals = lessons.served(found)
    return Made("player/course.html", {**lessons.course_context(on_shelf, found), "goals": goals})


def part(on_shelf: Shelf, part: str) -> Made | None:
    found = on_shelf.part(part)
    return Made("player/part.html", lessons.part_context(on_shelf, found)) if found else None


def lesson(on_shelf: Shelf, part: str, lesson: str) -> Made | None:
    entry = on_shelf.lesson(part, lesson)
    return Made("player/lesson.html", lessons.context(on_shelf, entry)) if entry else None


def glossary(on_shelf: Shelf) -> Made:
    return Made("player/glossary.html", {"terms": on_shelf.terms})


def tool(on_shelf: Shelf, part: str, lesson: str) -> Made | None:
    return sheet(sheets.tool(on_shelf, part, lesson))


def tool_pdf(on_shelf: Shelf, part: str, lesson: str) -> Paper | None:
    return paper(sheets.tool(on_shelf, part, lesson))


def discussion(on_shelf: Shelf, part: str) -> Made | None:
    return sheet(sheets.discussion(on_shelf, part))


def discussion_pdf(on_shelf: Shelf, part: str) -> Paper | None:
    return paper(sheets.discussion(on_shelf, part))


def sheet(placed: Placed | None) -> Made | None:
    return Made("player/sheet.html", sheets.context(placed)) if placed else None


def paper(placed: Placed | None) -> Paper | None:
    return Paper(sheets.pdf(placed)) if placed else None


def every_source(on_shelf: Shelf) -> Made:
    listed = sources.everything(on_shelf)
    context = {"count": len(listed), "publishers": sources.by_publisher(listed)}
    return Made("player/sources.html", context)


def sample_exercises(on_shelf: Shelf) -> Made:
    return Made("player/samples.html", samples.context())


def offline(on_shelf: Shelf) -> Made:
    return Made("player/offline.html", {})


def privacy(on_shelf: Shelf) -> Made:
    return Made(
        "player/privacy.html",
        {
            "contact": settings.CONTACT,
            "months": settings.LEARNER_MONTHS,
            "assessment_months": settings.ASSESSMENT_MONTHS,
            "recipient_months": settings.RECIPIENT_MONTHS,
            "by_email": settings.XAPI_EMAIL,
            "replicas": bool(settings.REPLICAS),
        },
    )


def accessibility(on_shelf: Shelf) -> Made:
    return Made("player/accessibility.html", {"contact": settings.CONTACT})


def service_worker(on_shelf: Shelf) -> Made:
    assets = [static("app.css"), static("app.js"), static("design/inter.woff2")]
    context = {
        "version": f"{on_shelf.edition}-{'-'.join(asset.rsplit('/', 1)[-1] for asset in assets)}",
        "assets": json.dumps(assets),
        "offline_urls": json.dumps(list(languages.everywhere(reverse("player:offline")))),
    }
    return Made("player/sw.js", context, "text/javascript; charset=utf-8")


def manifest(on_shelf: Shelf) -> Made:
    context = {
        "manifest": json.dumps(
            {
                "name": settings.ISSUER,
                "short_name": _("Sustainability"),
                "start_url": reverse("player:course"),
                "display": "standalone",
                "background_color": "#fbf9f4",
                "theme_color": "#1c5143",
                "lang": get_language(),
                "icons": [{"src": static("design/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
            },
            ensure_ascii=False,
        )
    }
    return Made("player/manifest.webmanifest", context, "application/manifest+json")


PAGES: dict[str, Maker] = {
    "player:front": front,
    "player:course": course,
    "player:other-course": other_course,
    "player:part": part,
    "player:lesson": lesson,
    "player:edition": editions.page,
    "player:municipality": municipal.corner_page,
    "player:variant": municipal.variant_page,
    "player:tool": tool,
    "player:tool-pdf": tool_pdf,
    "player:discussion": discussion,
    "player:discussion-pdf": discussion_pdf,
    "player:sources": every_source,
    "player:glossary": glossary,
    "player:samples": sample_exercises,
    "player:offline": offline,
    "player:privacy": privacy,
    "player:accessibility": accessibility,
    "player:service-worker": service_worker,
    "player:manifest": manifest,
}
