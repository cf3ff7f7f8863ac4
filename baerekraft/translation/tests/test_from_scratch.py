"""A new lesson is translated from nothing: made, filled in, published, and read."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.authoring import drafting, roles
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.catalog import shelf
from baerekraft.pages import serving
from baerekraft.translation import board, units

pytestmark = pytest.mark.django_db
AS_LEARNERS_MEET_THEM = settings.STORAGES


@pytest.fixture
def lesson(settings) -> LessonPage:
    """Siri's own lesson in bokmål, published."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    part = PartPage.objects.get(slug="del-1", locale__language_code="nb")
    document = shelf.now().lesson("del-1", "hva-er-sosial-baerekraft").document
    page = LessonPage(live=False, locale=part.locale)
    drafting.fill(page, document.model_copy(update={"slug": "ny-leksjon", "title": "En ny leksjon"}))
    part.add_child(instance=page)
    page.save_revision().publish()
    shelf.forget()
    return page


@pytest.fixture(autouse=True)
def right_to_start_translations() -> None:
    """A migration of wagtail-localize makes it, and these tables may have been made without migrations."""
    kind, _created = ContentType.objects.get_or_create(app_label="wagtail_localize", model="translation")
    Permission.objects.get_or_create(
        content_type=kind, codename="submit_translation", defaults={"name": "Start"}
    )
    roles.ensure()


def browser_of(name: str, role: Role) -> Client:
    browser = Client()
    browser.force_login(make_staff(name, role))
    return browser


def translate(browser: Client, lesson: LessonPage) -> LessonPage:
    nynorsk = next(row for row in board.line(lesson).standings if row.language == "nn")
    assert nynorsk.page is None
    locale = LessonPage.objects.filter(locale__language_code="nn").first().locale
    answer = browser.post(f"/redaksjon/localize/submit/page/{lesson.pk}/", {"locales": locale.pk})
    assert answer.status_code == 302
    return LessonPage.objects.get(translation_key=lesson.translation_key, locale=locale)


def fill(browser: Client, page: LessonPage) -> None:
    sheet = units.sheet(page)
    for unit in sheet.units:
        if not unit.target:
            text = "Ei ny leksjon" if unit.id == "title#1" else unit.source
            answer = browser.put(
                f"/redaksjon/localize/translate/{sheet.translation.pk}/strings/{unit.segment.pk}/edit/",
                urlencode({"value": text}),
                content_type="application/x-www-form-urlencoded",
            )
            assert answer.status_code in {200, 201}


def test_ola_translates_and_siri_publishes_and_kari_reads_it(
    lesson, settings, django_capture_on_commit_callbacks
):
    ola, siri = browser_of("Ola", Role.TRANSLATOR), browser_of("Siri", Role.APPROVER)
    page = translate(ola, lesson)
    assert page.get_parent().slug == "del-1"
    assert board.standing("nn", page).missing > 50
    assert ola.get(f"/redaksjon/pages/{page.pk}/edit/").status_code == 200

    fill(ola, page)
    assert board.standing("nn", page).missing == 0
    with django_capture_on_commit_callbacks(execute=True):
        siri.post(f"/redaksjon/pages/{page.pk}/edit/", {"action": "publish"})
    shelf.forget()

    entry = shelf.now("nn").lesson("del-1", "ny-leksjon")
    assert (entry.language, entry.title, entry.behind) == ("nn", "Ei ny leksjon", False)
    settings.STORAGES = AS_LEARNERS_MEET_THEM
    rendered = serving.render("/nn/kurs/del-1/ny-leksjon/")
    assert rendered
    assert "Ei ny leksjon" in rendered[0].decode().replace("\u00ad", "")


@pytest.mark.parametrize("kind", [CoursePage, PartPage])
def test_a_part_and_the_course_open_beside_their_originals_with_every_text_in_place(lesson, kind):
    page = kind.objects.filter(locale__language_code="nn").first()
    siri = browser_of("Siri", Role.APPROVER)

    assert siri.get(f"/redaksjon/pages/{page.pk}/edit/").status_code == 200

    sheet = units.sheet(page)
    assert all(unit.target for unit in sheet.units)
    saved = sheet.translation.source.get_ephemeral_translated_instance(sheet.translation.target_locale)
    assert (saved.title, saved.lead) == (page.title, page.lead)
    assert saved.learning_goals.splitlines() == page.learning_goals.splitlines()
