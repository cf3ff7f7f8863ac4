"""Siri takes the names of a long list along; the limit is three people here, and two are written at a time."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from baerekraft.campaigns.models import Campaign, NameFile, Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.insight import name_files
from baerekraft.insight.tests.factories import coordinator, county, unit

pytestmark = pytest.mark.django_db
FIVE = ("Åse", "Kari", "Ola", "Kari", "=SUM(1)")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings, monkeypatch) -> Path:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(name_files, "AT_ONCE", 3)
    monkeypatch.setattr(name_files, "CHUNK", 2)
    return tmp_path / "lists"


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


def named(*names: str) -> Campaign:
    campaign = make_campaign(named=True)
    for number, name in enumerate(names):
        make_recipient(campaign, name, email=f"nr{number}@baerum.example.no")
    campaign.refresh_from_db()
    return campaign


def address(campaign: Campaign, path: str = "") -> str:
    return f"/innsikt/baerum/kampanjer/{campaign.pk}/navn{path}"


def ask(siri: Client, campaign: Campaign) -> NameFile:
    assert siri.post(address(campaign, "/fil/"))["Location"] == address(campaign, "/")
    return NameFile.objects.select_related("campaign").get(campaign=campaign)


def run() -> None:
    """What a worker does."""
    for booked in DBTaskResult.objects.filter(task_path=name_files.make_later.module_path):
        name_files.make_later.call(*booked.args_kwargs["args"])


def lines(siri: Client, campaign: Campaign) -> list[str]:
    answer = siri.get(address(campaign, ".csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert not answer.streaming
    return answer.content.decode("utf-8-sig").splitlines()


def test_a_short_list_is_answered_at_once(siri):
    campaign = named("Kari", "Ola")
    Recipient.objects.filter(name="Ola").update(done_at=timezone.now(), unit=unit("Bærum", "Skole"))

    assert lines(siri, campaign) == ["Navn;Enhet;Fullført", "Kari;;nei", "Ola;Skole;ja"]
    siri.post(address(campaign, "/fil/"))
    assert not NameFile.objects.exists()


def test_a_long_list_is_made_in_the_background_and_then_fetched(siri, folder):
    campaign = named(*FIVE)
    Recipient.objects.filter(email="nr3@baerum.example.no").update(
        done_at=timezone.now(), unit=unit("Bærum", "Skole")
    )
    assert siri.get(address(campaign, ".csv"))["Location"] == address(campaign, "/")
    assert not NameFile.objects.exists(), "to look changes nothing"

    file = ask(siri, campaign)
    waiting = siri.get(address(campaign, "/"))
    run()
    made = siri.get(address(campaign, "/"))

    assert waiting["Refresh"]
    assert '<progress max="5" value="0">' in waiting.content.decode()
    assert "Refresh" not in made
    assert address(campaign, ".csv") in made.content.decode()
    assert lines(siri, campaign) == [
        "Navn;Enhet;Fullført", "'=SUM(1);;nei", "Kari;;nei", "Kari;Skole;ja", "Ola;;nei", "Åse;;nei",
    ]  # fmt: skip
    assert [one.name for one in folder.iterdir()] == [file.name]
    assert stat.S_IMODE((folder / file.name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_is_in_the_language_that_siri_reads(siri):
    campaign = named(*FIVE)
    siri.post(f"/en{address(campaign, '/fil/')}")
    with translation.override("nb"):
        run()

    assert lines(siri, campaign)[:2] == ["Name;Unit;Completed", "'=SUM(1);;no"]


def test_how_far_it_has_come_is_seen_while_it_is_made(siri, monkeypatch):
    file, seen = ask(siri, named(*FIVE)), []
    real = name_files.write

    def looking(campaign, to):
        for done in real(campaign, to):
            yield done
            page = siri.get(address(campaign, "/")).content.decode()
            seen.append(page.partition('<progress max="5" value="')[2].partition('"')[0])

    monkeypatch.setattr(name_files, "write", looking)
    name_files.make(file)

    assert seen == ["0", "2", "4", "5"]


def test_asked_for_twice_it_is_made_once(siri):
    campaign = named(*FIVE)

    assert ask(siri, campaign) == ask(siri, campaign)
    assert DBTaskResult.objects.filter(task_path=name_files.make_later.module_path).count() == 1


def test_made_again_it_replaces_the_earlier_one(siri, folder):
    campaign = named(*FIVE)
    earlier = ask(siri, campaign)
    run()
    Recipient.objects.filter(name="Ola").delete()

    later = ask(siri, campaign)
    run()

    assert later.name != earlier.name
    assert [one.name for one in folder.iterdir()] == [later.name]
    assert len(lines(siri, campaign)) == 5


def test_killed_midway_it_is_made_from_the_start(siri, folder):
    """A killed worker tidies nothing up and writes nothing down."""
    campaign = named(*FIVE)
    file = ask(siri, campaign)
    halfway = name_files.write(campaign, name_files.path(file).with_suffix(".dead"))
    next(halfway), next(halfway)
    halfway.close()
    NameFile.objects.update(done=2)
    assert siri.get(address(campaign, ".csv")).status_code == 302

    run()

    assert len(lines(siri, campaign)) == 6
    assert NameFile.objects.get().done == 5
    name_files.sweep(at=timezone.now() + timedelta(days=2))
    assert list(folder.iterdir()) == []


def test_when_it_fails_siri_is_told_and_may_try_again(siri, folder, monkeypatch):
    campaign = named(*FIVE)
    file = ask(siri, campaign)
    with monkeypatch.context() as full:
        full.setattr(os, "fdopen", lambda *args: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(OSError, match="no space"):
            name_files.make(file)

    told = siri.get(address(campaign, "/"))
    assert 'role="alert"' in told.content.decode()
    assert "Refresh" not in told
    assert list(folder.iterdir()) == []
    ask(siri, campaign)
    run()
    assert len(lines(siri, campaign)) == 6


def test_after_a_day_it_is_not_to_be_had_and_the_night_sweeps_it(siri, folder):
    campaign = named(*FIVE)
    file = ask(siri, campaign)
    run()
    name_files.sweep(at=timezone.now())
    assert len(lines(siri, campaign)) == 6

    NameFile.objects.update(asked_at=timezone.now() - name_files.LIFETIME)
    assert siri.get(address(campaign, ".csv")).status_code == 302
    assert (folder / file.name).exists()
    name_files.sweep(at=timezone.now())

    assert not NameFile.objects.exists()
    assert list(folder.iterdir()) == []


def test_with_its_campaign_gone_it_is_swept_and_one_that_is_half_made_stays(siri, folder):
    gone, stays = named(*FIVE), named(*FIVE)
    ask(siri, gone)
    run()
    half = name_files.path(ask(siri, stays)).with_suffix(".half")
    half.touch()
    gone.delete()

    name_files.sweep(at=timezone.now())

    assert list(folder.iterdir()) == [half]


def test_a_row_whose_file_is_gone_lets_siri_make_it_again(siri):
    campaign = named(*FIVE)
    file = ask(siri, campaign)
    run()
    name_files.path(file).unlink()

    assert siri.get(address(campaign, ".csv")).status_code == 302
    assert address(campaign, "/fil/") in siri.get(address(campaign, "/")).content.decode()


def test_whoever_coordinates_the_same_place_may_fetch_it_and_nobody_else(siri):
    campaign = named(*FIVE)
    ask(siri, campaign)
    run()
    unit("Bærum", "Skole")

    assert len(lines(coordinator("Berit", "Bærum"), campaign)) == 6
    for other in (coordinator("Tor", "Hol"), county("Anne"), coordinator("Bente", "Bærum", unit="Skole")):
        assert other.get(address(campaign, ".csv")).status_code == 404
        assert other.post(address(campaign, "/fil/")).status_code == 404
    assert siri.get(address(campaign, "/fil/")).status_code == 405


def test_no_file_is_made_where_nobody_may_be_seen_by_name(siri):
    campaign = named(*FIVE)
    ask(siri, campaign)
    run()
    Campaign.objects.update(named=False)

    assert siri.post(address(campaign, "/fil/")).status_code == 404
    assert siri.get(address(campaign, ".csv")).status_code == 404
