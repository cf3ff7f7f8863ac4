"""A campaign while it goes: what is told exactly, what is rounded, and who is seen by name."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.insight import following
from baerekraft.insight.tests.factories import coordinator, county, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


def going(people: int, **about) -> Campaign:
    campaign = make_campaign(**about)
    for number in range(people):
        make_recipient(campaign, f"Kari {number}", email=f"kari{number}@baerum.example.no")
    campaign.refresh_from_db()
    return campaign


def told(campaign: Campaign) -> list[str]:
    return [line.shown for line in following.shown(campaign)]


def test_the_list_is_hers_and_told_exactly():
    assert told(going(7))[0] == "7"


def test_one_who_has_stopped_is_not_told():
    campaign = going(7)
    Recipient.objects.filter(email="kari0@baerum.example.no").update(stopped_at=timezone.now())

    assert told(campaign)[4] == "–"


def test_that_nearly_all_have_been_written_to_is_told_without_a_number():
    campaign = going(9)
    Recipient.objects.exclude(email="kari0@baerum.example.no").update(sent_at=timezone.now())
    one_missing = following.shown(campaign)[1]
    Recipient.objects.update(sent_at=timezone.now())

    assert one_missing.near
    assert following.shown(campaign)[1] == one_missing


def test_addresses_that_do_not_work_are_told_exactly_for_they_are_to_be_mended():
    campaign = going(7)
    Recipient.objects.filter(email="kari0@baerum.example.no").update(bounced_at=timezone.now())

    assert told(campaign)[5] == "1"


def test_the_page_that_looks_again_gets_the_figures_alone(siri):
    campaign = going(7)

    answer = siri.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/fremdrift/")

    assert answer.content.decode().strip().startswith("<dl")
    assert "<html" not in answer.content.decode()


def test_looking_again_is_answered_with_nothing_until_something_moves(siri):
    campaign = going(12)
    path = f"/innsikt/baerum/kampanjer/{campaign.pk}/fremdrift/"
    etag = siri.get(path)["ETag"]

    again = siri.get(path, headers={"If-None-Match": etag})
    Recipient.objects.update(sent_at=timezone.now())
    moved = siri.get(path, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert moved.status_code == 200


def test_looking_changes_nothing(siri):
    campaign = going(3)
    before = list(Recipient.objects.values())

    siri.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/fremdrift/")

    assert list(Recipient.objects.values()) == before


def test_nobody_is_seen_by_name_unless_everyone_was_told(siri):
    campaign = going(2)

    assert siri.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/navn/").status_code == 404
    assert siri.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/navn.csv").status_code == 404


def test_a_named_campaign_that_has_not_started_shows_nobody(siri):
    campaign = make_campaign(named=True)

    assert siri.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/navn/").status_code == 404


def test_siri_sees_that_kari_has_completed_and_nothing_else_of_her(siri):
    campaign = going(2, named=True)
    Recipient.objects.filter(name="Kari 0").update(done_at=timezone.now(), sent=2, stopped_at=timezone.now())

    page = siri.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/navn/").content.decode()

    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]
    cells = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]
    assert [row[0] for row in cells] == ["Kari 0", "Kari 1"]
    assert all(len(row) == 3 for row in cells)
    assert cells[0][2] != cells[1][2]
    assert "kari0@" not in page


def test_a_name_that_looks_like_a_formula_is_text_in_the_file(siri):
    campaign = make_campaign(named=True)
    make_recipient(campaign, "=HYPERLINK(1)", email="kari@baerum.example.no")

    content = siri.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/navn.csv").content.decode("utf-8-sig")

    assert "\r\n=HYPERLINK" not in content
    assert "HYPERLINK" in content


@pytest.mark.parametrize("path", ["fremdrift/", "navn/", "navn.csv"])
def test_nobody_else_follows_siris_campaign(path):
    campaign = going(2, named=True)
    unit("Bærum", "Skole")
    tor = coordinator("Tor", "Hol")
    anne = county("Anne")
    bente = coordinator("Bente", "Bærum", unit="Skole")

    for other in (tor, anne, bente):
        assert other.get(f"/innsikt/baerum/kampanjer/{campaign.pk}/{path}").status_code == 404
    assert tor.get(f"/innsikt/hol/kampanjer/{campaign.pk}/{path}").status_code == 404
    assert Client().get(f"/innsikt/baerum/kampanjer/{campaign.pk}/{path}").status_code == 302
