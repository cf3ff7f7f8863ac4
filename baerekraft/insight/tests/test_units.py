import pytest

from baerekraft.insight.tests.factories import coordinator, unit
from baerekraft.municipalities.models import Unit

pytestmark = pytest.mark.django_db
UNITS = "/innsikt/hol/enheter/"


def names() -> list[tuple[str, bool]]:
    rows = Unit.objects.order_by("pk").values_list("name", "closed_at")
    return [(name, closed is None) for name, closed in rows]


def test_a_pasted_list_makes_each_unit_once():
    tor = coordinator("Tor", "Hol")

    tor.post(UNITS, {"names": "Skole\r\n\r\n  Teknisk \r\nskole\r\n"})
    tor.post(UNITS, {"names": "SKOLE\nHelse"})

    assert names() == [("Skole", True), ("Teknisk", True), ("Helse", True)]


def test_a_unit_gets_a_new_name_but_not_anothers():
    skole, _teknisk = unit("Hol", "Skole"), unit("Hol", "Teknisk")
    tor = coordinator("Tor", "Hol")

    tor.post(f"{UNITS}{skole.pk}/navn/", {"name": "teknisk"})
    tor.post(f"{UNITS}{skole.pk}/navn/", {"name": " "})
    assert names() == [("Skole", True), ("Teknisk", True)]

    tor.post(f"{UNITS}{skole.pk}/navn/", {"name": "Oppvekst"})
    assert names() == [("Oppvekst", True), ("Teknisk", True)]


def test_a_closed_unit_stays_and_opens_again_by_its_button_or_its_name():
    skole, tor = unit("Hol", "Skole"), coordinator("Tor", "Hol")

    tor.post(f"{UNITS}{skole.pk}/lukking/")
    assert names() == [("Skole", False)]
    tor.post(UNITS, {"names": "skole"})
    assert names() == [("Skole", True)]
    tor.post(f"{UNITS}{skole.pk}/lukking/")
    tor.post(f"{UNITS}{skole.pk}/lukking/")
    assert names() == [("Skole", True)]


def test_another_municipalitys_unit_is_not_reached():
    theirs, tor = unit("Bærum", "Skole"), coordinator("Tor", "Hol")

    assert tor.post(f"{UNITS}{theirs.pk}/navn/", {"name": "x"}).status_code == 404
    assert tor.post(f"{UNITS}{theirs.pk}/lukking/").status_code == 404
    assert names() == [("Skole", True)]


def test_a_closed_units_coordinator_has_nothing_to_see_any_more():
    skole, tor = unit("Hol", "Skole"), coordinator("Tor", "Hol")
    nils = coordinator("Nils", "Hol", unit="Skole")
    assert nils.get(f"/innsikt/hol/enhet/{skole.pk}/kampanjer/").status_code == 200

    tor.post(f"{UNITS}{skole.pk}/lukking/")

    assert nils.get(f"/innsikt/hol/enhet/{skole.pk}/kampanjer/").status_code == 404
