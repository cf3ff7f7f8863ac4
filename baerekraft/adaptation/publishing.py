"""Publishing what is the municipality's own: its page, its variants, and those again when the county's lesson changes."""

import logging
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_unpublished

from baerekraft.adaptation import standing
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.variant import Incomplete, Variant, contact
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.municipal import MunicipalityPage
from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.document import LessonDocument
from baerekraft.catalog.models import PublishedLesson
from baerekraft.catalog.municipal import MunicipalityDocument

logger = logging.getLogger(__name__)


def variant(page: LocalLessonPage) -> None:
    """Publish the page's variant as it is over the county's newest. One with a fault stays as it was."""
    found = Variant(page)
    try:
        document = found.document()
        publishing.lesson(same_day(document, page), municipality=page.municipality, at=timezone.now())
        standing.write(page, found.questions)
    except Incomplete as error:
        standing.write(page, found.questions, fault=str(error))


def same_day(document: LessonDocument, page: LocalLessonPage) -> LessonDocument:
    """When the figures are those already published, so is the day they were taken."""
    newest = published(page).order_by("-version").first()
    if newest and document.model_copy(update={"taken_on": newest.document.taken_on}) == newest.document:
        return newest.document
    return document


def published(page: LocalLessonPage) -> Any:
    return PublishedLesson.objects.filter(
        lesson__slug=page.original.slug,
        lesson__part__slug=page.original.get_parent().slug,
        language=page.original.language,
        municipality=page.municipality,
    )


def refresh(original: LessonPage) -> None:
    """Every municipality's variant of the lesson, over what the county has just published.

    The county's publishing is never stopped by one of them, whatever is wrong with it.
    """
    for page in LocalLessonPage.objects.live().filter(original=original):
        try:
            with transaction.atomic():
                variant(page)
        except Exception:
            logger.exception("The variant %s could not be published again.", page)
            standing.write(page, [], fault=_("Something went wrong. Open the variant and publish it again."))


def municipality(page: MunicipalityPage, *, live: bool = True) -> None:
    document = MunicipalityDocument(
        municipality=page.municipality.slug,
        greeting=page.greeting if live else "",
        contact=contact(page) if live else None,
    )
    publishing.municipality(document, page.municipality, at=timezone.now())


@receiver(page_published)
def publish(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LessonPage):
        refresh(instance)
    elif isinstance(instance, LocalLessonPage):
        variant(instance)
    elif isinstance(instance, MunicipalityPage):
        municipality(instance)
    else:
        return
    shelf.forget()


@receiver(page_unpublished)
def withdraw(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LocalLessonPage):
        publishing.withdraw(published(instance), at=timezone.now())
        standing.clear(instance)
    elif isinstance(instance, MunicipalityPage):
        municipality(instance, live=False)
    else:
        return
    shelf.forget()
