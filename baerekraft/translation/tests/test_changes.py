"""A translator sees, paragraph by paragraph, what is to be mended."""

import pytest
from django.test import Client

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.authoring.models import CoursePage, LessonPage
from baerekraft.catalog import shelf
from baerekraft.translation import board, changes
from baerekraft.translation.changes import How

pytestmark = pytest.mark.django_db
SLUG = "hva-er-baerekraftig-utvikling"


@pytest.fixture
def nynorsk() -> LessonPage:
    return LessonPage.objects.get(slug=SLUG, locale__language_code="nn")


@pytest.fixture
def siri(settings) -> Client:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    browser = Client()
    browser.force_login(make_staff("Siri", Role.APPROVER))
    return browser


def publish(original: LessonPage, **fields: str) -> None:
    for name, value in fields.items():
        setattr(original, name, value)
    original.save_revision().publish()
    shelf.forget()


def test_nothing_has_changed_in_a_translation_that_is_up_to_date(nynorsk):
    assert changes.since(nynorsk) == []


def test_a_changed_sentence_is_shown_as_it_was_as_it_is_and_as_it_was_translated(nynorsk):
    was = nynorsk.original.takeaway
    publish(nynorsk.original, takeaway=was + " Og litt til.")

    [change] = changes.since(nynorsk)

    assert (change.how, change.was, change.now) == (How.CHANGED, was, was + " Og litt til.")
    assert change.translation == nynorsk.takeaway
    assert ("same", was) in change.words
    assert any(kind == "ins" and "litt" in words for kind, words in change.words)


def test_one_paragraph_among_several_is_named_by_itself(nynorsk):
    original = nynorsk.original
    raw = list(original.body.raw_data)
    raw[0]["value"]["body"] += "<p>Et helt nytt avsnitt.</p>"
    original.body = raw
    publish(original)

    [change] = changes.since(nynorsk)

    assert (change.how, change.now, change.translation) == (How.NEW, "Et helt nytt avsnitt.", "")
    assert "1." in change.where


def test_a_block_put_first_does_not_make_all_the_others_changed(nynorsk):
    original = nynorsk.original
    raw = list(original.body.raw_data)
    raw.insert(
        0,
        {
            "type": "text",
            "value": {"heading": "Først", "body": "<p>Nytt.</p>"},
            "id": "11111111-1111-4111-8111-111111111111",
        },
    )
    original.body = raw
    publish(original)
    nynorsk.takeaway = "Ei anna setning."
    nynorsk.save_revision().publish()
    shelf.forget()
    publish(LessonPage.objects.get(pk=original.pk), takeaway="Enda en setning.")

    [change] = changes.since(LessonPage.objects.get(pk=nynorsk.pk))

    assert change.now == "Enda en setning."


def test_the_board_counts_changed_paragraphs_and_missing_translations(nynorsk, siri):
    publish(nynorsk.original, takeaway="Noe annet.")
    course = CoursePage.objects.filter(locale__language_code="nb").first()
    rows = {
        line.original.slug: line
        for found, lines in board.courses(User.objects.get())
        if found == course
        for line in lines
    }

    assert [(s.language, s.changed, s.missing) for s in rows[SLUG].standings] == [("nn", 1, 0), ("en", 1, 0)]
    page = siri.get("/redaksjon/oversettelser/")
    assert page.status_code == 200
    assert f"/redaksjon/oversettelser/{nynorsk.pk}/" in page.content.decode()


def test_the_page_shows_the_words_that_came_and_went(nynorsk, siri):
    publish(nynorsk.original, takeaway="Noe <helt> annet.")

    text = siri.get(f"/redaksjon/oversettelser/{nynorsk.pk}/").content.decode()

    assert "<ins>" in text
    assert "<del>" in text
    assert "&lt;" in text
    assert siri.get(f"/redaksjon/oversettelser/{nynorsk.original.pk}/").status_code == 404


def test_opening_the_translation_leads_to_what_has_changed(nynorsk, siri):
    publish(nynorsk.original, takeaway="Noe annet.")

    page = siri.get(f"/redaksjon/pages/{nynorsk.pk}/edit/")

    assert f"/redaksjon/oversettelser/{nynorsk.pk}/" in page.content.decode()


def test_a_translation_whose_original_is_gone_does_not_crash(nynorsk, siri):
    LessonPage.objects.filter(pk=nynorsk.original.pk).update(
        translation_key="22222222-2222-4222-8222-222222222222"
    )
    lonely = LessonPage.objects.get(pk=nynorsk.pk)

    assert changes.since(lonely) == []
    assert siri.get(f"/redaksjon/pages/{lonely.pk}/edit/").status_code == 200
    assert siri.get("/redaksjon/oversettelser/").status_code == 200
