from typing import Any

from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.courses import CourseOnShelf
from baerekraft.catalog.document import CourseDocument, LessonDocument, PartDocument


def make_course(title: str, *, slug: str, lessons: int = 2, **about: Any) -> CourseOnShelf:
    """A course of one part beside the real one, with lessons that say whose they are in every text that is searched."""
    like = shelf.now().lessons[0].document
    part = f"{slug}-del"
    slugs = tuple(f"{slug}-leksjon-{number}" for number in range(1, lessons + 1))
    for name in slugs:
        publishing.lesson(lesson_of(like, part, name, title), at=timezone.now())
    sheet = next(one.document.discussion for one in shelf.now().parts if one.document.discussion)
    document = PartDocument(
        slug=part,
        title=f"{title}: delen",
        terrain="forest",
        lead=f"{title}: om delen.",
        learning_goals=(f"{title}: målet",),
        lessons=slugs,
        discussion=sheet,
    )
    outline = CourseDocument(
        slug=slug,
        language="nb",
        title=title,
        lead=f"{title}: innledning.",
        learning_goals=("Kan dette",),
        parts=(document,),
        **{"place": 1, **about},
    )
    publishing.course(outline, at=timezone.now())
    shelf.forget()
    return next(course for course in shelf.now().every if course.slug == slug)


def lesson_of(like: LessonDocument, part: str, slug: str, title: str) -> LessonDocument:
    hook = f"{title} begynner her, med en person, et sted og et valg som ikke er lett."
    named = {"part": part, "slug": slug, "title": f"{title}: {slug}", "hook": hook, "takeaway": f"{title}."}
    return like.model_copy(update=named)
