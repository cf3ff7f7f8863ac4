"""The package: `cmi5.xml` and the pages that it starts."""

import json
from typing import BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.catalog.shelf import Entry
from baerekraft.packages import lessons, making
from baerekraft.packages.choice import Choice
from baerekraft.packages.cmi5 import exercises, structure
from baerekraft.packages.cmi5.structure import Block, Text, Unit
from baerekraft.packages.lessons import Package, Page
from baerekraft.packages.making import Kind, Options, Say
from baerekraft.packages.zipping import Zip
from baerekraft.player import lessons as player

ACTIVITIES = "http://adlnet.gov/expapi/activities"
NOTICES = b'<div class="notices frame" role="status">'
END = b"</main>"
BODY = b"</body>"


def write(choice: Choice, options: Options, to: BinaryIO, say: Say) -> None:
    """Raise NothingChosen where there is nothing. A unit is a lesson, or with each="part" a part."""
    by_part = options.each == "part"
    package = lessons.rendered(choice, script="cmi5.js", row="part" if by_part else "lesson", say=say)
    with translation.override(choice.language), Zip(to) as zipped:
        zipped.add("cmi5.xml", course(choice, by_part=by_part))
        for page in package.pages:
            zipped.add(page.path, spoken(page.html if by_part else dressed(page)))
        for part in parts(choice) if by_part else ():
            zipped.add(shell_path(part), shell(choice, part, package))
        for path, body in package.files.items():
            zipped.add(path, body)


def parts(choice: Choice) -> tuple[PartOnShelf, ...]:
    """The parts with something chosen in them."""
    chosen = {entry.part for entry in choice.entries}
    return tuple(part for part in choice.chosen_course.parts if part.slug in chosen)


def course(choice: Choice, *, by_part: bool) -> bytes:
    """The structure. A package with something else in it, or other units, is another course to the platform."""
    members = [part_unit(choice, part) if by_part else part_block(choice, part) for part in parts(choice)]
    document = choice.chosen_course.document
    text = Text(document.title, document.lead, document.language)
    return structure.written(
        f"{absolute(chosen(choice))}#cmi5-{'part' if by_part else 'lesson'}", text, members
    )


def chosen(choice: Choice) -> str:
    """The address of what was chosen."""
    if choice.lesson:
        return player.address(choice.entries[0].part, choice.lesson)
    if choice.part:
        return reverse("player:part", args=[choice.part])
    return player.course_url(choice.shelf, choice.chosen_course)


def absolute(address: str) -> str:
    return f"{settings.BASE_URL}{address}"


def part_text(choice: Choice, part: PartOnShelf) -> Text:
    return Text(part.document.title, part.document.lead, choice.chosen_course.document.language)


def part_unit(choice: Choice, part: PartOnShelf) -> Unit:
    id = absolute(reverse("player:part", args=[part.slug]))
    return Unit(id, part_text(choice, part), shell_path(part), f"{ACTIVITIES}/module")


def part_block(choice: Choice, part: PartOnShelf) -> Block:
    units = tuple(lesson_unit(entry) for entry in choice.entries if entry.part == part.slug)
    return Block(absolute(reverse("player:part", args=[part.slug])), part_text(choice, part), units)


def lesson_unit(entry: Entry) -> Unit:
    text = Text(entry.title, entry.document.outcome, entry.language)
    return Unit(lesson_id(entry), text, lessons.path(entry), f"{ACTIVITIES}/lesson")


def lesson_id(entry: Entry) -> str:
    return absolute(player.address(entry.part, entry.slug))


def shell_path(part: PartOnShelf) -> str:
    return f"{part.slug}/index.html"


def shell(choice: Choice, part: PartOnShelf, package: Package) -> bytes:
    """The page that holds a part's session while the learner goes from lesson to lesson in its frame."""
    pages = [page for page in package.pages if page.entry.part == part.slug]
    row = json.dumps({page.entry.key: page.counts for page in pages})
    context = {"part": part, "pages": pages, "row": row, "course": choice.chosen_course, "told": told(pages)}
    return render_to_string("packages/cmi5/shell.html", context).encode()


def told(pages: list[Page]) -> dict[str, object]:
    return {page.entry.key: exercises.told(page.entry, lesson_id(page.entry)) for page in pages}


def dressed(page: Page) -> bytes:
    """A lesson's page with what only a unit has: what to tell the learner, and the way back."""
    notices = render_to_string("packages/cmi5/notices.html", {"told": told([page])}).encode()
    back = render_to_string("packages/cmi5/back.html").encode()
    return page.html.replace(NOTICES, NOTICES + notices, 1).replace(END, back + END, 1)


def spoken(html: bytes) -> bytes:
    """The page with a unit's own words for what could not be sent, and for where the answers go."""
    texts = render_to_string("packages/cmi5/texts.html").encode()
    promise = conditional_escape(_("No account, no tracking, and nothing is fetched from other sites."))
    sent = conditional_escape(
        _("Your answers go to the learning platform that you came from. What only you see does not.")
    )
    return html.replace(BODY, texts + BODY, 1).replace(promise.encode(), sent.encode(), 1)


making.register(Kind("cmi5", ".zip", "application/zip", write))
