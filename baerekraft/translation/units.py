"""The texts of a page and their translations, one paragraph at a time, as the translation editor keeps them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from baerekraft.authoring import placing, translating
from baerekraft.authoring.models import CoursePage, Draft, LessonPage, PartPage

# Ids of sources are the same in every language.
NOT_TEXT = (".sources.item",)


@dataclass(frozen=True)
class Unit:
    """One text: where it stands, the original and the translation, both as HTML with nothing but inline marks."""

    id: str
    where: str
    source: str
    target: str
    segment: StringSegment


@dataclass(frozen=True)
class Sheet:
    """A page's texts in one language."""

    page: Any
    translation: Translation
    units: list[Unit]

    @property
    def key(self) -> str:
        return str(self.page.translation_key)


def sheet(page: Any, *, newest: bool = False) -> Sheet:
    """The translation's texts. It is brought into the translation editor first, if it is not there.

    `newest` fetches what has changed in the original, so that nobody is sent a text that is no longer there.
    """
    translation = translating.handed_over(page) or translating.hand_over(page)
    if newest and isinstance(page, LessonPage) and translating.is_behind(page):
        translation.source.update_from_db()
    settle(translation)
    return Sheet(page, translation, list(_units(page.original, translation)))


def _units(original: Any, translation: Translation) -> Iterator[Unit]:
    count: Counter[str] = Counter()
    for segment in segments(translation):
        if is_text(segment):
            path = segment.context.path
            count[path] += 1
            where = placing.where(original, place(original, path))
            target = segment.translation or ""
            yield Unit(f"{path}#{count[path]}", where, segment.string.data, target, segment)


def segments(translation: Translation) -> Any:
    rows = StringSegment.objects.filter(source=translation.source).select_related("context", "string")
    return rows.annotate_translation(translation.target_locale, include_errors=True).order_by("order")


def is_text(segment: StringSegment) -> bool:
    return not segment.context.field_path.endswith(NOT_TEXT)


def settle(translation: Translation) -> None:
    """What is the same in every language is translated already."""
    now = timezone.now()
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data=segment.string.data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                updated_at=now,
            )
            for segment in segments(translation)
            if not is_text(segment) and segment.translation is None
        ],
        ignore_conflicts=True,
    )


def place(page: Any, path: str) -> placing.Path:
    """The translation editor's path, which names blocks by their ids, as names and indexes."""
    name, *steps = path.split(".")
    found: list[int | str] = [name]
    value: Any = placing.raw(page, name) if steps else None
    for step in steps:
        if isinstance(value, list):
            index = next(
                (i for i, item in enumerate(value) if isinstance(item, dict) and item.get("id") == step), None
            )
            if index is None:
                break
            found.append(index)
            value = value[index]["value"]
        else:
            found.append(step)
            value = value.get(step) if isinstance(value, dict) else None
    return tuple(found)


def pages(root: Page, language: str, user: Any) -> list[Any]:
    """The translations into a language of a course, a part or a lesson that this person may change, in reading order."""
    original = root.specific.original if isinstance(root.specific, Draft) else None
    if original is None or language == settings.LANGUAGE_CODE:
        return []
    keys = [page.translation_key for page in original.get_descendants(inclusive=True).order_by("path")]
    found = {
        page.translation_key: page
        for kind in (CoursePage, PartPage, LessonPage)
        for page in kind.objects.filter(
            translation_key__in=keys, locale__language_code=language, alias_of=None
        )
        if page.original != page and page.permissions_for_user(user).can_edit()
    }
    return [found[key] for key in keys if key in found]
