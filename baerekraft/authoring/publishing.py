"""From published page to published document: what happens when an editor presses «publish»."""

import hashlib
from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from pydantic import BaseModel
from wagtail.signals import page_published, page_unpublished, post_page_move

from baerekraft.authoring import compiling, faults, guarding, taking, translating
from baerekraft.authoring.models import CoursePage, Draft, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.document import LessonDocument
from baerekraft.catalog.models import PublishedLesson


def lesson(page: LessonPage) -> PublishedLesson:
    document = compiling.lesson(page, part=page.get_parent().slug)
    if page.language != settings.LANGUAGE_CODE and fingerprint(document) != page.seeded:
        # An editor who publishes a translation says that it is up to date.
        document = document.model_copy(update={"translates": translating.made_from(page)})
        LessonPage.objects.filter(pk=page.pk).update(translates=document.translates)
    return publishing.lesson(with_figures(document, page), at=timezone.now())


def with_figures(document: LessonDocument, page: LessonPage) -> LessonDocument:
    """The figures as they are today. When they are those already published, so is the day they were taken."""
    fresh = taking.take(document, on=timezone.localdate(), public=True)
    newest = translating.published(page).order_by("-version").first()
    if newest and fresh.model_copy(update={"taken_on": newest.document.taken_on}) == newest.document:
        return newest.document
    return fresh


def fingerprint(value: BaseModel | dict[str, Any]) -> str:
    """Names what a content file gave, so that an editor's change can be told from it."""
    text = value.model_dump_json() if isinstance(value, BaseModel) else repr(sorted(value.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def outline() -> None:
    """Publish the courses' outlines: live parts with all their lessons, drafts too; the shelf leaves those out.

    A course that is not live, or not there, is withdrawn.
    """
    now = timezone.now()
    courses = list(CoursePage.objects.live().select_related("locale").order_by("path"))
    places = {course.pk: place for place, course in enumerate(filter(_is_original, courses))}
    standing = set()
    for course in courses:
        parts = [
            (part, LessonPage.objects.child_of(part).order_by("path").values_list("slug", flat=True))
            for part in PartPage.objects.child_of(course).live().order_by("path")
        ]
        document = compiling.course(course, parts, place=places.get(course.pk, 0))
        publishing.course(document, at=now)
        standing.add((document.slug, document.language))
    publishing.withdraw_courses(except_for=standing, at=now)


def _is_original(course: CoursePage) -> bool:
    return course.language == settings.LANGUAGE_CODE


def glossary(language: str) -> None:
    terms = GlossaryTerm.objects.filter(language=language).order_by("term")
    publishing.glossary(compiling.glossary(terms, language=language), at=timezone.now())


@receiver(page_published)
def publish(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LessonPage):
        try:
            lesson(instance)
        except ValueError:
            # Wagtail copies live pages without saving them as live; then this is the gate.
            faults.refuse(instance)
            raise
    if isinstance(instance, Draft):
        outline()
    shelf.forget()


@receiver(page_unpublished)
def withdraw(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LessonPage):
        published = PublishedLesson.objects.filter(
            lesson__slug=instance.slug,
            lesson__part__slug=instance.get_parent().slug,
            language=instance.language,
        )
        publishing.withdraw(published, at=timezone.now())
    if isinstance(instance, Draft):
        outline()
    shelf.forget()


@receiver(pre_delete, sender=LessonPage)
def take_away(sender: Any, instance: LessonPage, **kwargs: Any) -> None:
    """What is deleted is withdrawn first; an original takes its translations along, which would stand alone."""
    if instance.original == instance:
        for page in LessonPage.objects.filter(translation_key=instance.translation_key, live=True):
            if page.pk != instance.pk:
                page.unpublish()
    published = PublishedLesson.objects.filter(guarding.of_lessons(instance, prefix=""))
    publishing.withdraw(published, at=timezone.now())


@receiver(post_page_move)
@receiver(post_delete, sender=LessonPage)
@receiver(post_delete, sender=PartPage)
@receiver(post_delete, sender=CoursePage)
def reorder(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance.specific_deferred, Draft):
        outline()
        shelf.forget()


@receiver([post_save, post_delete], sender=GlossaryTerm)
def explain(sender: Any, instance: GlossaryTerm, **kwargs: Any) -> None:
    glossary(instance.language)
    shelf.forget()
