"""Lessons with faults put in, for the tests of the checks."""

from typing import Any

from django.conf import settings

from baerekraft.authoring import contentfile
from baerekraft.catalog.document import ExerciseBlock, LessonDocument, Text


def a_lesson(language: str = "nb") -> LessonDocument:
    path = sorted(settings.CONTENT_DIR.glob(f"{language}/del-1/1-*.yaml"))[0]
    return contentfile.lesson(path, part="del-1", language=language)


def with_blocks(lesson: LessonDocument, *blocks: Any) -> LessonDocument:
    return lesson.model_copy(update={"body": blocks})


def with_text(lesson: LessonDocument, body: str, heading: str = "En overskrift") -> LessonDocument:
    return with_blocks(lesson, Text(heading=heading, body=body))


def with_exercise(lesson: LessonDocument, exercise: Any) -> LessonDocument:
    return with_blocks(lesson, ExerciseBlock(exercise=exercise))
