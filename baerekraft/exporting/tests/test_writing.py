"""What becomes of a folder that is there already, and what the operator is told."""

import shutil
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.authoring import seeding
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage, PartPage
from baerekraft.exporting import course as layout
from baerekraft.exporting import writing
from baerekraft.exporting.writing import NotTheSame, Wanted

pytestmark = pytest.mark.django_db
CONTENT = Path(settings.CONTENT_DIR)
NB = Wanted(languages=("nb",))


@pytest.fixture
def folder(tmp_path) -> Path:
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content"


def lessons() -> list[LessonPage]:
    part = PartPage.objects.get(slug="del-1", locale__language_code="nb")
    return list(LessonPage.objects.child_of(part).order_by("path"))


def test_only_the_lesson_that_an_editor_changed_is_written(folder):
    page = lessons()[0]
    page.takeaway = "Redaktørens: egne ord."
    page.save_revision().publish()

    outcome = writing.export(folder, NB)

    assert outcome.written == ["nb/del-1/1-hva-er-baerekraftig-utvikling.yaml"]
    assert 'takeaway: "Redaktørens: egne ord."' in (folder / outcome.written[0]).read_text()


def test_a_draft_that_is_not_published_stays_behind_unless_drafts_are_asked_for(folder):
    page = lessons()[0]
    page.takeaway = "Bare et utkast."
    page.save_revision()

    assert writing.export(folder, NB).written == []
    assert len(writing.export(folder, Wanted(("nb",), drafts=True)).written) == 1


def test_a_new_picture_is_written_and_the_lesson_left_as_it_is(folder):
    page = lessons()[0]
    page.illustration = page.illustration.replace("</svg>", "<g></g></svg>")
    page.save_revision().publish()

    assert writing.export(folder, NB).written == ["nb/del-1/illustrations/hva-er-baerekraftig-utvikling.svg"]


def test_a_withdrawn_lesson_is_told_and_deleted_only_when_asked(folder):
    page = lessons()[2]
    page.unpublish()
    path = f"nb/del-1/3-{page.slug}.yaml"

    outcome = writing.export(folder, NB)

    assert path in outcome.no_longer
    assert (folder / path).exists()
    assert path in writing.export(folder, NB, prune=True).removed
    assert not (folder / path).exists()
    assert (folder / "nb" / "sjekken").is_dir()


def test_lessons_in_another_order_are_moved_and_keep_their_files(folder):
    first, second, *_rest = lessons()
    before = (folder / f"nb/del-1/1-{first.slug}.yaml").read_bytes()
    first.move(second, pos="right")

    outcome = writing.export(folder, NB)

    assert (folder / f"nb/del-1/2-{first.slug}.yaml").read_bytes() == before
    assert not (folder / f"nb/del-1/1-{first.slug}.yaml").exists()
    assert outcome.written == []
    read = [lesson.slug for lesson in seeding.read(folder, "nb").lessons if lesson.part == "del-1"]
    assert read[:2] == [second.slug, first.slug]


def test_a_file_that_cannot_be_read_is_written_anew(folder):
    path = folder / "nb/del-1/1-hva-er-baerekraftig-utvikling.yaml"
    path.write_bytes(b"\xff: [")

    assert writing.export(folder, NB).written == ["nb/del-1/1-hva-er-baerekraftig-utvikling.yaml"]
    assert seeding.read(folder, "nb").lessons


def test_what_would_not_come_back_stops_it_before_anything_is_touched(folder, monkeypatch):
    page = lessons()[0]
    page.takeaway = "Nye ord."
    page.save_revision().publish()
    right = layout.fields.lesson
    monkeypatch.setattr(
        layout.fields,
        "lesson",
        lambda lesson, *, picture: right(lesson, picture=picture) | {"takeaway": "Feil."},
    )
    before = (folder / "nb/del-1/1-hva-er-baerekraftig-utvikling.yaml").read_bytes()

    with pytest.raises(NotTheSame):
        writing.export(folder, NB)

    assert (folder / "nb/del-1/1-hva-er-baerekraftig-utvikling.yaml").read_bytes() == before


def make_other_course(**fields: object) -> CoursePage:
    main = CoursePage.objects.get(slug="baerekraftskurs-for-kommuner")
    course = CoursePage(
        title="Sjøkart",
        slug="sjokart",
        lead="Om sjøen.",
        learning_goals="Se sjøen",
        locale=main.locale,
        **fields,
    )
    main.get_parent().add_child(instance=course)
    course.save_revision().publish()
    part = PartPage(
        title="Fjorden", slug="fjorden", lead="Om fjorden.", learning_goals="Se fjorden", locale=main.locale
    )
    course.add_child(instance=part)
    part.save_revision().publish()
    return course


def test_another_course_goes_under_kurs_and_comes_back(tmp_path):
    make_other_course(audience="closed")

    writing.export(tmp_path, NB)

    assert "audience: closed" in (tmp_path / "kurs/sjokart/nb/course.yaml").read_text()
    CoursePage.objects.get(slug="sjokart").delete()
    seeding.seed(tmp_path)
    course = CoursePage.objects.get(slug="sjokart")
    assert (course.audience, course.live) == ("closed", True)
    assert [part.slug for part in PartPage.objects.child_of(course)] == ["fjorden"]
    assert {seeded.outcome for seeded in seeding.seed(tmp_path).pages} == {seeding.SAME}


def test_one_course_alone_can_be_taken_over(tmp_path):
    make_other_course()

    writing.export(tmp_path, Wanted(("nb",), course="sjokart"))

    assert not (tmp_path / "nb").exists()
    assert seeding.seed(tmp_path).pages


def test_a_folder_with_no_course_in_it_is_told(tmp_path):
    with pytest.raises(CommandError, match="no course here"):
        call_command("seed", str(tmp_path))


def test_the_command_says_what_it_did(folder):
    term = GlossaryTerm.objects.filter(language="nb").first()
    term.explanation = "En forklaring som redaktøren har skrevet."
    term.save()
    said = StringIO()

    call_command("export_course", "--output", str(folder), "--language", "nb", stdout=said)

    assert "written: nb/ordliste.yaml" in said.getvalue()
    assert "nb: 20 lessons" in said.getvalue()


def test_the_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="no course «x»"):
        call_command("export_course", "--output", str(tmp_path), "--course", "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("export_course", "--output", str(tmp_path / "file"), "--language", "nb")


def test_siri_who_may_publish_downloads_the_course_and_kari_may_not(settings):
    course = CoursePage.objects.get(slug="baerekraftskurs-for-kommuner")
    siri, kari = Client(), Client()
    siri.force_login(make_staff("Siri", Role.APPROVER))
    kari.force_login(make_staff("Kari", Role.TRANSLATOR))

    answer = siri.post(f"/redaksjon/eksport/{course.pk}/")

    assert answer["Content-Type"] == "application/zip"
    names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert {"nb/course.yaml", "nn/ordliste.yaml", "en/del-1/1-hva-er-baerekraftig-utvikling.yaml"} <= set(
        names
    )
    assert kari.post(f"/redaksjon/eksport/{course.pk}/").get("Content-Type") != "application/zip"
