"""Translations: which text one was made from, whether it has fallen behind, and how it comes into the translation editor."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from pydantic import ValidationError
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from baerekraft.authoring import compiling, drafting
from baerekraft.authoring.models import Draft, LessonPage
from baerekraft.catalog.models import PublishedLesson

RECENT = 60  # revisions


def made_from(page: LessonPage) -> str:
    """The fingerprint of the original as the translator has seen it; the earlier one while texts are untranslated."""
    handed = handed_over(page)
    if handed is None:
        return fingerprint(page.original)
    texts, translated = handed.get_progress()
    return fingerprint(handed.source.as_instance()) if translated == texts else page.translates


def fingerprint(original: LessonPage) -> str:
    return compiling.lesson(original, part=original.get_parent().slug).fingerprint


def is_behind(page: LessonPage) -> bool:
    """Whether the original has been published with another text since this was translated."""
    if page.original == page:
        return False
    newest = published(page.original).order_by("-version").first()
    return newest is not None and newest.document.fingerprint != page.translates


def handed_over(page: Draft) -> Translation | None:
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()


def hand_over(page: Draft) -> Translation:
    """Bring a translation from the content files into the editor: each text beside the one it translates.

    What has changed in the original since is not handed over: the editor fetches it by «sync», and sees what is new.
    """
    seen = as_translated(page)
    source = TranslationSource.objects.get_for_instance_or_none(page.original)
    # The languages share one source, so it never goes back to an older text.
    if source is None or (isinstance(page, LessonPage) and age(seen) > age(source.as_instance())):
        source, _ = TranslationSource.update_or_create_from_instance(seen)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=page.locale)
    theirs, ours = texts(seen), texts(page)
    segments = [
        segment
        for segment in StringSegment.objects.filter(source=source).select_related("context", "string")
        if theirs[segment.context.path].get(segment.order) == segment.string.data
    ]
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=page.locale,
                data=ours[segment.context.path][segment.order],
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for segment in segments
            if segment.order in ours[segment.context.path]
        ],
        ignore_conflicts=True,
    )
    return translation


def take_back(page: Draft) -> None:
    """Forget what the translation editor holds, because the content file has a newer text."""
    Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale).delete()
    StringTranslation.objects.filter(context__object_id=page.translation_key, locale=page.locale).delete()


def texts(page: Draft) -> dict[str, dict[int, str]]:
    """The page's texts by their place in it, and by their order within the place."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            found[segment.path][segment.order] = segment.string.data
    return found


def age(original: LessonPage) -> int:
    """Which published version the text is; 0 when it was never published."""
    wanted = fingerprint(original)
    versions = (row for row in published(original) if row.document.fingerprint == wanted)
    return max((row.version for row in versions), default=0)


def as_translated(page: Draft) -> Any:
    """The original with the text that this translation was made from, not saved; as it is now when that is unknown."""
    original = page.original
    if not isinstance(page, LessonPage) or original == page or not page.translates:
        return original
    # What was saved has the blocks' own ids, so that a paragraph is known again after others have been put before it.
    for revision in original.revisions.order_by("-created_at")[:RECENT]:
        text = revision.as_object()
        if _says(text, page.translates):
            return text
    versions = (version.document for version in published(original))
    text = next((document for document in versions if document.fingerprint == page.translates), None)
    if text:
        drafting.fill(original, text)
    return original


def _says(original: LessonPage, wanted: str) -> bool:
    try:
        return fingerprint(original) == wanted
    except ValidationError:
        return False


def published(original: LessonPage) -> QuerySet[PublishedLesson]:
    return PublishedLesson.objects.filter(
        lesson__slug=original.slug,
        lesson__part__slug=original.get_parent().slug,
        language=original.language,
        municipality=None,
    )
