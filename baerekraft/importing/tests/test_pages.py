"""What the editor meets: the buttons, the dry run, and the draft afterwards."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from baerekraft.accounts.models import Membership, Role, User
from baerekraft.authoring.models import LessonPage, PartPage
from baerekraft.catalog.models import PublishedLesson
from baerekraft.importing import models
from baerekraft.importing.models import Import
from baerekraft.importing.tests import factories
from baerekraft.importing.tests.test_word import png
from baerekraft.media.models import LibraryImage
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

THREE = """\
::Vann::Hvor er vannet? {=Her#Ja ~Der#Nei}

::Fisk::Fins det fisk? {T}

::Hull::Oslo er {1:SHORTANSWER:=by} i {2:SHORTANSWER:=Norge}.
"""


def browser(email: str, role: Role, municipality: str = "") -> Client:
    user = User.objects.create_user(email, "et langt passord til prøven")
    where = Municipality.objects.get(name=municipality) if municipality else None
    Membership.objects.create(user=user, role=role, municipality=where)
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(user)
    return client


@pytest.fixture
def siri() -> Client:
    """Siri edits the county's course."""
    return browser("siri@example.no", Role.EDITOR)


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.order_by("path").first()


@pytest.fixture
def part() -> PartPage:
    return PartPage.objects.order_by("path").first()


def bring(client: Client, page, body: bytes, *, name: str = "sporsmal.txt", what: str = "sporsmal"):
    """Choose the file, as the first page asks."""
    return client.post(
        f"/redaksjon/import/{what}/til/{page.pk}/", {"file": SimpleUploadedFile(name, body)}, follow=True
    )


def waiting() -> Import:
    return Import.objects.get()


def draft(lesson: LessonPage):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def last(lesson: LessonPage, count: int):
    return draft(lesson).body.get_prep_value()[-count:]


def test_siri_sees_what_will_come_in_before_anything_is_changed(siri, lesson):
    before = draft(lesson).body.get_prep_value()

    page = bring(siri, lesson, THREE.encode()).content.decode()

    assert "2 spørsmål kan tas inn, 1 ikke." in page
    assert page.count('type="checkbox"') == 2
    assert "<code>vann</code>" in page
    assert draft(lesson).body.get_prep_value() == before


def test_siri_takes_in_what_she_ticks_as_one_revision_and_learners_see_nothing_of_it(siri, lesson):
    bring(siri, lesson, THREE.encode())
    revisions, versions = lesson.revisions.count(), PublishedLesson.objects.count()

    answer = siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0", "1"]})

    assert answer.headers["Location"] == f"/redaksjon/pages/{lesson.pk}/edit/"
    first, second = last(lesson, 2)
    assert (first["type"], first["value"]["id"]) == ("single_choice", "vann")
    assert second["value"]["statements"][0]["value"]["feedback"] == ""
    assert lesson.revisions.count() == revisions + 1
    assert PublishedLesson.objects.count() == versions
    assert not Import.objects.exists()


def test_the_edit_page_opens_and_saves_with_what_lacks_feedback(siri, lesson):
    bring(siri, lesson, THREE.encode())
    siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0", "1"]})

    assert siri.get(f"/redaksjon/pages/{lesson.pk}/edit/").status_code == 200
    history = siri.get(f"/redaksjon/pages/{lesson.pk}/history/").content.decode()
    assert "Hentet fra fil" in history


@pytest.mark.parametrize(
    ("existing", "feedback", "ids"),
    [
        ("skip", "Ja", ["vann", "fisk"]),
        ("replace", "Ja, nå", ["vann", "fisk"]),
        ("new", "Ja", ["vann", "fisk", "vann-2", "fisk-2"]),
    ],
)
def test_the_same_file_twice_asks_what_to_do(siri, lesson, existing, feedback, ids):
    bring(siri, lesson, THREE.encode())
    siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0", "1"]})
    before = len(draft(lesson).body) - 2

    page = bring(siri, lesson, THREE.replace("#Ja", "#Ja, nå").encode()).content.decode()
    siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0", "1"], "existing": existing})

    assert 'name="existing"' in page
    body = draft(lesson).body.get_prep_value()
    assert [item["value"]["id"] for item in body[before:]] == ids
    assert body[before]["value"]["options"][0]["value"]["feedback"] == feedback


def test_what_is_replaced_keeps_its_place_and_whether_it_counts(siri, lesson):
    bring(siri, lesson, THREE.encode())
    siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0", "1"]})
    page = draft(lesson)
    body = page.body.get_prep_value()
    body[-2]["value"]["counts"] = False
    page.body = page._meta.get_field("body").to_python(body)
    page.save_revision(clean=False)

    bring(siri, lesson, THREE.encode())
    siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0"], "existing": "replace"})

    assert last(lesson, 2)[0]["id"] == body[-2]["id"]
    assert last(lesson, 2)[0]["value"]["counts"] is False


def test_nothing_ticked_is_told(siri, lesson):
    bring(siri, lesson, THREE.encode())

    page = siri.post(
        f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["2", "99", "x"]}
    ).content.decode()

    assert "Kryss av minst ett spørsmål." in page


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.txt", b""),
        ("a.xlsx", bytes(range(256))),
        ("a.txt", b"Bare en tekst."),
        ("a.txt", factories.gift(10_000)),
        ("a.xlsx", b"PK\x03\x04"),
        ("../../a.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><quiz/>'),
    ],
    ids=["empty", "binary", "text", "ten thousand", "half", "entity"],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_spot(siri, lesson, name, body):
    page = bring(siri, lesson, body, name=name).content.decode()

    assert 'role="alert"' in page
    assert not Import.objects.exists()


