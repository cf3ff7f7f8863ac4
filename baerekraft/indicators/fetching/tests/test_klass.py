from datetime import date

import pytest

from baerekraft.indicators.fetching import klass
from baerekraft.indicators.fetching.faults import BadAnswer
from baerekraft.indicators.fetching.tests.server import Reply
from baerekraft.indicators.fetching.tests.shapes import klass_change, klass_codes
from baerekraft.municipalities.models import MunicipalityCode

CODES, CHANGES = "/classifications/131/codesAt.json", "/classifications/131/changes.json"
COUNTIES = "/classifications/104/codesAt.json"
TODAY = date(2026, 11, 23)


@pytest.fixture
def as_it_is(ssb, db):
    """A Klass that knows what we know."""
    ours = MunicipalityCode.objects.filter(last_year=None).values_list("code", "name")
    ssb.on(CODES, Reply(klass_codes(dict(ours) | {"0301": "Oslo - Oslove"})))
    ssb.on(COUNTIES, Reply(klass_codes({"31": "Østfold", "32": "Akershus", "33": "Buskerud"})))
    ssb.on(CHANGES, Reply({"codeChanges": [klass_change("3002", "3103", "2024-01-01")]}))
    return dict(ours)


def test_nothing_is_told_when_klass_knows_what_we_know(as_it_is, ssb, make_client):
    assert klass.news(make_client(), ssb.url, today=TODAY) == []
    assert ssb.asked[0].query == {"date": "2026-11-23"}


def test_a_municipality_that_has_got_a_new_code_is_told_of(as_it_is, ssb, make_client):
    as_it_is["3999"] = as_it_is.pop("3103")
    ssb.on(CODES, Reply(klass_codes(as_it_is)))
    ssb.on(CHANGES, Reply({"codeChanges": [klass_change("3103", "3999", "2026-01-01")]}))

    assert klass.news(make_client(), ssb.url, today=TODAY) == [
        "3103 Moss is «gone» in Klass today",
        "3103 navn 3103 became 3999 navn 3999 on 2026-01-01",
    ]


def test_a_county_that_has_changed_its_name_is_told_of(as_it_is, ssb, make_client):
    ssb.on(COUNTIES, Reply(klass_codes({"31": "Østfold", "32": "Akershus", "33": "Viken"})))

    assert klass.news(make_client(), ssb.url, today=TODAY) == ["county 33 Buskerud is «Viken» in Klass today"]


def test_what_happens_far_from_here_is_not_told(as_it_is, ssb, make_client):
    ssb.on(CHANGES, Reply({"codeChanges": [klass_change("1507", "1508", "2024-01-01")]}))

    assert klass.news(make_client(), ssb.url, today=TODAY) == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"oldCode": "1"}, "row 2"),
        (klass_change("1", "2", "in spring"), "row 2"),
        (klass_change("1", "2", "2024-01-01") | {"newCode": 2}, "row 2"),
        ("3002", "row 2"),
    ],
)
def test_a_change_that_is_none_is_told_with_its_row(row, why, ssb, make_client):
    ssb.on(CHANGES, Reply({"codeChanges": [klass_change("3002", "3103", "2024-01-01"), row]}))

    with pytest.raises(BadAnswer, match=why):
        klass.changes(make_client(), ssb.url, 131, since=TODAY, until=TODAY)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ({}, "no list of codes"),
        ([], "no list of codes"),
        ({"codes": []}, "codes: none"),
        ({"codes": [{"code": 3103, "name": "Moss"}]}, "row 1 has no code and name"),
        ({"codes": [{"code": "1", "name": "a"}, {"code": "1", "name": "b"}]}, "stands twice"),
    ],
)
def test_a_list_of_codes_that_is_none_is_refused(found, why, ssb, make_client):
    ssb.on(CODES, Reply(found))

    with pytest.raises(BadAnswer, match=why):
        klass.codes(make_client(), ssb.url, 131, TODAY)


def test_a_municipality_that_ended_leads_to_nothing_new(ssb, make_client):
    ended = klass_change("3002", "", "2024-01-01") | {"newCode": None, "newName": None}
    ssb.on(CHANGES, Reply({"codeChanges": [ended]}))

    (change,) = klass.changes(make_client(), ssb.url, 131, since=TODAY, until=TODAY)
    assert (change.old, change.new) == ("3002", "")
