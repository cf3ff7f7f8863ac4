from functools import cached_property

from django.db import models
from django.db.models import Q

from baerekraft.catalog.document import CourseDocument, GlossaryDocument, LessonDocument
from baerekraft.catalog.municipal import MunicipalityDocument
from baerekraft.municipalities.models import Municipality


class Part(models.Model):
    """A part of a course: an identity that outlives every version of its content.

    `course` is the slug of the course that it stands in, or last stood in.
    """

    slug = models.SlugField(unique=True)
    course = models.SlugField(blank=True, db_index=False)

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
    """One version of a lesson in one language. Never changed, but it can be withdrawn.

    No municipality: the county's own. With one: that municipality's variant, with versions of its own.
    """

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="published")
    language = models.CharField(max_length=2)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "language", "version"],
                condition=Q(municipality=None),
                name="one_lesson_per_version",
            ),
            models.UniqueConstraint(
                fields=["lesson", "language", "municipality", "version"],
                condition=Q(municipality__isnull=False),
                name="one_variant_per_version",
            ),
        ]

    def __str__(self) -> str:
        whose = f" {self.municipality.name}" if self.municipality else ""
        return f"{self.lesson} {self.language}{whose} v{self.version}"

    @cached_property
    def document(self) -> LessonDocument:
        return LessonDocument.model_validate(self.content)


class PublishedCourse(models.Model):
    """One version of a course's outline in one language. Never changed, but it can be withdrawn."""

    slug = models.SlugField()
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "language", "version"], name="one_course_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.language} v{self.version}"

    @cached_property
    def document(self) -> CourseDocument:
        return CourseDocument.model_validate(self.content)


class CourseKey(models.Model):
    """What opens a closed course: the secret in its link. A new one shuts out who came by the old."""

    course = models.SlugField(unique=True)
    secret = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.course


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


class PublishedMunicipality(models.Model):
    """One version of what a municipality says of itself."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "version"], name="one_page_per_municipality_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} v{self.version}"

    @cached_property
    def document(self) -> MunicipalityDocument:
        return MunicipalityDocument.model_validate(self.content)


class Edition(models.Model):
    """One row that every process and machine watches: it moves each time anything is published or withdrawn."""

    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
