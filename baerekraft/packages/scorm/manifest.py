"""`imsmanifest.xml`: what the other system lists, starts and keeps results of, and which files each of them needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from django.template.loader import render_to_string

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.packages import edition
from baerekraft.packages.choice import Choice
from baerekraft.packages.lessons import Package, Page


@dataclass(frozen=True)
class Row:
    """What stands for itself in the other system: a lesson, a part, or the whole.

    `href` is what is started, and `files` are that and what belongs to it alone.
    """

    id: str
    title: str
    description: str
    minutes: int
    language: str
    href: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows under a heading, or under none where there is only one part."""

    rows: tuple[Row, ...]
    id: str = ""
    title: str = ""


@dataclass(frozen=True)
class Contents:
    """All that a manifest tells."""

    whole: Row
    groups: tuple[Group, ...]
    shared: tuple[str, ...] = field(repr=False)


def of_lessons(choice: Choice, package: Package) -> Contents:
    """A row for each lesson, by part where there is more than one."""
    parts = chosen_parts(choice)
    groups = []
    for part in parts:
        rows = tuple(_lesson(page) for page in package.pages if page.entry.part == part.slug)
        named = {"id": f"part-{part.slug}", "title": part.document.title} if len(parts) > 1 else {}
        groups.append(Group(rows, **named))
    return Contents(whole(choice), tuple(groups), tuple(sorted(package.files)))


def of_parts(choice: Choice, package: Package) -> Contents:
    """A row for each part; what it starts is the shell around its lessons."""
    rows = tuple(
        Row(
            f"part-{part.slug}",
            part.document.title,
            part.document.lead,
            sum(page.entry.minutes for page in pages),
            choice.language,
            shell_path(part.slug),
            (shell_path(part.slug), *(page.path for page in pages)),
        )
        for part in chosen_parts(choice)
        if (pages := [page for page in package.pages if page.entry.part == part.slug])
    )
    return Contents(whole(choice), (Group(rows),), tuple(sorted(package.files)))


def written(template: str, contents: Contents, *, kind: str, choice: Choice) -> bytes:
    """The manifest in the edition that the template knows."""
    identifier = f"baerekraft-{edition.identifier(kind, choice).rpartition(':')[2]}"
    text = render_to_string(
        template,
        {
            "identifier": identifier,
            "whole": contents.whole,
            "language": contents.whole.language,
            "groups": contents.groups,
            "shared": [quote(path) for path in contents.shared],
        },
    )
    return "".join(_allowed(text)).encode()


def chosen_parts(choice: Choice) -> list[PartOnShelf]:
    keys = {entry.part for entry in choice.entries}
    return [part for part in choice.chosen_course.parts if part.slug in keys]


def shell_path(part: str) -> str:
    return f"{part}/index.html"


def whole(choice: Choice) -> Row:
    """What is chosen, as one."""
    course, entries = choice.chosen_course.document, choice.entries
    parts = chosen_parts(choice)
    title, description = course.title, course.lead
    if choice.lesson and len(entries) == 1:
        title, description = entries[0].title, entries[0].summary
    elif choice.part:
        title, description = parts[0].document.title, parts[0].document.lead
    return Row("whole", title, description, sum(entry.minutes for entry in entries), choice.language)


def _lesson(page: Page) -> Row:
    entry = page.entry
    return Row(
        f"lesson-{entry.part}.{entry.slug}",
        entry.title,
        entry.summary,
        entry.minutes,
        entry.language,
        quote(page.path),
        (quote(page.path),),
    )


def _allowed(text: str) -> Iterable[str]:
    """XML 1.0, 2.2: most control characters cannot be written in any way."""
    return (sign for sign in text if sign >= " " or sign in "\t\n\r")
