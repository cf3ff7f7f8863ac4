"""Seeding: content files become drafts and are published. What an editor has changed since is kept."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from baerekraft.authoring import compiling, contentfile, drafting, publishing, taking, translating
from baerekraft.authoring.asking import NoFigure
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog.document import LessonDocument
from baerekraft.indicators import loading as indicators
from baerekraft.municipalities import loading

NEW, CHANGED, SAME, KEPT = "new", "changed", "unchanged", "kept"
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@dataclass(frozen=True)
class Seeded:
    """What became of one file: new, changed, unchanged, or kept because an editor has changed the page."""

    what: str
    outcome: str


@dataclass(frozen=True)
class Outcome:
    """What became of every page, and how many of the indicators' figures were new, changed or the same."""

    pages: list[Seeded]
    figures: Counter[str]


@dataclass(frozen=True)
class Content:
    """What one language's folder holds. A translation may lack lessons."""

    language: str
    course: dict[str, Any]
    lessons: list[LessonDocument]
    terms: list[dict[str, Any]]


def read(folder: Path, language: str = settings.LANGUAGE_CODE) -> Content:
    """Read and check every file of a language. Raises contentfile.ContentError."""
    course = contentfile.course(folder / language / "course.yaml")
    lessons = [
        contentfile.lesson(path, part=part["slug"], language=language)
        for part in course["parts"]
        for path in sorted((folder / language / part["slug"]).glob("[0-9]*.yaml"), key=_number)
    ]
    return Content(language, course, lessons, contentfile.glossary(folder / language / "ordliste.yaml"))


def seed(folder: Path) -> Outcome:
    """Bring figures, drafts and published lessons up to the content files, telling what became of each."""
    # Everything is read and checked before anything is written.
    contents = [read(folder, language) for language in LANGUAGES if (folder / language).is_dir()]
    with transaction.atomic():
        loading.load()
        # Lessons take their figures from the indicators, so those come first.
        figures = _figures(folder)
        for content in contents:
            _check_figures(content, folder)
        return Outcome([seeded for content in contents for seeded in _seed(content)], figures)


def _figures(folder: Path) -> Counter[str]:
    there = folder / indicators.FOLDER
    return indicators.load(there) if there.is_dir() else Counter()


def _check_figures(content: Content, folder: Path) -> None:
    """Raise ContentError for the first figure that a lesson asks for and no indicator has."""
    for document in content.lessons:
        try:
            taking.take(document, on=timezone.localdate())
        except NoFigure as error:
            part = folder / content.language / document.part
            path = next(path for path in part.glob("*.yaml") if contentfile.slug_of(path) == document.slug)
            raise contentfile.fault_at(path, document, error.place, str(error)) from error


def _seed(content: Content) -> Iterator[Seeded]:
    page, outcome = _course(content)
    yield Seeded(content.course["title"], outcome)
    parts = {}
    for part in content.course["parts"]:
        parts[part["slug"]], outcome = _part(page, part)
        yield Seeded(part["title"], outcome)
    publishing.outline()
    drafts = [_draft(parts[document.part], document) for document in content.lessons]
    publishing.outline()
    for draft, document in zip(drafts, content.lessons, strict=True):
        yield Seeded(document.title, _lesson(draft, document))
    yield from _glossary(content)
    publishing.glossary(content.language)


def _number(path: Path) -> int:
    return int(path.stem.split("-", 1)[0])


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _root() -> Page:
    return Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale(settings.LANGUAGE_CODE))
    )


def _course(content: Content) -> tuple[CoursePage, str]:
    slug = content.course["slug"]
    original = CoursePage.objects.filter(slug=slug).first()
    if content.language != settings.LANGUAGE_CODE:
        page = _translation(original, content.language, slug=f"{slug}-{content.language}")
        return page, _texts(page, content.course, _root())
    page = original or CoursePage(slug=slug, locale=locale(content.language))
    outcome = _texts(page, content.course, _root())
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    if site.root_page_id != page.pk:
        site.root_page = page
        site.save()
    return page, outcome


