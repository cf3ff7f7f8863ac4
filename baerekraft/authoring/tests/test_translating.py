"""A translation keeps to its original: it says when it has fallen behind, and opens beside it in the editor."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from baerekraft.accounts.tests.factories import sign_in
from baerekraft.authoring import compiling, translating
from baerekraft.authoring.models import LessonPage
from baerekraft.catalog import shelf
from baerekraft.pages import serving

pytestmark = pytest.mark.django_db
PATH = "/nn/kurs/del-1/hva-er-baerekraftig-utvikling/"


@pytest.fixture
def translated() -> LessonPage:
    return LessonPage.objects.get(slug="hva-er-baerekraftig-utvikling", locale__language_code="nn")


def change_original(translated: LessonPage, takeaway: str = "En ny setning å ta med seg.") -> None:
    original = translated.original
    original.takeaway = takeaway
    original.save_revision().publish()
    shelf.forget()


def lesson_in(language: str) -> shelf.Entry:
    found = shelf.now(language).lesson("del-1", "hva-er-baerekraftig-utvikling")
    assert found
    return found


def test_a_translation_is_published_in_its_language(translated):
    assert lesson_in("nn").language == "nn"
    assert lesson_in("nn").title == translated.title != lesson_in("nb").title
    assert not lesson_in("nn").behind


def test_a_translation_that_has_fallen_behind_says_so_to_everyone(translated):
    change_original(translated)

    assert lesson_in("nn").behind
    assert "(" in LessonPage.objects.get(pk=translated.pk).get_admin_display_title()
    rendered = serving.render(PATH)
    assert rendered
    assert b'href="/kurs/del-1/hva-er-baerekraftig-utvikling/" hreflang="nb"' in rendered[0]


def test_a_change_of_the_picture_leaves_the_translation_up_to_date(translated):
    original = translated.original
    original.illustration = original.illustration.replace("<svg", '<svg id="new"')
    original.save_revision().publish()
    shelf.forget()

    assert not lesson_in("nn").behind


def test_an_editor_who_publishes_a_translation_says_that_it_is_up_to_date(translated):
    change_original(translated)
    translated.takeaway = "Ei ny setning å ta med seg."
    translated.save_revision().publish()
    shelf.forget()

    assert not lesson_in("nn").behind
    assert lesson_in("nn").document.takeaway == "Ei ny setning å ta med seg."


def test_a_translation_opens_beside_its_original_with_every_text_in_place(translated):
    before = compiling.lesson(translated, part="del-1")

    handed = translating.hand_over(translated)

    total, done = handed.get_progress()
    assert total == done > 50
    assert compiling.lesson(
        handed.source.get_ephemeral_translated_instance(handed.target_locale), part="del-1"
    ) == (before)


def test_what_changed_since_is_not_passed_off_as_translated(translated, django_capture_on_commit_callbacks):
    change_original(translated)
    handed = translating.hand_over(LessonPage.objects.get(pk=translated.pk))
    assert handed.get_progress() == (handed.get_progress()[0],) * 2

    with django_capture_on_commit_callbacks(execute=True):
        handed.save_target()
    shelf.forget()
    assert lesson_in("nn").behind

    handed.source.update_from_db()
    total, done = handed.get_progress()
    assert done == total - 1


def test_a_newer_content_file_takes_the_translation_out_of_the_editor(translated):
    translating.hand_over(translated)

    translating.take_back(translated)

    assert translating.handed_over(translated) is None


def test_an_editor_opens_the_translation(translated, admin_user, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    editor = Client()
    sign_in(editor, admin_user)
    change_original(translated)

    page = editor.get(f"/redaksjon/pages/{translated.pk}/edit/")

    assert page.status_code == 200
    assert translating.handed_over(translated)
    assert "Originalen er endret" in page.content.decode()


def english() -> LessonPage:
    return LessonPage.objects.get(slug="hva-er-baerekraftig-utvikling", locale__language_code="en")


def test_opening_one_language_never_takes_the_other_back_to_an_older_text(translated):
    change_original(translated, "Den nye setningen.")
    translated.takeaway = "Den nye setninga."
    translated.save_revision().publish()
    nynorsk = translating.hand_over(LessonPage.objects.get(pk=translated.pk))

    other = translating.hand_over(english())

    nynorsk.source.refresh_from_db()
    assert nynorsk.source.as_instance().takeaway == "Den nye setningen."
    total, done = other.get_progress()
    assert done == total - 1


def test_a_translation_with_a_text_left_is_still_behind_when_published(
    translated, django_capture_on_commit_callbacks
):
    handed = translating.hand_over(translated)
    change_original(translated)
    handed.source.update_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        handed.save_target()
    shelf.forget()

    assert lesson_in("nn").behind


def test_a_published_page_keeps_its_address(translated):
    translated.slug = "noko-anna"

    with pytest.raises(ValidationError):
        translated.full_clean()
