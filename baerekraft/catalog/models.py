from functools import cached_property

from django.db import models

from baerekraft.catalog.document import CourseDocument, GlossaryDocument, LessonDocument


class Part(models.Model):
    """A part of a course: an identity that outlives every version of its content."""

    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.slug


class Lesson(models.Model):
    """A lesson: an identity that its versions and languages share."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="lessons")
    slug = models.SlugField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "slug"], name="one_lesson_per_slug_in_part")]

    def __str__(self) -> str:
        return f"{self.part.slug}/{self.slug}"


class PublishedLesson(models.Model):
    """One version of a lesson in one language. Never changed, but it can be withdrawn."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="published")
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "language", "version"], name="one_lesson_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.language} v{self.version}"

    @cached_property
    def document(self) -> LessonDocument:
        return LessonDocument.model_validate(self.content)


class PublishedCourse(models.Model):
    """One version of the course's outline in one language."""

    slug = models.SlugField()
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "language", "version"], name="one_course_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.language} v{self.version}"

    @cached_property
    def document(self) -> CourseDocument:
        return CourseDocument.model_validate(self.content)


class PublishedGlossary(models.Model):
    """One version of the glossary in one language."""

    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "version"], name="one_glossary_per_version")
        ]

    def __str__(self) -> str:
        return f"glossary {self.language} v{self.version}"

    @cached_property
    def document(self) -> GlossaryDocument:
        return GlossaryDocument.model_validate(self.content)


class Edition(models.Model):
    """One row that every process and machine watches: it moves each time anything is published or withdrawn."""

    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
