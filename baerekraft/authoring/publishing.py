"""From published page to published document: what happens when an editor presses «publish»."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished, post_page_move

from baerekraft.authoring import compiling
from baerekraft.authoring.models import CoursePage, Draft, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import PublishedLesson


def lesson(page: LessonPage) -> PublishedLesson:
    return publishing.lesson(compiling.lesson(page, part=page.get_parent().slug), at=timezone.now())


def outline() -> None:
    """Publish the course's outline: its live parts with all their lessons, drafts too; the shelf leaves those out."""
    course = CoursePage.objects.live().first()
    if course is None:
        return
    parts = [
        (part, LessonPage.objects.child_of(part).order_by("path").values_list("slug", flat=True))
        for part in PartPage.objects.child_of(course).live().order_by("path")
    ]
    publishing.course(compiling.course(course, parts), at=timezone.now())


def glossary() -> None:
    terms = GlossaryTerm.objects.filter(language="nb").order_by("term")
    publishing.glossary(compiling.glossary(terms), at=timezone.now())


@receiver(page_published)
def publish(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LessonPage):
        lesson(instance)
    if isinstance(instance, Draft):
        outline()
    shelf.forget()


@receiver(page_unpublished)
def withdraw(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LessonPage):
        published = PublishedLesson.objects.filter(
            lesson__slug=instance.slug, lesson__part__slug=instance.get_parent().slug
        )
        publishing.withdraw(published, at=timezone.now())
    if isinstance(instance, Draft):
        outline()
    shelf.forget()


@receiver(post_page_move)
@receiver(post_delete, sender=LessonPage)
def reorder(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance.specific_deferred, Draft):
        outline()
        shelf.forget()


@receiver([post_save, post_delete], sender=GlossaryTerm)
def explain(sender: Any, **kwargs: Any) -> None:
    glossary()
    shelf.forget()
