"""The pages about figures are made anew when figures have come, and only then."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from baerekraft.catalog import shelf
from baerekraft.catalog.models import Edition
from baerekraft.indicators import loading
from baerekraft.indicators.tests.factories import make_folder
from baerekraft.municipalities import loading as municipalities
from baerekraft.pages import serving

pytestmark = pytest.mark.django_db
HALDEN = "elbiler,3001 Halden,2022,20.5,SSB,Tabell 1,https://ssb.no/1,CC BY 4.0,,2020"
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def lines():
    municipalities.load()


def edition() -> int:
    return Edition.objects.get().number


def test_pages_are_made_anew_when_figures_have_come(tmp_path: Path):
    before = serving.edition()
    kept = serving.find("/kurs/", before)
    assert kept

    loading.load(make_folder(tmp_path, HALDEN))
    shelf.forget()

    assert serving.edition() != before


def test_loading_the_same_again_leaves_the_pages_as_they_are(tmp_path: Path):
    loading.load(make_folder(tmp_path, HALDEN))
    before = edition()

    loading.load(tmp_path)

    assert edition() == before


def test_the_pages_stand_when_the_figures_were_not_kept_after_all(tmp_path: Path):
    before = edition()

    with transaction.atomic():
        loading.load(make_folder(tmp_path, HALDEN))
        transaction.set_rollback(True)

    assert edition() == before


def test_a_fetched_figure_moves_the_edition_once_for_all_of_its_table(tmp_path: Path):
    loading.load(make_folder(tmp_path, HALDEN))
    before = edition()
    source = loading.Source("SSB")
    kept = [
        loading.keep("elbiler", "3001", year, 20, source, updated=MONDAY, at=MONDAY) for year in (2023, 2024)
    ]

    loading.tell(Counter(kept))

    assert edition() == before + 1
