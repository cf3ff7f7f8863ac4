"""The whole course goes out as files and comes back the same, in every language."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from baerekraft.authoring import seeding
from baerekraft.authoring.models import CoursePage, GlossaryTerm
from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedCourse, PublishedLesson
from baerekraft.exporting import course as layout
from baerekraft.exporting import pages, writing
from baerekraft.exporting.writing import LANGUAGES, Wanted
from baerekraft.indicators.models import Indicator, Value

pytestmark = pytest.mark.django_db
CONTENT = Path(settings.CONTENT_DIR)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def everything() -> list[object]:
    """What learners meet in every language."""
    shelf.forget()
    found: list[object] = []
    for language in LANGUAGES:
        now = shelf.now(language)
        found += [now.course, [entry.document for entry in now.lessons], pages.terms(language)]
    return found


def empty_the_database() -> None:
    PublishedLesson.objects.all().delete()
    PublishedCourse.objects.all().delete()
    for page in CoursePage.objects.all():
        page.delete()
    for model in (GlossaryTerm, Value, Indicator):
        model.objects.all().delete()


def test_exporting_right_after_seeding_changes_not_one_byte(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)

    outcome = writing.export(folder, Wanted())

    assert outcome.written == outcome.moved == outcome.no_longer == outcome.left_out == []
    assert len(outcome.same) > 80
    assert files(folder) == files(CONTENT)


def test_the_whole_course_in_three_languages_goes_out_and_comes_into_an_empty_database(tmp_path):
    before = everything()

    writing.export(tmp_path / "one", Wanted())
    empty_the_database()
    seeding.seed(tmp_path / "one")

    assert everything() == before
    writing.export(tmp_path / "two", Wanted())
    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_what_was_exported_reads_as_the_same_documents_without_a_database(tmp_path):
    writing.export(tmp_path, Wanted())

    for language in LANGUAGES:
        assert seeding.read(tmp_path, language).lessons == seeding.read(CONTENT, language).lessons
        name = f"{language}/ordliste.yaml"
        assert set(layout.told_terms(tmp_path / name)) == set(layout.told_terms(CONTENT / name)) != set()


def test_seeding_again_what_was_exported_changes_nothing(tmp_path):
    writing.export(tmp_path, Wanted())

    assert {seeded.outcome for seeded in seeding.seed(tmp_path).pages} == {seeding.SAME}
