import pytest
from django.db.models import Count, Sum

from baerekraft.municipalities import loading
from baerekraft.municipalities.models import MailDomain, Municipality, MunicipalityCode

pytestmark = pytest.mark.usefixtures("municipalities")


def test_there_are_51_with_the_population_that_ssb_gives_viken():
    assert Municipality.objects.count() == 51
    assert Municipality.objects.aggregate(Sum("population"))["population__sum"] == 1_269_230


@pytest.mark.parametrize(("year", "codes"), [(2019, 64), (2020, 51), (2023, 51), (2024, 51)])
def test_every_year_has_its_codes(year, codes):
    assert MunicipalityCode.objects.in_year(year).count() == codes


def test_viken_became_three_counties():
    now = MunicipalityCode.objects.in_year(2024).values_list("county").annotate(Count("code"))

    assert dict(now) == {"Akershus": 21, "Buskerud": 18, "Østfold": 12}


def test_no_two_municipalities_share_a_name_today():
    assert Municipality.objects.values("name").distinct().count() == 51


def test_every_municipality_can_be_guessed_and_only_dissolved_ones_by_rule_alone():
    assert Municipality.objects.filter(mail_domains__basis="known").distinct().count() == 51


def test_loading_twice_changes_nothing():
    before = list(MunicipalityCode.objects.order_by("id").values())

    assert loading.load() == 51
    assert list(MunicipalityCode.objects.order_by("id").values()) == before


def test_loading_mends_what_was_changed():
    Municipality.objects.filter(name="Hole").update(name="Hull")
    MailDomain.objects.filter(domain="hole.kommune.no").update(
        municipality=Municipality.objects.get(name="Hol")
    )

    loading.load()

    assert MailDomain.objects.get(domain="hole.kommune.no").municipality.name == "Hole"


def test_a_domain_that_left_the_file_stops_guessing():
    MailDomain.objects.create(domain="feil.no", municipality_id=1, basis="known")

    loading.load()

    assert not MailDomain.objects.filter(domain="feil.no").exists()
