"""Siri coordinates Bærum, Tor Hol, Anne the county: each is told of her own places, and nobody else of any."""

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.accounts.models import Membership, Role
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.interop.api import problems
from baerekraft.interop.tests.machines import make_program
from baerekraft.reports import figures
from baerekraft.reports.scopes import Scope
from baerekraft.reports.tests.factories import EARLIER, make_crowd, scope

pytestmark = pytest.mark.django_db
FIGURES = "/api/v1/figures"


def signed_in(name, role, *args, **kwargs):
    client = Client()
    client.force_login(make_staff(name, role, *args, **kwargs))
    return client


@pytest.fixture
def siri():
    make_crowd(6, "Bærum", unit="Skui skole", answers=1, at=EARLIER)
    return signed_in("Siri", Role.COORDINATOR, "Bærum")


@pytest.fixture
def tor():
    return signed_in("Tor", Role.COORDINATOR, "Hol")


@pytest.mark.parametrize("address", ["", "/baerum", "/county", "/nobody"])
def test_nobody_sees_figures_without_being_signed_in(address):
    response = Client(headers={"Origin": "https://example.org"}).get(FIGURES + address)

    assert response.status_code == 401
    assert response["Content-Type"] == problems.TYPE
    assert response["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response


def test_siri_sees_bærum_and_its_units_as_the_pages_tell_them(siri):
    listed = siri.get(FIGURES).json()["items"]
    report = siri.get(listed[0]["links"]["self"], {"language": "en"})

    assert [place["name"] for place in listed] == ["Bærum", "Skui skole, Bærum"]
    expected = figures.of(scope("Bærum"), today=timezone.localdate()).model_dump(mode="json")
    got = report.json()
    assert [[row["cells"] for row in table["rows"]] for table in got["tables"]] == [
        [row["cells"] for row in table["rows"]] for table in expected["tables"]
    ]
    assert next(t for t in got["tables"] if t["key"] == "parts")["rows"][0]["cells"] == [5, None]
    assert siri.get(listed[1]["links"]["self"]).json()["kind"] == "unit"


def test_what_is_hers_is_kept_by_nobody_and_read_by_no_other_site(siri):
    response = siri.get(f"{FIGURES}/baerum", headers={"Origin": "https://example.org"})

    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]
    assert "Access-Control-Allow-Origin" not in response
    assert "Access-Control-Allow-Origin" not in siri.options(f"{FIGURES}/baerum")


def test_tor_in_hol_finds_nothing_of_bærum(siri, tor):
    unit = scope("Bærum", unit="Skui skole").unit

    assert [place["key"] for place in tor.get(FIGURES).json()["items"]] == ["hol"]
    assert tor.get(f"{FIGURES}/hol").status_code == 200
    for other in ("baerum", f"baerum.{unit.pk}", f"hol.{unit.pk}", "county", "county.buskerud"):
        response = tor.get(f"{FIGURES}/{other}")
        assert response.status_code == 404
        assert response["Content-Type"] == problems.TYPE


def test_anne_sees_the_county_and_not_a_municipalitys_own(siri):
    anne = signed_in("Anne", Role.COUNTY, county="Buskerud")

    assert [place["key"] for place in anne.get(FIGURES).json()["items"]] == ["county.buskerud"]
    assert anne.get(f"{FIGURES}/county.buskerud").json()["place"] == "Buskerud"
    assert anne.get(f"{FIGURES}/hol").status_code == 404
    assert anne.get(f"{FIGURES}/county").status_code == 404


def test_whoever_has_a_unit_sees_only_that(siri):
    ola = signed_in("Ola", Role.COORDINATOR, "Bærum", unit="Skui skole")
    unit = scope("Bærum", unit="Skui skole").unit

    assert [place["key"] for place in ola.get(FIGURES).json()["items"]] == [f"baerum.{unit.pk}"]
    assert ola.get(f"{FIGURES}/baerum").status_code == 404


def test_editors_and_administrators_have_no_figures(siri):
    for role in (Role.EDITOR, Role.ADMINISTRATOR):
        editor = sign_in(Client(), make_staff(f"Per{role.value}", role))
        assert editor.get(FIGURES).json()["items"] == []
        assert editor.get(f"{FIGURES}/baerum").status_code == 404


def test_an_administrator_who_has_not_shown_her_second_factor_sees_what_a_stranger_does(siri):
    eva = make_staff("Eva", Role.ADMINISTRATOR)
    Membership.objects.create(user=eva, role=Role.COUNTY)
    weak = Client()
    weak.force_login(eva)

    for path in (FIGURES, f"{FIGURES}/county", "/api/v1/assessments"):
        assert weak.get(path).status_code == 401
    assert weak.get("/api/v1/goals").status_code == 200
    assert sign_in(weak, eva).get(f"{FIGURES}/county").status_code == 200


def test_a_closed_unit_is_not_found(siri):
    unit = scope("Bærum", unit="Skui skole").unit
    unit.closed_at = timezone.now()
    unit.save()

    assert siri.get(f"{FIGURES}/baerum.{unit.pk}").status_code == 404


def test_the_county_without_a_name_is_all_of_it(siri):
    everyone = signed_in("Eva", Role.COUNTY)

    report = everyone.get(f"{FIGURES}/county").json()
    expected = figures.of(Scope(), today=timezone.localdate())
    assert len(report["tables"]) == len(expected.tables)


def test_a_program_sees_the_one_place_its_token_is_for_as_the_page_tells_it(siri):
    machine = make_program("figures", municipality="Bærum")

    assert machine.get(FIGURES).json() == siri.get(FIGURES).json()
    assert machine.get(f"{FIGURES}/baerum").json() == siri.get(f"{FIGURES}/baerum").json()
    for other in ("hol", "county", "county.akershus"):
        assert machine.get(f"{FIGURES}/{other}").status_code == 404


def test_a_program_for_a_county_sees_the_whole_and_no_municipalitys_own(siri):
    akershus = make_program("figures", name="Fylket", county="Akershus")
    everyone = make_program("figures", name="Alle")

    assert [place["key"] for place in akershus.get(FIGURES).json()["items"]] == ["county.akershus"]
    assert [place["key"] for place in everyone.get(FIGURES).json()["items"]] == ["county"]
    assert (
        akershus.get(f"{FIGURES}/baerum").status_code == everyone.get(f"{FIGURES}/baerum").status_code == 404
    )
