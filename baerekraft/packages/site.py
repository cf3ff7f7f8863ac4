"""The course as a static site: a zip that any web server or CDN serves, from any folder, and that opens from a disk."""

from dataclasses import replace
from typing import Any, BinaryIO

from django.urls import reverse
from django.utils import translation

from baerekraft.catalog.courses import CourseOnShelf
from baerekraft.catalog.shelf import Entry
from baerekraft.packages import lessons, making
from baerekraft.packages.choice import Choice
from baerekraft.packages.making import Kind, Options, Say
from baerekraft.packages.zipping import Zip
from baerekraft.player import lessons as player
from baerekraft.player import sources
from baerekraft.player.lessons import PartCard

COURSE = "kurs.html"
SOURCES = "kilder.html"


def write(choice: Choice, options: Options, to: BinaryIO, say: Say) -> None:
    """Raise NothingChosen where there is nothing."""
    entries = choice.entries
    with translation.override(choice.language):
        there = addresses(choice, entries)
        package = lessons.rendered(choice, script="site.js", row="course", there=there, say=say)
        pages = around(choice, entries, there)
    with Zip(to) as zipped:
        for path, html in pages.items():
            zipped.add(path, html.encode())
        for page in package.pages:
            zipped.add(page.path, page.html)
        for path, body in package.files.items():
            zipped.add(path, body)


def addresses(choice: Choice, entries: tuple[Entry, ...]) -> dict[str, str]:
    """Where the pages that are not lessons lie."""
    parts = {entry.part: f"{entry.part}/index.html" for entry in entries}
    return {
        reverse("player:front"): "index.html",
        player.course_url(choice.shelf, choice.chosen_course): COURSE,
        reverse("player:sources"): SOURCES,
        **{reverse("player:part", args=[part]): path for part, path in parts.items()},
    }


def around(choice: Choice, entries: tuple[Entry, ...], there: dict[str, str]) -> dict[str, str]:
    """The pages that are not lessons, by path."""
    course = choice.chosen_course
    context = course_context(choice, course, entries)

    def page(template: str, root: str = "", **more: Any) -> str:
        return lessons.render(choice, template, {**context, **more}, beside=entries, root=root, there=there)

    listed = sources.of(entries)
    return {
        "index.html": page("packages/front.html"),
        COURSE: page("packages/course.html"),
        SOURCES: page("packages/sources.html", count=len(listed), publishers=sources.by_publisher(listed)),
        **{
            f"{part.document.slug}/index.html": page("packages/part.html", "../", part=part)
            for part in context["parts"]
        },
    }


def course_context(choice: Choice, course: CourseOnShelf, entries: tuple[Entry, ...]) -> dict[str, Any]:
    """The course in cards, with what was chosen of it."""
    context = player.course_context(choice.shelf, course)
    chosen = {entry.key for entry in entries}
    parts = [only(part, chosen) for part in context["parts"]]
    parts = [part for part in parts if part.lessons]
    cairns = [[lesson.key for lesson in part.lessons] for part in parts]
    return {**context, "parts": parts, "cairns": cairns, "goals": player.served(course)}


def only(part: PartCard, chosen: set[str]) -> PartCard:
    """The card with these lessons in it."""
    found = tuple(lesson for lesson in part.lessons if lesson.key in chosen)
    return replace(part, lessons=found, minutes=sum(lesson.minutes for lesson in found))


making.register(Kind("site", ".zip", "application/zip", write))