def test_ten_thousand_questions_are_told_in_plain_words(siri, lesson):
    assert "høyst 100" in bring(siri, lesson, factories.gift(10_000)).content.decode()


def test_no_file_at_all_is_told(siri, lesson):
    page = siri.post(f"/redaksjon/import/sporsmal/til/{lesson.pk}/", {}).content.decode()

    assert 'role="alert"' in page


def test_the_template_is_downloaded(siri):
    answer = siri.get("/redaksjon/import/mal.xlsx")

    assert answer.content.startswith(b"PK")
    assert "sporsmal-mal.xlsx" in answer.headers["Content-Disposition"]


def test_nobody_else_sees_the_file(siri, lesson):
    bring(siri, lesson, THREE.encode())
    ola = browser("ola@example.no", Role.EDITOR)

    path = f"/redaksjon/import/sporsmal/{waiting().pk}/"
    assert ola.get(path).status_code == 404
    assert ola.post(path, {"take": ["0"]}).status_code == 404
    ola.post(f"/redaksjon/import/{waiting().pk}/forkasting/")
    assert Import.objects.exists()


def test_a_municipalitys_editor_brings_nothing_into_the_countys_course(lesson, part):
    ola = browser("ola@example.no", Role.MUNICIPAL_EDITOR, "Halden")

    for path in (f"sporsmal/til/{lesson.pk}/", f"word/til/{lesson.pk}/", f"word/til/{part.pk}/"):
        assert ola.get(f"/redaksjon/import/{path}").status_code != 200
    bring(ola, lesson, THREE.encode())
    assert not Import.objects.exists()


def test_somebody_who_has_lost_the_right_gets_no_further(siri, lesson):
    bring(siri, lesson, THREE.encode())
    before = draft(lesson).body.get_prep_value()
    Membership.objects.get().delete()

    siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0"]})

    assert draft(lesson).body.get_prep_value() == before


def test_somebody_who_is_not_signed_in_is_asked_to(lesson):
    for path in (f"sporsmal/til/{lesson.pk}/", "mal.xlsx"):
        assert Client().get(f"/redaksjon/import/{path}").status_code == 302


def test_a_locked_lesson_takes_nothing_in(siri, lesson):
    bring(siri, lesson, THREE.encode())
    lesson.locked, lesson.locked_by = True, User.objects.create_user("ola@example.no", "et langt passord")
    lesson.save(clean=False)

    page = siri.post(f"/redaksjon/import/sporsmal/{waiting().pk}/", {"take": ["0"]}).content.decode()

    assert "låst" in page


