"""`/courses`, `/parts` and `/lessons`: what is published and open to everyone.

A closed course, and one that a municipality has made for its own, is not on the list and cannot be asked for.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from baerekraft.catalog import shelf
from baerekraft.catalog.courses import CourseOnShelf, Entry, PartOnShelf
from baerekraft.interop.api import addresses, asking, paging
from baerekraft.interop.api.course_shapes import Course, CourseInFull, Lesson, LessonInFull, Part, PartInFull
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.api.shapes import Page

router = Router(tags=["Courses"])
Placed = tuple[CourseOnShelf, PartOnShelf]


@router.get("/courses", response=Page[Course], url_name="courses", operation_id="courses")
def courses(
    request: HttpRequest,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """The courses that are open to everyone, the main one first."""
    return paging.page(request, shelf.spoken().courses, _courses, limit=limit, offset=offset)


@router.get("/courses/{slug:course}", response=CourseInFull, url_name="course", operation_id="course")
def course(request: HttpRequest, course: str, language: asking.Language = None) -> CourseInFull:
    """One course, with its parts and lessons in their order."""
    found = _open_course(course)
    parts = [_part_in_full(request, found, part) for part in found.parts]
    return CourseInFull(**_course(request, found), parts=parts)


@router.get("/parts", response=Page[Part], url_name="parts", operation_id="parts")
def parts(
    request: HttpRequest,
    course: asking.Course = None,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """The parts of the open courses, in their order."""
    return paging.page(request, _placed(course), _parts, limit=limit, offset=offset)


@router.get("/parts/{slug:part}", response=PartInFull, url_name="part", operation_id="part")
def part(request: HttpRequest, part: str, language: asking.Language = None) -> PartInFull:
    """One part, with its lessons and the sheet to talk from."""
    return _part_in_full(request, *_open_part(part))


@router.get("/lessons", response=Page[Lesson], url_name="lessons", operation_id="lessons")
def lessons(
    request: HttpRequest,
    course: asking.Course = None,
    part: asking.Part = None,
    goal: asking.Goal = None,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """The lessons of the open courses, in their order."""
    if part:
        _open_part(part)
    rows = [
        (around, entry)
        for around, home in _placed(course)
        for entry in home.lessons
        if part in (None, home.slug) and (goal is None or goal in entry.document.goals)
    ]
    return paging.page(request, rows, _lessons, limit=limit, offset=offset)


@router.get(
    "/lessons/{slug:part}/{slug:lesson}", response=LessonInFull, url_name="lesson", operation_id="lesson"
)
def lesson(request: HttpRequest, part: str, lesson: str, language: asking.Language = None) -> LessonInFull:
    """One lesson with everything in it. The right answers are there too, as on its page."""
    around, home = _open_part(part)
    entry = next((entry for entry in home.lessons if entry.slug == lesson), None)
    if entry is None:
        raise Refused(404, f"There is no lesson «{lesson[:80]}» in «{part[:50]}».")
    return LessonInFull(**_lesson(request, around, entry), document=entry.document)


def _open_course(slug: str) -> CourseOnShelf:
    found = next((one for one in shelf.spoken().courses if one.slug == slug), None)
    if found is None:
        raise Refused(404, f"There is no open course «{slug[:50]}».")
    return found


def _open_part(slug: str) -> Placed:
    found = next((placed for placed in _placed(None) if placed[1].slug == slug), None)
    if found is None:
        raise Refused(404, f"There is no open part «{slug[:50]}».")
    return found


def _placed(course: str | None) -> list[Placed]:
    """Each part with the course around it."""
    around = [_open_course(course)] if course else shelf.spoken().courses
    return [(one, part) for one in around for part in one.parts]


def _courses(request: HttpRequest, rows: Iterable[CourseOnShelf]) -> list[Course]:
    return [Course(**_course(request, row)) for row in rows]


def _course(request: HttpRequest, row: CourseOnShelf) -> dict[str, Any]:
    main = shelf.spoken().is_main(row)
    page = ("player:course",) if main else ("player:other-course", row.slug)
    return {
        "slug": row.slug,
        "title": row.document.title,
        "lead": row.document.lead,
        "learning_goals": list(row.document.learning_goals),
        "language": row.document.language,
        "minutes": row.minutes,
        "main": main,
        "links": {
            "self": addresses.to(request, "api:course", row.slug),
            "lessons": f"{addresses.to(request, 'api:lessons')}?course={row.slug}",
            "page": addresses.to(request, *page),
        },
    }


def _parts(request: HttpRequest, rows: Iterable[Placed]) -> list[Part]:
    return [Part(**_part(request, *row)) for row in rows]


def _part(request: HttpRequest, course: CourseOnShelf, row: PartOnShelf) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "course": course.slug,
        "number": row.number,
        "title": row.document.title,
        "lead": row.document.lead,
        "learning_goals": list(row.document.learning_goals),
        "minutes": row.minutes,
        "links": {
            "self": addresses.to(request, "api:part", row.slug),
            "course": addresses.to(request, "api:course", course.slug),
            "page": addresses.to(request, "player:part", row.slug),
        },
    }


def _part_in_full(request: HttpRequest, course: CourseOnShelf, row: PartOnShelf) -> PartInFull:
    lessons = _lessons(request, [(course, entry) for entry in row.lessons])
    return PartInFull(**_part(request, course, row), discussion=row.document.discussion, lessons=lessons)


def _lessons(request: HttpRequest, rows: Iterable[tuple[CourseOnShelf, Entry]]) -> list[Lesson]:
    return [Lesson(**_lesson(request, *row)) for row in rows]


def _lesson(request: HttpRequest, course: CourseOnShelf, row: Entry) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "part": row.part,
        "course": course.slug,
        "number": row.number,
        "title": row.title,
        "summary": row.summary,
        "outcome": row.document.outcome,
        "goals": list(row.document.goals),
        "minutes": row.minutes,
        "version": row.version,
        "language": row.language,
        "behind": row.behind,
        "links": {
            "self": addresses.to(request, "api:lesson", row.part, row.slug),
            "part": addresses.to(request, "api:part", row.part),
            "page": addresses.to(request, "player:lesson", row.part, row.slug),
        },
    }
