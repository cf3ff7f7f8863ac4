"""What the answers about courses look like."""

from typing import Literal

from pydantic import Field

from baerekraft.catalog.document import LessonDocument, Sheet
from baerekraft.interop.api.shapes import Links
from baerekraft.sdg.texts import Frozen

Language = Literal["nb", "nn", "en"]


class Lesson(Frozen):
    slug: str
    part: str
    course: str
    number: int = Field(description="Its place in the part.")
    title: str
    summary: str
    outcome: str = Field(description="What one can do afterwards.")
    goals: list[int] = Field(description="The UN's goals that it is about.")
    minutes: int
    version: int = Field(description="Moves each time the lesson is published.")
    language: Language = Field(
        description="The language it is in. What is not translated stands in the course's own."
    )
    behind: bool = Field(description="Whether it is a translation of an earlier text.")
    links: Links


class LessonInFull(Lesson):
    document: LessonDocument = Field(description="All of it, as it was published: texts, exercises, sources.")


class Part(Frozen):
    slug: str = Field(description="No other part of any course has it.")
    course: str
    number: int = Field(description="Its place in the course.")
    title: str
    lead: str
    learning_goals: list[str]
    minutes: int
    links: Links


class PartInFull(Part):
    discussion: Sheet | None = Field(description="A sheet to talk from when the part is done.")
    lessons: list[Lesson]


class Course(Frozen):
    slug: str
    title: str
    lead: str
    learning_goals: list[str]
    language: Language
    minutes: int
    main: bool = Field(description="Whether it is the one that the front page leads to.")
    links: Links


class CourseInFull(Course):
    parts: list[PartInFull]
