"""Siri edits; she is told when there are newer figures than those that learners see."""

import pytest
from django.test import Client

from baerekraft.accounts.models import User
from baerekraft.accounts.tests.factories import sign_in
from baerekraft.authoring import drafting, newer
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests.lessons import asking, both, guessing
from baerekraft.catalog import shelf
from baerekraft.catalog.charts import Bar
from baerekraft.indicators.models import Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client, settings) -> Client:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    sign_in(client, User.objects.create_superuser("siri@example.no", "et langt passord til prøven"))
    return client


def publish(document) -> LessonPage:
    page = LessonPage.objects.get(slug=document.slug, locale__language_code=document.language)
    drafting.fill(page, document)
    page.save_revision().publish()
    shelf.forget()
    return page


def a_new_election(year: int = 2029) -> None:
    for row in Value.objects.filter(indicator="valgdeltakelse", region__in=["Viken", "Norge"], year=2025):
        row.pk, row.year = None, year
        row.save()


def told(page: LessonPage) -> list[str]:
    return [str(found) for found in newer.of_page(page)]


def test_nothing_is_told_while_the_figures_are_the_newest(first_lesson):
    page = publish(guessing(asking(first_lesson.document, *both())))

    assert told(page) == []
    assert list(newer.everywhere()) == []


def test_publishing_anew_takes_the_newer_figures(first_lesson):
    page = publish(guessing(asking(first_lesson.document, *both())))
    a_new_election()
    assert told(page) == ["Valg: 2025 → 2029", "Hvor mange stemte?: 2025 → 2029"]
    assert not any(found.fixed for found in newer.of_page(page))

    page.save_revision().publish()

    assert told(page) == []


def test_a_year_that_the_block_names_has_to_be_changed_there(first_lesson):
    bars = (Bar(label="2021", place="Norge", year=2021), Bar(label="2025", place="Norge", year=2025))
    page = publish(asking(first_lesson.document, *bars))
    assert told(page) == []

    a_new_election()

    assert [found.fixed for found in newer.of_page(page)] == [True]


def test_a_figure_that_was_corrected_is_told(first_lesson):
    page = publish(asking(first_lesson.document, *both()))

    Value.objects.filter(indicator="valgdeltakelse", region="Norge", year=2025).update(value=81)

    assert len(told(page)) == 1
    assert "2025" in told(page)[0]


def test_an_indicator_that_is_gone_leaves_the_lesson_as_it_is(first_lesson):
    page = publish(asking(first_lesson.document, *both()))

    Value.objects.filter(indicator="valgdeltakelse").delete()

    assert told(page) == []


def test_siri_sees_it_in_the_list_on_the_page_and_on_her_first_page(first_lesson, siri):
    page = publish(asking(first_lesson.document, *both()))
    a_new_election()
    shelf.forget()

    assert "(" in LessonPage.objects.get(pk=page.pk).get_admin_display_title()
    for path in (f"/redaksjon/pages/{page.pk}/edit/", "/redaksjon/"):
        assert "Valg: 2025 → 2029" in siri.get(path).content.decode(), path


def test_siri_chooses_an_indicator_and_a_place_by_name(first_lesson, siri):
    page = publish(guessing(asking(first_lesson.document, *both())))

    text = siri.get(f"/redaksjon/pages/{page.pk}/edit/").content.decode()

    assert "Valgdeltakelse ved stortingsvalg" in text
    assert "Nordre Follo" in text
