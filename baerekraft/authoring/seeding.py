"""Seeding: content files become drafts and are published. What an editor has changed since is kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import BaseModel
from wagtail.models import Locale, Page, Site

from baerekraft.authoring import compiling, contentfile, drafting, publishing
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog.document import LessonDocument
from baerekraft.municipalities import loading

NEW, CHANGED, SAME, KEPT = "new", "changed", "unchanged", "kept"


@dataclass(frozen=True)
class Seeded:
    """What became of one file: new, changed, unchanged, or kept because an editor has changed the page."""

    what: str
    outcome: str


def read(
    folder: Path, language: str = "nb"
) -> tuple[dict[str, Any], list[LessonDocument], list[dict[str, Any]]]:
    """Read and check every file before anything is written. Raises contentfile.ContentError."""
    course = contentfile.course(folder / language / "course.yaml")
    lessons = [
        contentfile.lesson(path, part=part["slug"], language=language)
        for part in course["parts"]
        for path in sorted((folder / language / part["slug"]).glob("[0-9]*.yaml"), key=_number)
    ]
    return course, lessons, contentfile.glossary(folder / language / "ordliste.yaml")


@transaction.atomic
def seed(folder: Path) -> list[Seeded]:
    """Bring drafts and published lessons up to the content files, telling what became of each."""
    course, lessons, terms = read(folder)
    loading.load()
    page, outcome = _course(course)
    seeded = [Seeded(course["title"], outcome)]
    parts = {}
    for part in course["parts"]:
        parts[part["slug"]], outcome = _part(page, part)
        seeded.append(Seeded(part["title"], outcome))
    publishing.outline()
    drafts = [_draft(parts[document.part], document) for document in lessons]
    publishing.outline()
    seeded += [
        Seeded(document.title, _lesson(draft, document))
        for draft, document in zip(drafts, lessons, strict=True)
    ]
    seeded += _glossary(terms)
    publishing.glossary()
    return seeded


def _number(path: Path) -> int:
    return int(path.stem.split("-", 1)[0])


def fingerprint(value: BaseModel | dict[str, Any]) -> str:
    text = value.model_dump_json() if isinstance(value, BaseModel) else repr(sorted(value.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def _root() -> Page:
    locale, _ = Locale.objects.get_or_create(language_code="nb")
    return Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )


def _course(data: dict[str, Any]) -> tuple[CoursePage, str]:
    page = CoursePage.objects.filter(slug=data["slug"]).first() or CoursePage(slug=data["slug"])
    outcome = _texts(page, data, _root())
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    if site.root_page_id != page.pk:
        site.root_page = page
        site.save()
    return page, outcome


def _part(course: CoursePage, data: dict[str, Any]) -> tuple[PartPage, str]:
    page = PartPage.objects.child_of(course).filter(slug=data["slug"]).first() or PartPage(slug=data["slug"])
    return page, _texts(page, data, course)


def _texts(page: Any, data: dict[str, Any], parent: Page) -> str:
    """Bring a course's or part's own texts up to the file, unless an editor has changed them."""
    fields = {
        "title": data["title"],
        "lead": data["lead"],
        "learning_goals": "\n".join(data["learning_goals"]),
    }
    if "terrain" in data:
        fields["terrain"] = data["terrain"]
    file = fingerprint(fields)
    if page.pk and page.seeded != fingerprint({name: getattr(page, name) for name in fields}):
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


def _draft(part: PartPage, document: LessonDocument) -> LessonPage:
    page = LessonPage.objects.child_of(part).filter(slug=document.slug).first()
    if page is None:
        page = LessonPage(live=False)
        drafting.fill(page, document)
        part.add_child(instance=page)
    return page


def _lesson(page: LessonPage, document: LessonDocument) -> str:
    file = fingerprint(document)
    if page.seeded == file:
        return SAME if _as_seeded(page, document.part) else KEPT
    new = not page.seeded
    if not new and not _as_seeded(page, document.part):
        return KEPT
    drafting.fill(page, document)
    page.seeded = file
    page.save_revision().publish()
    return NEW if new else CHANGED


def _as_seeded(page: LessonPage, part: str) -> bool:
    """Whether the latest draft still says just what the file gave."""
    latest = page.get_latest_revision_as_object()
    return page.live and fingerprint(compiling.lesson(latest, part=part)) == page.seeded


def _glossary(terms: list[dict[str, Any]]) -> Iterator[Seeded]:
    """Written past the signals, so that the glossary is published once and not a term at a time."""
    known = {term.term: term for term in GlossaryTerm.objects.filter(language="nb")}
    for data in terms:
        fields = {"forms": ", ".join(data.get("forms", [])), "explanation": data["explanation"].strip()}
        file = fingerprint(fields)
        term = known.get(data["term"])
        if term is None:
            GlossaryTerm.objects.bulk_create([GlossaryTerm(term=data["term"], seeded=file, **fields)])
            yield Seeded(data["term"], NEW)
        elif term.seeded != fingerprint({"forms": term.forms, "explanation": term.explanation}):
            yield Seeded(term.term, KEPT)
        elif term.seeded != file:
            GlossaryTerm.objects.filter(pk=term.pk).update(**fields, seeded=file)
            yield Seeded(term.term, CHANGED)
