"""The zip: the manifest at its root, the pages, and a shell for each part where a part is one row."""

import json
from collections import Counter
from functools import partial
from typing import BinaryIO

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.packages import lessons
from baerekraft.packages.choice import Choice
from baerekraft.packages.lessons import Package
from baerekraft.packages.making import Kind, NoRoom, Options, Say, register
from baerekraft.packages.scorm import manifest
from baerekraft.packages.zipping import Zip

LEAST_AN_EXERCISE = 8
"""Characters that an answered exercise takes when only that, and its score, is remembered (packing.js)."""
ROOM = {"scorm12": 4096, "scorm2004": 64_000}


def write(kind: str, choice: Choice, options: Options, to: BinaryIO, say: Say) -> None:
    """Raise NothingChosen where there is nothing, and NoRoom for a part too long to be one row; both before a byte."""
    by_part = options.each == "part"
    if by_part:
        check_room(kind, choice)
    package = lessons.rendered(choice, script=f"{kind}.js", row="part" if by_part else "lesson", say=say)
    with translation.override(choice.language), Zip(to) as zipped:
        for part in manifest.chosen_parts(choice) if by_part else ():
            zipped.add(manifest.shell_path(part.slug), shell(choice, part, package))
        for page in package.pages:
            zipped.add(page.path, page.html)
        for path, body in package.files.items():
            zipped.add(path, body)
        contents = manifest.of_parts(choice, package) if by_part else manifest.of_lessons(choice, package)
        zipped.add(
            "imsmanifest.xml", manifest.written(f"packages/{kind}.xml", contents, kind=kind, choice=choice)
        )


def check_room(kind: str, choice: Choice) -> None:
    counts: Counter[str] = Counter()
    for entry in choice.entries:
        counts[entry.part] += len(entry.document.exercises)
    if max(counts.values()) * LEAST_AN_EXERCISE >= ROOM[kind]:
        raise NoRoom(_("This part has too many exercises to be one row. Choose one row for each lesson."))


def shell(choice: Choice, part: PartOnShelf, package: Package) -> bytes:
    """The page that holds a part's session while the learner goes from lesson to lesson in its frame."""
    pages = [page for page in package.pages if page.entry.part == part.slug]
    exercises = {page.entry.key: [one.id for one in page.entry.document.exercises] for page in pages}
    context = {
        "part": part.document,
        "course": choice.chosen_course.document,
        "package": f"{choice.chosen_course.slug}-{choice.language}",
        "row": json.dumps({page.entry.key: page.counts for page in pages}),
        "exercises": json.dumps(exercises),
        "pages": json.dumps({page.entry.key: f"../{page.path}" for page in pages}),
    }
    return render_to_string("packages/scorm_shell.html", context).encode()


for kind in ROOM:
    register(Kind(kind, ".zip", "application/zip", partial(write, kind)))