def _part(course: CoursePage, data: dict[str, Any]) -> tuple[PartPage, str]:
    page = PartPage.objects.child_of(course).filter(slug=data["slug"]).first()
    if page is None and course.original != course:
        original = PartPage.objects.child_of(course.original).get(slug=data["slug"])
        page = _translation(original, course.language, slug=original.slug)
    page = page or PartPage(slug=data["slug"], locale=course.locale)
    return page, _texts(page, data, course)


def _translation(original: Any, language: str, *, slug: str) -> Any:
    """The page's translation, made now but not yet saved where there is none."""
    found = type(original).objects.filter(
        translation_key=original.translation_key, locale__language_code=language
    )
    return found.first() or type(original)(
        slug=slug, locale=locale(language), translation_key=original.translation_key
    )


def _texts(page: Any, data: dict[str, Any], parent: Page) -> str:
    """Bring a course's or part's own texts up to the file, unless an editor has changed them."""
    fields = {
        "title": data["title"],
        "lead": data["lead"],
        "learning_goals": "\n".join(data["learning_goals"]),
    }
    if "terrain" in data:
        fields["terrain"] = data["terrain"]
        fields["discussion"] = drafting.sheet(data["slug"], data.get("discussion"))
    file = publishing.fingerprint(fields)
    if page.pk and page.seeded != publishing.fingerprint({name: _text(page, name) for name in fields}):
        return KEPT
    if page.seeded == file:
        return SAME
    outcome = CHANGED if page.pk else NEW
    for name, value in {**fields, "seeded": file}.items():
        setattr(page, name, value)
    if page.pk:
        page.save_revision().publish()
    else:
        parent.add_child(instance=page)
    return outcome


def _text(page: Any, name: str) -> str:
    value = getattr(page, name)
    return value if isinstance(value, str) else json.dumps(value.get_prep_value())


def _draft(part: PartPage, document: LessonDocument) -> LessonPage:
    page = LessonPage.objects.child_of(part).filter(slug=document.slug).first()
    if page is None:
        page = LessonPage(live=False, locale=part.locale)
        if part.original != part:
            page.translation_key = _original_of(part, document).translation_key
        drafting.fill(page, document)
        part.add_child(instance=page)
    return page


def _original_of(part: PartPage, document: LessonDocument) -> LessonPage:
    return LessonPage.objects.child_of(part.original).get(slug=document.slug)


def _lesson(page: LessonPage, document: LessonDocument) -> str:
    file = publishing.fingerprint(document)
    if page.seeded == file:
        return SAME if _as_seeded(page, document.part) else KEPT
    new = not page.seeded
    if not new and not _as_seeded(page, document.part):
        return KEPT
    drafting.fill(page, document)
    page.seeded = file
    translating.take_back(page)
    page.save_revision().publish()
    return NEW if new else CHANGED


def _as_seeded(page: LessonPage, part: str) -> bool:
    """Whether the latest draft still says just what the file gave."""
    latest = page.get_latest_revision_as_object()
    return page.live and publishing.fingerprint(compiling.lesson(latest, part=part)) == page.seeded


def _glossary(content: Content) -> Iterator[Seeded]:
    """Written past the signals, so that the glossary is published once and not a term at a time."""
    known = {term.term: term for term in GlossaryTerm.objects.filter(language=content.language)}
    for data in content.terms:
        fields = {"forms": ", ".join(data.get("forms", [])), "explanation": data["explanation"].strip()}
        file = publishing.fingerprint(fields)
        term = known.get(data["term"])
        if term is None:
            new = GlossaryTerm(term=data["term"], language=content.language, seeded=file, **fields)
            GlossaryTerm.objects.bulk_create([new])
            yield Seeded(data["term"], NEW)
        elif term.seeded != publishing.fingerprint({"forms": term.forms, "explanation": term.explanation}):
            yield Seeded(term.term, KEPT)
        elif term.seeded != file:
            GlossaryTerm.objects.filter(pk=term.pk).update(**fields, seeded=file)
            yield Seeded(term.term, CHANGED)
