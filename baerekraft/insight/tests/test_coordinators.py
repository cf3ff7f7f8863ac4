import pytest

from baerekraft.accounts.models import Membership, Role, User
from baerekraft.accounts.tests.factories import letters_to
from baerekraft.insight.tests.factories import coordinator, county, unit

pytestmark = pytest.mark.django_db
HOL, BUSKERUD = "/innsikt/hol/koordinatorer/", "/innsikt/fylke/buskerud/koordinatorer/"


def held(address: str) -> list[str]:
    rows = Membership.objects.filter(user__email=address)
    return sorted(f"{one.role} {one.municipality} {one.unit or ''}".strip() for one in rows)


def test_tor_invites_a_fellow_and_one_for_a_unit():
    tor, skole = coordinator("Tor", "Hol"), unit("Hol", "Skole")

    tor.post(HOL, {"address": "Liv@hol.kommune.no", "name": "Liv Moen"})
    tor.post(HOL, {"address": "nils@hol.kommune.no", "unit": skole.pk})

    assert held("liv@hol.kommune.no") == ["coordinator Hol"]
    assert held("nils@hol.kommune.no") == ["coordinator Hol Skole"]
    assert len(letters_to("liv@hol.kommune.no")) == 1


def test_twice_is_told_and_nothing_is_sent():
    tor = coordinator("Tor", "Hol")
    tor.post(HOL, {"address": "liv@hol.kommune.no"})

    shown = tor.post(HOL, {"address": "liv@hol.kommune.no"}).content.decode()

    assert "liv@hol.kommune.no" in shown
    assert len(letters_to("liv@hol.kommune.no")) == 1


def test_nobody_reaches_above_herself_or_beside():
    tor, elsewhere = coordinator("Tor", "Hol"), unit("Bærum", "Skole")

    tor.post(
        HOL, {"address": "a@hol.kommune.no", "role": "county", "county": "Buskerud", "municipality": "1"}
    )
    tor.post(HOL, {"address": "b@hol.kommune.no", "unit": elsewhere.pk})

    assert held("a@hol.kommune.no") == ["coordinator Hol"]
    assert not User.objects.filter(email="b@hol.kommune.no").exists()


def test_anne_of_the_county_invites_in_its_municipalities_alone():
    anne = county("Anne", "Buskerud")
    hol, baerum = unit("Hol", "x").municipality, unit("Bærum", "x").municipality

    anne.post(BUSKERUD, {"address": "tor@hol.kommune.no", "municipality": hol.pk})
    anne.post(BUSKERUD, {"address": "siri@baerum.kommune.no", "municipality": baerum.pk})

    assert held("tor@hol.kommune.no") == ["coordinator Hol"]
    assert held("siri@baerum.kommune.no") == []
    shown = anne.get(BUSKERUD).content.decode()
    assert "tor@hol.kommune.no" in shown


def test_anne_does_not_withdraw_other_counties_or_the_countys_own():
    anne, _bo, _siri = county("Anne", "Buskerud"), county("Bo", "Buskerud"), coordinator("Siri", "Bærum")

    for membership in Membership.objects.all():
        assert anne.post(f"{BUSKERUD}{membership.pk}/", {"sure": "on"}).status_code == 404
    assert Membership.objects.count() == 3


def test_withdrawn_she_sees_nothing_at_once():
    tor, liv = coordinator("Tor", "Hol"), coordinator("Liv", "Hol")
    membership = Membership.objects.get(user__email="liv@example.no")
    assert tor.get(f"{HOL}{membership.pk}/").status_code == 200
    assert liv.get(HOL).status_code == 200

    tor.post(f"{HOL}{membership.pk}/")

    assert liv.get(HOL).status_code == 302
    assert not User.objects.get(email="liv@example.no").is_active


def test_an_editor_who_coordinates_keeps_her_editing():
    tor, liv = coordinator("Tor", "Hol"), coordinator("Liv", "Hol")
    from baerekraft.accounts import inviting

    inviting.invite("liv@example.no", role=Role.EDITOR)
    tor.post(f"{HOL}{Membership.objects.get(user__email='liv@example.no', role=Role.COORDINATOR).pk}/")

    assert held("liv@example.no") == ["editor None"]
    assert liv.get("/innsikt/").status_code == 403


def test_the_last_one_is_warned_and_goes_only_when_she_is_sure():
    tor = coordinator("Tor", "Hol")
    own = Membership.objects.get()

    assert "last coordinator of Hol" in tor.get(f"/en{HOL}{own.pk}/").content.decode()
    tor.post(f"{HOL}{own.pk}/")
    assert Membership.objects.exists()

    tor.post(f"{HOL}{own.pk}/", {"sure": "on"})
    assert not Membership.objects.exists()