def test_the_buttons_stand_where_they_can_be_used(siri, lesson, part):
    assert (
        f"/redaksjon/import/sporsmal/til/{lesson.pk}/"
        in siri.get(f"/redaksjon/pages/{lesson.pk}/edit/").content.decode()
    )
    assert (
        f"/redaksjon/import/word/til/{part.pk}/" in siri.get(f"/redaksjon/pages/{part.pk}/").content.decode()
    )
    oda = browser("oda@example.no", Role.TRANSLATOR)
    page = oda.get(f"/redaksjon/pages/{lesson.pk}/edit/", follow=True).content.decode()
    assert "import/sporsmal" not in page


def test_siri_makes_a_lesson_of_a_word_document(siri, part):
    page = bring(
        siri, part, factories.saved(factories.manuscript()), name="vann.docx", what="word"
    ).content.decode()
    assert 'value="vann-i-kommunen"' in page

    siri.post(
        f"/redaksjon/import/word/{waiting().pk}/", {"title": "Vann i kommunen", "slug": "vann-i-kommunen"}
    )

    made = LessonPage.objects.get(slug="vann-i-kommunen")
    assert (made.live, made.get_parent().pk, made.owner.email) == (False, part.pk, "siri@example.no")
    assert [child.block_type for child in draft(made).body] == ["text", "table"]
    edit = siri.get(f"/redaksjon/pages/{made.pk}/edit/")
    assert edit.status_code == 200
    assert "Vann er" in edit.content.decode()


def test_the_table_from_word_is_a_table_in_the_draft(siri, part):
    bring(siri, part, factories.saved(factories.manuscript()), name="vann.docx", what="word")
    siri.post(f"/redaksjon/import/word/{waiting().pk}/", {"title": "Vann", "slug": "vann"})

    table = draft(LessonPage.objects.get(slug="vann")).body[-1].value["grid"]

    assert [column["heading"] for column in table.columns] == ["Sted", "Liter"]
    assert [row["values"] for row in table.row_data] == [["Bærum", "140"]]


def test_an_address_that_is_taken_is_refused(siri, part):
    taken = LessonPage.objects.child_of(part).first().slug
    bring(siri, part, factories.saved(factories.manuscript()), name="vann.docx", what="word")

    for slug in (taken, "", "æøå", "--", "a b"):
        siri.post(f"/redaksjon/import/word/{waiting().pk}/", {"title": "Vann", "slug": slug})

    assert not LessonPage.objects.filter(title="Vann").exists()


def test_a_title_that_is_taken_gets_an_address_of_its_own(siri, part):
    taken = LessonPage.objects.child_of(part).first()
    document = factories.manuscript()
    document.paragraphs[0].text = taken.title

    page = bring(siri, part, factories.saved(document), name="vann.docx", what="word").content.decode()

    slug = re.search(r'name="slug" value="([^"]*)"', page).group(1)
    assert slug != taken.slug
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)


def test_word_text_is_put_last_in_a_lesson_with_its_pictures_in_the_library(siri, lesson, settings, tmp_path):
    import io

    settings.MEDIA_ROOT = tmp_path
    document = factories.manuscript()
    document.add_picture(io.BytesIO(png()))
    before = len(draft(lesson).body)

    bring(siri, lesson, factories.saved(document), name="vann.docx", what="word")
    siri.post(f"/redaksjon/import/word/{waiting().pk}/")

    image = LibraryImage.objects.get()
    body = draft(lesson).body.get_prep_value()
    assert [item["type"] for item in body[before:]] == ["text", "table", "image"]
    assert body[-1]["value"]["file"] == image.name


def test_a_file_that_is_no_word_document_is_refused_on_the_spot(siri, part):
    page = bring(siri, part, b"%PDF-1.7", name="vann.docx", what="word").content.decode()

    assert 'role="alert"' in page


def test_cancelling_deletes_the_file(siri, lesson):
    bring(siri, lesson, THREE.encode())

    siri.post(f"/redaksjon/import/{waiting().pk}/forkasting/")

    assert not Import.objects.exists()


def test_files_nobody_went_on_with_are_swept(siri, lesson):
    bring(siri, lesson, THREE.encode())

    assert models.sweep(at=timezone.now()) == 0
    assert models.sweep(at=timezone.now() + timedelta(hours=25)) == 1


def test_one_person_has_few_files_waiting(siri, lesson):
    for _turn in range(models.WAITING + 3):
        bring(siri, lesson, THREE.encode())

    assert Import.objects.count() == models.WAITING
