"""Kari works in Asker: the municipality's own page, and its variants of the lessons."""

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.catalog import publishing, shelf, variants
from baerekraft.catalog.municipal import Contact, MunicipalityDocument
from baerekraft.catalog.shelf import Entry
from baerekraft.municipalities.models import Municipality
from baerekraft.player.tests.browsing import answer_form, browser, enter
from baerekraft.records.models import LessonCompletion, Response

pytestmark = pytest.mark.django_db

OWN = "Slik gjør vi det i Asker."


@pytest.fixture
def askers(first_lesson: Entry) -> Entry:
    """The first lesson as Asker has adapted it."""
    publishing.lesson(
        first_lesson.document.model_copy(
            update={"takeaway": OWN, "contact": Contact(name="Nina Berg", email="nina@asker.kommune.no")}
        ),
        at=timezone.now(),
        municipality=Municipality.objects.get(name="Asker"),
    )
    shelf.forget()
    return variants.of("asker", "nb")[first_lesson.key]


def path(entry: Entry, municipality: str = "asker") -> str:
    return f"/k/{municipality}/{entry.part}/{entry.slug}/"


def text(response) -> str:
    return response.content.decode().replace("\u00ad", "")


def test_every_municipality_has_a_page_that_begins_the_course(client: Client):
    page = text(client.get("/k/halden/"))

    assert "Halden" in page
    assert f'href="/kurs/{shelf.now().lessons[0].key}/"' in page


def test_askers_page_greets_and_marks_what_asker_has_adapted(client: Client, askers: Entry):
    contact = Contact(name="Nina Berg", phone="66 70 00 00")
    document = MunicipalityDocument(municipality="asker", greeting="Hei, alle i Asker!", contact=contact)
    publishing.municipality(document, Municipality.objects.get(name="Asker"), at=timezone.now())
    shelf.forget()

    page = text(client.get("/k/asker/"))

    assert "Hei, alle i Asker!" in page
    assert "Nina Berg" in page
    assert "66 70 00 00" in page
    assert f'href="{path(askers)}"' in page
    assert page.count('class="ds-tag"') == 1


def test_the_variant_says_whose_it_is_and_who_to_ask(client: Client, askers: Entry):
    page = text(client.get(path(askers)))

    assert OWN in page
    assert "nina@asker.kommune.no" in page
    assert f'data-version="{askers.published}"' in page
    assert OWN not in text(client.get(f"/kurs/{askers.key}/"))


def test_the_way_on_from_a_variant_is_by_askers_own(client: Client, askers: Entry):
    second = shelf.now().lessons[1]
    publishing.lesson(
        second.document.model_copy(update={"takeaway": OWN}),
        at=timezone.now(),
        municipality=Municipality.objects.get(name="Asker"),
    )
    shelf.forget()

    page = text(client.get(path(askers)))

    assert f'href="{path(second)}"' in page
    assert f'href="/kurs/{shelf.now().lessons[2].key}/"' in page


def test_where_asker_has_no_variant_the_address_leads_to_the_countys_lesson(client: Client, first_lesson):
    assert client.get(path(first_lesson)).url == f"/kurs/{first_lesson.key}/"
    assert client.get("/nn" + path(first_lesson)).url == f"/nn/kurs/{first_lesson.key}/"


def test_a_former_municipality_leads_to_the_one_it_is_now_a_part_of(client: Client, askers: Entry):
    assert client.get("/k/rygge/").url == "/k/moss/"
    assert client.get(path(askers, "hurum")).url == path(askers)


@pytest.mark.parametrize(
    "address", ["/k/ingensteds/", "/k/ingensteds/del-1/x/", "/k/asker/del-1/finnes-ikke/"]
)
def test_what_is_nowhere_is_not_found(client: Client, address: str):
    assert client.get(address).status_code == 404


def test_kari_answers_in_the_variant_without_script_and_stays_in_it(askers: Entry):
    kari = browser()
    first = answer_form(kari, askers)

    assert first["Location"].startswith(f"{path(askers)}mine-svar/#")
    page = text(kari.get(first["Location"].split("#")[0]))
    assert OWN in page
    assert f'name="version" value="{askers.published}"' in page


def test_a_bad_answer_is_shown_in_the_variant(askers: Entry):
    exercise = askers.document.exercises[0]
    response = browser().post(
        f"/kurs/{askers.part}/{askers.slug}/svar/{exercise.id}/", {"version": askers.published}
    )

    assert response.status_code == 422
    assert OWN in text(response)


def test_the_variant_counts_as_the_same_lesson(askers: Entry):
    kari = browser()
    enter(kari, "Kari", "kari@asker.kommune.no")
    for exercise in askers.document.exercises:
        answer_form(kari, askers, exercise)

    assert set(Response.objects.values_list("attempt__published", flat=True)) == {askers.published}
    assert LessonCompletion.objects.filter(lesson=askers.lesson).count() == 1
    assert kari.get("/min-side/tilstand/").json()["lessons"][askers.key]["done"]


def test_kari_of_asker_is_shown_the_way_to_the_variant_and_ola_of_halden_is_not(askers: Entry):
    kari, ola = browser(), browser()
    enter(kari, "Kari", "kari@asker.kommune.no")
    enter(ola, "Ola", "ola@halden.kommune.no")

    where = f"/min-side/tilstand/?lesson={askers.key}"
    assert kari.get(where).json()["local"]["urls"] == {askers.key: path(askers)}
    assert "local" not in ola.get(where).json()
    assert f'href="{path(askers)}"' in text(kari.get("/min-side/"))
    assert f'href="/kurs/{askers.key}/"' in text(ola.get("/min-side/"))


def test_a_variant_that_is_withdrawn_gives_the_answers_back_to_the_countys_page(askers: Entry):
    kari = browser()
    where = answer_form(kari, askers)["Location"].split("#")[0]
    publishing.withdraw([_row(askers)], at=timezone.now())
    shelf.forget()

    page = text(kari.get(where))

    assert OWN not in page
    assert f'data-lesson="{askers.key}"' in page


def _row(entry: Entry):
    from baerekraft.catalog.models import PublishedLesson

    return PublishedLesson.objects.get(pk=entry.published)
