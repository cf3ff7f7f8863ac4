"""The content files at a glance: `docs/content.md` is written by this, and a test holds it to the files."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from baerekraft.authoring import seeding
from baerekraft.authoring.seeding import Content
from baerekraft.catalog.document import LessonDocument
from baerekraft.exercises.kinds import KINDS

HEAD = """# The content in figures

Written by `baerekraft content table` from the files in `content/`; do not edit by hand.
Words are running text without exercises and sources; minutes are an estimate from words and exercises.
"""
NAMES = dict(settings.LANGUAGES)
ORDER = [kind.model_fields["kind"].default for kind in KINDS]


def table(folder: Path) -> str:
    """The page in Markdown, for every language there is a folder for."""
    contents = [seeding.read(folder, code) for code in NAMES if (folder / code).is_dir()]
    return "\n".join([HEAD, *summary(contents), *(line for content in contents for line in details(content))])


def summary(contents: list[Content]) -> Iterator[str]:
    yield "| Language | Lessons | Words | Minutes | Exercises | Kinds | Sources | Illustrations | Terms |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for content in contents:
        lessons = content.lessons
        kinds = {exercise.kind for lesson in lessons for exercise in lesson.exercises}
        cells = [
            NAMES[content.language],
            len(lessons),
            sum(lesson.words for lesson in lessons),
            sum(lesson.minutes for lesson in lessons),
            sum(len(lesson.exercises) for lesson in lessons),
            len(kinds),
            len({source.url for lesson in lessons for source in lesson.sources}),
            len({lesson.illustration.svg for lesson in lessons}),
            len(content.terms),
        ]
        yield row(cells)
    yield ""


def details(content: Content) -> Iterator[str]:
    yield f"## {NAMES[content.language]}\n"
    yield "| Lesson | Words | Minutes | Exercises | Sources | Figures shown | Picture, bytes |"
    yield "|---|--:|--:|---|--:|--:|--:|"
    number: Counter[str] = Counter()
    for lesson in content.lessons:
        number[lesson.part] += 1
        yield row(
            [
                f"{lesson.part.removeprefix('del-')}.{number[lesson.part]} {lesson.title}",
                lesson.words,
                lesson.minutes,
                exercises(lesson),
                len(lesson.sources),
                sum(block.type in {"chart", "fact"} for block in lesson.body),
                len(lesson.illustration.svg.encode()),
            ]
        )
    yield ""


def exercises(lesson: LessonDocument) -> str:
    kinds = Counter(exercise.kind for exercise in lesson.exercises)
    named = [
        kind.replace("_", " ") + (f" ×{kinds[kind]}" if kinds[kind] > 1 else "")
        for kind in ORDER
        if kinds[kind]
    ]
    return f"{kinds.total()}: {', '.join(named)}"


def row(cells: list[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"
