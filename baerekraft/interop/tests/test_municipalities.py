import pytest
from django.urls import resolve

from baerekraft.municipalities.models import MunicipalityCode


def test_all_51_in_norwegian_order(ask):
    found = ask("municipalities")["items"]

    assert len(found) == 51
    assert [item["name"] for item in found[:2]] == ["Aremark", "Asker"]
    assert [item["name"] for item in found[-3:]] == ["Øvre Eiker", "Ål", "Ås"]


def test_moss_tells_what_it_has_been(ask):
    moss = ask("municipalities/moss")

    assert (moss["code"], moss["county"], moss["population"]) == ("3103", "Østfold", 50290)
    assert [(was["code"], was["name"], was["county"]) for was in moss["lineage"]] == [
        ("0104", "Moss", "Østfold"),
        ("0136", "Rygge", "Østfold"),
        ("3002", "Moss", "Viken"),
        ("3103", "Moss", "Østfold"),
    ]
    assert [(was["first_year"], was["last_year"]) for was in moss["lineage"]] == [
        (None, 2019),
        (None, 2019),
        (2020, 2023),
        (2024, None),
    ]


def test_every_code_of_every_time_leads_to_its_line(ask):
    for code in MunicipalityCode.objects.select_related("municipality"):
        assert ask(f"municipalities/{code.code}")["slug"] == code.municipality.slug


@pytest.mark.parametrize(
    ("code", "slug", "county"),
    [
        ("0532", "jevnaker", "Akershus"),
        ("0533", "lunner", "Akershus"),
        ("0628", "asker", "Akershus"),
        ("0711", "drammen", "Buskerud"),
    ],
)
def test_those_that_changed_county_too(ask, db, code, slug, county):
    found = ask(f"municipalities/{code}")

    assert (found["slug"], found["county"]) == (slug, county)
    assert found["lineage"][-1]["code"] == found["code"]


def test_each_links_to_its_page_its_figures_and_its_files(ask, client):
    links = ask("municipalities/moss")["links"]

    for address in links.values():
        resolve(address.removeprefix("http://testserver").partition("?")[0])
    assert {item["place"] for item in client.get(links["values"]).json()["items"]} == {"Moss"}


def test_the_seventeen_goals(ask):
    found = ask("goals?language=en")["items"]

    assert [goal["number"] for goal in found] == list(range(1, 18))
    assert found[12]["dimension"] == "environment"
    resolve(found[12]["links"]["page"].removeprefix("http://testserver"))
