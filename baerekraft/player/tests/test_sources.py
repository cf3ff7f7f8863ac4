"""The list of all sources."""

import re

import pytest

from baerekraft.catalog import shelf
from baerekraft.catalog.document import Source
from baerekraft.player import sources
from baerekraft.player.sources import Listed, Use

pytestmark = pytest.mark.django_db


def use(entry, **about: str) -> Use:
    said = {
        "id": "a",
        "publisher": "SSB",
        "title": "Avfall",
        "url": "https://ssb.no/a",
        "year": "2024",
        "place": "Norge",
        **about,
    }
    return Use(entry, 1, Source(**said))


def test_every_source_of_every_lesson_is_there_with_the_lessons_that_use_it(client):
    page = client.get("/kurs/kilder/").content.decode()

    for entry in shelf.now().lessons:
        for number, _source in enumerate(entry.document.sources, start=1):
            assert f"/kurs/{entry.key}/#kilde-{number}" in page


def test_an_address_that_many_lessons_cite_is_one_entry(client):
    listed = sources.everything(shelf.now())
    addresses = {source.url for entry in shelf.now().lessons for source in entry.document.sources}
    page = client.get("/kurs/kilder/").content.decode()

    assert any(len(source.uses) > 1 for source in listed)
    assert len(listed) <= len(addresses)
    assert f"{len(listed)} kilder" in page
    assert all(page.count(f'href="{source.url}"'.replace("&", "&amp;")) == 1 for source in listed)


def test_every_link_leads_to_a_source_that_is_there(client):
    page = client.get("/kurs/kilder/").content.decode()
    entry = shelf.now().lessons[0]
    lesson = client.get(f"/kurs/{entry.key}/").content.decode()

    numbers = set(re.findall(rf"/kurs/{entry.key}/#(kilde-\d+)", page))

    assert numbers
    assert all(f'id="{number}"' in lesson for number in numbers)


def test_lessons_that_agree_say_it_once_and_lessons_that_differ_each_their_own(first_lesson):
    same = Listed((use(first_lesson), use(first_lesson)))
    different = Listed((use(first_lesson), use(first_lesson, year="2020", note="anslag")))

    assert same.about == "2024, Norge"
    assert different.about == ""
    assert [one.about for one in different.uses] == ["2024, Norge", "2020, Norge (anslag)"]


def test_the_fullest_title_and_the_usual_publisher_are_shown(first_lesson):
    listed = Listed(
        (
            use(first_lesson),
            use(first_lesson, title="Avfall i Norge"),
            use(first_lesson, publisher="SSB og KS"),
        )
    )

    assert listed.title == "Avfall i Norge"
    assert listed.publisher == "SSB"


def test_publishers_stand_as_the_norwegian_alphabet_has_them():
    names = ["Ås kommune", "Østfold", "Zoologisk", "Ærlig", "«Avisa»", "BDO", "anskaffelser.no", "Éa", "ABC"]

    assert sorted(names, key=sources.alphabetical) == [
        "ABC",
        "anskaffelser.no",
        "«Avisa»",
        "BDO",
        "Éa",
        "Zoologisk",
        "Ærlig",
        "Østfold",
        "Ås kommune",
    ]


@pytest.mark.parametrize("path", ["/kurs/", "/kurs/del-1/hva-er-sosial-baerekraft/"])
def test_the_course_and_each_lesson_lead_to_the_list(client, path):
    assert 'href="/kurs/kilder/"' in client.get(path).content.decode()


def test_the_course_page_says_which_lessons_serve_each_of_its_goals(client):
    page = client.get("/kurs/").content.decode()

    assert "Del 3, leksjon 1–5" in page
