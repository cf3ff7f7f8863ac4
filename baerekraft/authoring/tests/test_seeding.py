from pathlib import Path

import pytest
from django.conf import settings

from baerekraft.authoring import compiling, contentfile, drafting, seeding
from baerekraft.authoring.faults import Unpublishable
from baerekraft.authoring.models import GlossaryTerm, LessonPage
from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.CONTENT_DIR)


def outcomes() -> dict[str, str]:
    return {seeded.what: seeded.outcome for seeded in seeding.seed(FOLDER).pages}


def test_seeding_twice_changes_nothing():
    versions = PublishedLesson.objects.count()

    assert set(outcomes().values()) == {seeding.SAME}
    assert PublishedLesson.objects.count() == versions


def test_what_an_editor_has_changed_is_kept_and_told():
    page = LessonPage.objects.first()
    page.takeaway = "Redaktørens egne ord."
    page.save_revision().publish()
    page.seeded = "an older file"
    LessonPage.objects.filter(pk=page.pk).update(seeded=page.seeded)

    assert outcomes()[page.title] == seeding.KEPT
    shelf.forget()
    assert LessonPage.objects.get(pk=page.pk).takeaway == "Redaktørens egne ord."


def test_an_unpublished_change_by_an_editor_is_kept_too():
    page = LessonPage.objects.first()
    page.takeaway = "Utkast."
    page.save_revision()

    assert outcomes()[page.title] == seeding.KEPT


def test_a_changed_file_becomes_a_new_version(monkeypatch):
    entry = shelf.now().lessons[0]
    read = contentfile.lesson

    def changed(path, *, part, language):
        document = read(path, part=part, language=language)
        return (
            document.model_copy(update={"takeaway": "Ny setning."})
            if (document.slug, document.language) == (entry.slug, "nb")
            else document
        )

    monkeypatch.setattr(contentfile, "lesson", changed)

    assert outcomes()[entry.title] == seeding.CHANGED
    shelf.forget()
    assert shelf.now().lessons[0].version == entry.version + 1
    assert PublishedLesson.objects.filter(lesson=entry.lesson, language="nb").count() == entry.version + 1


def test_a_changed_explanation_in_the_glossary_is_kept():
    term = GlossaryTerm.objects.first()
    term.explanation = "Redaktørens forklaring av ordet."
    term.save()

    assert {seeded.what: seeded.outcome for seeded in seeding.seed(FOLDER).pages}[term.term] == seeding.KEPT


@pytest.mark.parametrize("path", sorted(FOLDER.glob("nb/del-*/[0-9]*.yaml")), ids=lambda path: path.stem)
def test_file_to_draft_to_document_loses_nothing(path):
    document = contentfile.lesson(path, part=path.parent.name, language="nb")
    page = LessonPage()

    drafting.fill(page, document)

    assert compiling.lesson(page, part=document.part) == document


def test_a_withdrawn_lesson_leaves_the_shelf_and_its_answers_stay():
    page = LessonPage.objects.first()
    page.unpublish()

    assert all(entry.slug != page.slug for entry in shelf.now().lessons)
    assert PublishedLesson.objects.filter(lesson__slug=page.slug).exists()


def test_an_editor_is_told_why_a_lesson_cannot_be_published():
    page = LessonPage.objects.first()
    page.goals = "99"

    with pytest.raises(Unpublishable, match="17"):
        page.save()
