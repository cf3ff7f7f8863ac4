"""Every address under /innsikt/, taken from the address map, is tried by everyone who has no business there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from baerekraft.accounts import inviting
from baerekraft.accounts.models import Membership, Role, User
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.assessments.tests.finals import shown_in
from baerekraft.campaigns import taking
from baerekraft.campaigns.models import Campaign, NameFile, PeopleFile, Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.insight import urls
from baerekraft.insight.tests.factories import coordinator, county, unit
from baerekraft.learners.tests.factories import make_learner
from baerekraft.municipalities.models import Unit

pytestmark = pytest.mark.django_db
# Pages about no place: what they hold is the asker's own, or everybody's who is signed in.
PLACELESS = {"home", "guide", "guide-picture"}


def every_address() -> Iterator[tuple[str, frozenset[str], Any]]:
    """Each name with the places its address holds, and the view."""

    def walk(patterns: list[Any], names: frozenset[str]) -> Iterator[tuple[str, frozenset[str], Any]]:
        for pattern in patterns:
            inner = names | set(pattern.pattern.converters)
            if isinstance(pattern, URLResolver):
                every = {"every county"} if pattern.default_kwargs else set()
                yield from walk(pattern.url_patterns, inner | every)
            elif isinstance(pattern, URLPattern):
                yield str(pattern.name), frozenset(inner), pattern.callback

    return walk(urls.urlpatterns, frozenset())


ADDRESSES = list(every_address())
PLACES = [(name, holds) for name, holds, _view in ADDRESSES if name not in PLACELESS]


@pytest.fixture
def theirs() -> dict[str, Any]:
    """What stands in Hol: everything that an address can point at."""
    skole = unit("Hol", "Skole")
    hol = skole.municipality
    campaign = make_campaign("Hol", named=True)
    campaign.unit = skole
    campaign.save()
    recipient = make_recipient(campaign, email="kari@hol.kommune.no")
    tor = make_staff("Tor", Role.COORDINATOR, "Hol")
    file = taking.keep(campaign, name="a.csv", content=b"ola@hol.kommune.no", by=tor, at=timezone.now())
    return {
        "municipality": hol.slug,
        "unit": skole.pk,
        "county": "buskerud",
        "file": file.pk,
        "person": recipient.pk,
        "paper": "a4",
        "ending": "svg",
        "kind": "csv",
        "campaign": campaign.pk,
        "membership": tor.memberships.get().pk,
        "unit_row": skole.pk,
        "publication": shown_in("Hol").pk,
    }


def address(name: str, holds: frozenset[str], theirs: dict[str, Any]) -> str:
    rows = {"unit-name": "unit_row", "unit-closing": "unit_row", "coordinator-withdrawal": "membership"}
    rows["archive"] = "publication"
    kwargs = {kind: theirs[kind] for kind in holds if kind in theirs}
    if "pk" in holds:
        kwargs["pk"] = theirs[rows.get(name, "campaign")]
    missing = holds - kwargs.keys() - {"every county"}
    assert not missing, f"say in this test what {missing} is in the address of {name}"
    return reverse(f"insight:{name}", kwargs=kwargs)


def state() -> list[Any]:
    """Everything that a stranger could have changed."""
    return [
        list(Campaign.objects.order_by("pk").values()),
        list(Recipient.objects.order_by("pk").values_list("pk", "email")),
        list(Unit.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values_list("pk", "role", "municipality", "unit")),
        list(PeopleFile.objects.order_by("pk").values_list("pk", "state")),
        list(NameFile.objects.order_by("pk").values()),
    ]


def test_every_address_is_guarded():
    assert len(PLACES) > 30
    assert [name for name, _holds, view in ADDRESSES if not getattr(view, "guarded", False)] == []


@pytest.mark.parametrize(("name", "holds"), PLACES, ids=[f"{n}-{'-'.join(sorted(h))}" for n, h in PLACES])
def test_nobody_comes_into_a_place_that_is_not_hers(name, holds, theirs):
    there = address(name, holds, theirs)
    strangers = {
        "signed out": Client(),
        "Bærum's coordinator": coordinator("Siri", "Bærum"),
        "the teachers' coordinator in another municipality": coordinator("Liv", "Bærum", unit="Lærere"),
        "an editor": sign_in(Client(), make_staff("Per", Role.EDITOR)),
        "an administrator": sign_in(Client(), make_staff("Eva", Role.ADMINISTRATOR)),
        "another county's": county("Anne", "Østfold"),
        "whoever was let out": withdrawn(),
    }
    if "municipality" in holds:
        strangers["the county, whose figures are the county's own"] = county("Bo", "Buskerud")
        strangers["the county of all"] = county("Jo")
    if "unit" not in holds:
        strangers["a unit's coordinator"] = coordinator("Nils", "Hol", unit="Skole")
    else:
        strangers["another unit's coordinator"] = coordinator("Nina", "Hol", unit="Teknisk")
    before = state()

    said = {"sure": "1", "name": "x", "names": "x", "address": "x@example.no", "email": "x@hol.kommune.no"}
    for who, client in strangers.items():
        refused = 302 if who in {"signed out", "whoever was let out"} else 404
        answers = {method: getattr(client, method)(there, said) for method in ("get", "post", "head")}
        found = {method: answer.status_code for method, answer in answers.items()}
        # Some pages are only read and some only posted to; whichever it is, she does not come in.
        assert set(found.values()) <= {refused, 405}, (who, found)
        assert refused in (found["get"], found["post"]), (who, found)
        assert all(
            answer.get("Location", "/redaksjon/inn/").startswith("/redaksjon/inn/")
            for answer in answers.values()
        )
    assert state() == before


def test_a_learner_is_nobody_here(theirs):
    make_learner("Kari", municipality="Hol")

    assert Client().get("/innsikt/hol/").status_code == 302


def withdrawn() -> Client:
    client = coordinator("Ida", "Hol")
    inviting.withdraw(User.objects.get(email="ida@example.no"))
    client.force_login(User.objects.get(email="ida@example.no"))
    return client


def test_one_campaign_is_not_reached_by_anothers_address(theirs):
    """Siri has Bærum; Hol's campaign is not there by writing her own municipality before its number."""
    siri = coordinator("Siri", "Bærum")
    pk = theirs["campaign"]

    for name in ("campaign", "people", "names", "campaign-end", "letter", "way-in"):
        there = reverse(f"insight:{name}", kwargs={"municipality": "baerum", "pk": pk})
        assert siri.get(there).status_code == 404, name


