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

from baerekraft.authoring import (
    compiling,
    contentfile,
    contentmedia,
    drafting,
    municipal,
    publishing,
    roles,
    taking,
    translating,
    workflow,
)
from baerekraft.authoring.asking import NoFigure
from baerekraft.authoring.contentfile import ContentError
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog.document import Image, LessonDocument, Recording
from baerekraft.indicators import loading as indicators
from baerekraft.municipalities import loading
from baerekraft.municipalities.models import Municipality

OTHER_COURSES = "kurs"
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
    """What one course's folder holds in one language. A translation may lack lessons.

    The main course has the words' explanations with it, and stands at the top; the others under `kurs/`.
    """

    folder: Path
    language: str
    course: dict[str, Any]
    lessons: list[LessonDocument]
    terms: list[dict[str, Any]]
    main: bool = True

    @property
    def file(self) -> Path:
        return self.folder / self.language / "course.yaml"


def read_all(folder: Path) -> list[Content]:
    """Read and check every file of every course. Raises contentfile.ContentError."""
    main = [read(folder, language) for language in LANGUAGES if (folder / language / "course.yaml").is_file()]
    others = [
        read(path, language, main=False)
        for path in sorted((folder / OTHER_COURSES).glob("*/"))
        for language in LANGUAGES
        if (path / language / "course.yaml").is_file()
    ]
    if not main and not others:
        raise ContentError(
            folder / settings.LANGUAGE_CODE / "course.yaml",
            1,
            "There is no course here. Give the folder that nb/ is in.",
        )
    return main + others


def read(folder: Path, language: str = settings.LANGUAGE_CODE, *, main: bool = True) -> Content:
    """Read and check every file of a course in a language. Raises contentfile.ContentError."""
    course = contentfile.course(folder / language / "course.yaml")
    lessons = [
        contentfile.lesson(path, part=part["slug"], language=language)
        for part in course["parts"]
        for path in sorted((folder / language / part["slug"]).glob("[0-9]*.yaml"), key=_number)
    ]
    terms = contentfile.glossary(folder / language / "ordliste.yaml") if main else []
    return Content(folder, language, course, lessons, terms, main)


def seed(folder: Path) -> Outcome:
    """Bring figures, drafts and published lessons up to the content files, telling what became of each."""
    # Everything is read and checked before anything is written.
    contents = read_all(folder)
    with transaction.atomic():
        loading.load()
        # Lessons take their figures from the indicators, so those come first.
        figures = _figures(folder)
        for content in contents:
            _check_figures(content)
        pages = [seeded for content in contents for seeded in _seed(content)]
        roles.ensure()
        return Outcome(pages, figures)


def _figures(folder: Path) -> Counter[str]:
    there = folder / indicators.FOLDER
    return indicators.load(there) if there.is_dir() else Counter()


def _check_figures(content: Content) -> None:
    """Bring in pictures and films, and raise ContentError for the first figure that no indicator has."""
    for document in content.lessons:
        if any(isinstance(block, Image | Recording) for block in document.body):
            contentmedia.bring(_path(content, document))
        try:
            taking.take(document, on=timezone.localdate())
        except NoFigure as error:
            raise contentfile.fault_at(_path(content, document), document, error.at, error) from error


def _path(content: Content, document: LessonDocument) -> Path:
    part = content.folder / content.language / document.part
    return next(path for path in part.glob("*.yaml") if contentfile.slug_of(path) == document.slug)


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
    workflow.ensure()
    if content.main:
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
    slug, owner = content.course["slug"], _owner(content)
    home = municipal.home(owner) if owner else _root()
    original = CoursePage.objects.filter(slug=slug, locale=locale(settings.LANGUAGE_CODE)).first()
    if content.language != settings.LANGUAGE_CODE:
        if original is None:
            raise ContentError(
                content.file,
                1,
                f"There is no course «{slug}» to translate. Seed the original together with it.",
            )
        page = _translation(original, content.language, slug=f"{slug}-{content.language}")
        return page, _texts(page, content.course, home, municipality=owner)
    page = original or CoursePage(slug=slug, locale=locale(content.language))
    outcome = _texts(page, content.course, home, municipality=owner)
    if not content.main:
        return page, outcome
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    if site.root_page_id != page.pk:
        site.root_page = page
        site.save()
    return page, outcome


def _owner(content: Content) -> Municipality | None:
    """The municipality that the course belongs to, if it is its own."""
    slug = content.course.get("municipality", "")
    found = Municipality.objects.filter(slug=slug).first()
    if slug and found is None:
        raise ContentError(
            content.file, 1, f"There is no municipality «{slug}». Write its slug, such as «halden»."
        )
    return found


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


def _texts(page: Any, data: dict[str, Any], parent: Page, *, municipality: Municipality | None = None) -> str:
    """Bring a course's or part's own texts up to the file, unless an editor has changed them."""
    fields = {
        "title": data["title"],
        "lead": data["lead"],
        "learning_goals": "\n".join(data["learning_goals"]),
    }
    if "terrain" in data:
        fields["terrain"] = data["terrain"]
        fields["discussion"] = drafting.sheet(data["slug"], data.get("discussion"))
    if "audience" in data:
        fields["audience"] = data["audience"]
    file = publishing.fingerprint(fields)
    if page.pk and page.seeded != publishing.fingerprint({name: _text(page, name) for name in fields}):
        return KEPT
    if page.seeded == file:
        return SAME
    outcome = CHANGED if page.pk else NEW
    if page.pk and page.original != page:
        translating.take_back(page)
    if municipality:
        page.municipality = municipality
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
        original = _original_of(part, document) if part.original != part else None
        if original:
            page.translation_key = original.translation_key
        drafting.fill(page, document)
        part.add_child(instance=page)
    return page


def _original_of(part: PartPage, document: LessonDocument) -> LessonPage | None:
    return LessonPage.objects.child_of(part.original).filter(slug=document.slug).first()


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
