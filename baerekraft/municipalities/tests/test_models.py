import pytest
from django.db import IntegrityError, transaction

from baerekraft.municipalities.models import Municipality, MunicipalityCode

pytestmark = pytest.mark.usefixtures("municipalities")


def find(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


def test_moss_has_had_a_code_in_each_county_it_has_been_in():
    moss = find("Moss")

    assert moss.codes_in(2021) == ["3002"]
    assert moss.counties_in(2021) == ["Viken"]
    assert (moss.code, moss.county) == ("3103", "Østfold")
    assert moss.codes_in(2030) == ["3103"]


def test_a_code_lasts_through_its_first_and_its_last_year():
    halden = find("Halden")

    assert [halden.codes_in(year) for year in (2019, 2020, 2023, 2024)] == [
        ["0101"],
        ["3001"],
        ["3001"],
        ["3101"],
    ]


def test_rygge_lives_on_in_moss():
    assert Municipality.objects.with_code("0136").get() == find("Moss")
    assert find("Moss").codes_in(2019) == ["0104", "0136"]


def test_five_old_codes_became_indre_ostfold():
    assert find("Indre Østfold").codes_in(2019) == ["0122", "0123", "0124", "0125", "0138"]


def test_asker_came_from_two_counties():
    assert find("Asker").counties_in(2019) == ["Akershus", "Buskerud"]
    assert find("Asker").county == "Akershus"


def test_a_code_nobody_has_had_leads_nowhere():
    assert not Municipality.objects.with_code("0301").exists()


def test_nes_in_buskerud_and_nes_in_akershus_are_not_mixed_up():
    nes = MunicipalityCode.objects.in_year(2019).filter(name="Nes")

    assert {(code.county, code.municipality.name) for code in nes} == {
        ("Akershus", "Nes"),
        ("Buskerud", "Nesbyen"),
    }


def test_a_county_then_and_now():
    assert Municipality.objects.in_county("Viken", 2022).count() == 51
    assert Municipality.objects.in_county("Østfold", 2024).count() == 12
    assert find("Jevnaker") in Municipality.objects.in_county("Oppland", 2019)


def test_a_municipality_that_came_from_two_codes_in_a_county_is_counted_once():
    assert list(Municipality.objects.in_county("Østfold", 2019)).count(find("Moss")) == 1


def test_they_are_listed_in_the_order_of_the_norwegian_alphabet():
    names = [municipality.name for municipality in Municipality.objects.all().alphabetical()]

    assert names[-3:] == ["Øvre Eiker", "Ål", "Ås"]
    assert names.index("Rollag") < names.index("Rælingen") < names.index("Råde")


def test_a_municipality_cannot_have_two_codes_in_use():
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityCode.objects.create(
            code="9999", municipality=find("Ås"), name="Ås", county="Akershus", first_year=2025
        )


def test_a_code_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityCode.objects.create(
            code="9999",
            municipality=find("Ås"),
            name="Ås",
            county="Akershus",
            first_year=2025,
            last_year=2024,
        )