def test_one_file_is_not_reached_through_another_campaign(theirs):
    siri, hers = coordinator("Siri", "Bærum"), make_campaign("Bærum")
    kwargs = {"municipality": "baerum", "pk": hers.pk, "file": theirs["file"]}

    assert siri.get(reverse("insight:people-file", kwargs=kwargs)).status_code == 404
    assert siri.post(reverse("insight:people-file", kwargs=kwargs)).status_code == 404
    assert siri.post(reverse("insight:people-undoing", kwargs=kwargs)).status_code == 404


def test_a_unit_of_another_municipality_is_not_reached_through_ones_own(theirs):
    siri = coordinator("Siri", "Bærum")

    kwargs = {"municipality": "baerum", "unit": theirs["unit"]}
    assert siri.get(reverse("insight:place", kwargs=kwargs)).status_code == 404


def test_a_units_coordinator_sees_only_the_units_campaigns(theirs):
    others = make_campaign("Hol")
    nils = coordinator("Nils", "Hol", unit="Skole")

    shown = nils.get(f"/innsikt/hol/enhet/{theirs['unit']}/kampanjer/").content.decode()
    there = reverse(
        "insight:campaign", kwargs={"municipality": "hol", "unit": theirs["unit"], "pk": others.pk}
    )
    assert f"/kampanjer/{theirs['campaign']}/" in shown
    assert f"/kampanjer/{others.pk}/" not in shown
    assert nils.get(there).status_code == 404


def test_signed_out_one_is_asked_to_sign_in_and_comes_back():
    answer = Client().get("/nn/innsikt/hol/kampanjer/")

    assert answer["Location"] == "/redaksjon/inn/?next=/nn/innsikt/hol/kampanjer/"


def test_signed_in_without_a_place_one_is_told_so():
    per = Client()
    per.force_login(make_staff("Per", Role.EDITOR))

    answer = per.get("/en/innsikt/")
    assert answer.status_code == 403
    assert "nobody has made you a coordinator" in answer.content.decode()


def test_with_one_place_one_comes_straight_on_and_with_more_one_chooses():
    tor = coordinator("Tor", "Hol")
    assert tor.get("/innsikt/")["Location"] == "/innsikt/hol/"

    inviting.invite("tor@example.no", role=Role.COUNTY, county="Buskerud")
    shown = tor.get("/innsikt/").content.decode()
    assert '"/innsikt/hol/"' in shown
    assert '"/innsikt/fylke/buskerud/"' in shown


def test_a_coordinator_who_comes_to_the_editors_door_is_led_to_innsikt_and_no_further_in():
    tor = coordinator("Tor", "Hol")

    assert tor.get("/redaksjon/")["Location"] == "/innsikt/"
    assert tor.get("/redaksjon/pages/").status_code == 403


def test_a_posted_form_without_its_token_is_refused():
    tor = Client(enforce_csrf_checks=True)
    tor.force_login(make_staff("Tor", Role.COORDINATOR, "Hol"))

    assert tor.post("/innsikt/hol/enheter/", {"names": "Skole"}).status_code == 403
    assert not Unit.objects.exists()


def test_an_administrator_shows_her_second_factor_here_too():
    eva = make_staff("Eva", Role.ADMINISTRATOR)
    inviting.invite(eva.email, role=Role.COORDINATOR, municipality=unit("Hol", "Skole").municipality)
    eva.refresh_from_db()
    client = Client()
    client.force_login(eva)

    assert client.get("/innsikt/hol/")["Location"] == reverse("staff_set_up")
    assert sign_in(client, eva).get("/innsikt/hol/").status_code == 200


def test_nothing_here_is_kept_by_browsers_or_caches():
    assert "no-store" in coordinator("Tor", "Hol").get("/innsikt/hol/kampanjer/")["Cache-Control"]
