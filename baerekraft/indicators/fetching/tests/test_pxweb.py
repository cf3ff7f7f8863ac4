import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators.fetching import jsonstat, pxweb
from baerekraft.indicators.fetching.faults import BadAnswer
from baerekraft.indicators.fetching.plan import Entry, Plan
from baerekraft.indicators.fetching.tests.server import Reply
from baerekraft.indicators.fetching.tests.shapes import cube

ENTRY = Entry(
    indicator="folketall", table="07459", contents="Personer1", left_out=("Kjonn", "Alder"), unit="personer"
)
CODES = {"Region": ["3001", "3103"], "ContentsCode": ["Personer1"], "Tid": ["2024", "2025"]}
SEXES = {"Region": ["3103"], "Kjonn": ["1", "2"], "ContentsCode": ["Personer1"], "Tid": ["2025"]}


@pytest.fixture
def plan(ssb):
    return Plan(pxweb=ssb.url, klass=ssb.url, indicators=(ENTRY,))


def metadata(ssb, client, plan, entry=ENTRY, **codes):
    ssb.on("/tables/07459/metadata", Reply(cube(**(codes or CODES))))
    return pxweb.metadata(client, plan, entry)


def test_the_cells_limit_is_ssbs_own(ssb, make_client, plan):
    ssb.on("/config", Reply({"apiVersion": "2.3.2", "maxDataCells": 5000, "maxCallsPerTimeWindow": 0}))

    assert pxweb.most_cells(make_client(), plan) == 5000


@pytest.mark.parametrize("limit", [None, "800000", 0, True])
def test_a_cells_limit_that_is_none_is_refused(limit, ssb, make_client, plan):
    ssb.on("/config", Reply({"maxDataCells": limit}))

    with pytest.raises(BadAnswer, match="maxDataCells"):
        pxweb.most_cells(make_client(), plan)


def test_only_our_places_and_the_years_we_want_are_asked_for(ssb, make_client, plan):
    table = metadata(ssb, make_client(), plan)
    entry = ENTRY.model_copy(update={"since": 2025})

    assert pxweb.selection(table, entry, ["3103", "9999"]) == {
        "Region": ("3103",),
        "ContentsCode": ("Personer1",),
        "Tid": ("2025",),
    }


def test_none_of_our_places_is_a_fault(ssb, make_client, plan):
    table = metadata(ssb, make_client(), plan)

    with pytest.raises(BadAnswer, match="none of our places"):
        pxweb.selection(table, ENTRY, ["0301"])


@pytest.mark.parametrize(
    ("codes", "change", "why"),
    [
        ({"Omrade": ["1"], "ContentsCode": ["Personer1"], "Tid": ["2025"]}, {}, "has no Region"),
        (SEXES | {"Landbakgrunn": ["a"]}, {}, "Landbakgrunn, which the plan says nothing of"),
        (CODES | {"ContentsCode": ["Personer2"]}, {}, "ContentsCode has no «Personer1»"),
        (SEXES, {"left_out": (), "filters": {"Kjonn": "9"}}, "Kjonn has no «9»"),
        (CODES, {"unit": "prosent"}, "the unit is «personer», not «prosent»"),
        (CODES | {"Landbakgrunn": ["a"]}, {"left_out": ("Landbakgrunn",)}, "cannot be left out"),
        (CODES, {"table": "07458"}, "answers 404"),
    ],
)
def test_a_table_that_is_not_as_planned_is_refused(codes, change, why, ssb, make_client, plan):
    with pytest.raises(Exception, match=why):
        metadata(ssb, make_client(), plan, ENTRY.model_copy(update=change), **codes)


def test_a_variable_that_may_be_left_out_is(ssb, make_client, plan):
    table = metadata(ssb, make_client(), plan, **SEXES)

    assert "Kjonn" not in pxweb.selection(table, ENTRY, ["3103"])


def test_a_question_is_written_as_ssb_reads_it(plan):
    asked = pxweb.question(plan, ENTRY, {"Region": ("3001", "3103"), "Alder": ("[0,5>",), "Tid": ("2025",)})

    assert asked.body == ""
    assert dict(asked.params) == {
        "lang": "no",
        "outputFormat": "json-stat2",
        "valueCodes[Region]": "3001,3103",
        "valueCodes[Alder]": "[[0,5>]",
        "valueCodes[Tid]": "2025",
    }


def test_a_long_question_goes_in_a_body(plan):
    codes = tuple(str(number) for number in range(1000, 1900))
    entry = ENTRY.model_copy(update={"codelist": "agg_KommSummer"})
    asked = pxweb.question(plan, entry, {"Region": codes, "Tid": ("2025",)})

    assert len(str(asked.address)) < pxweb.LONGEST_ADDRESS
    assert '"variableCode": "Region"' in asked.body
    assert '"codelist": "agg_KommSummer"' in asked.body


def test_all_of_our_codes_fit_in_an_address(plan):
    codes = tuple(str(number) for number in range(3000, 3170))

    assert (
        pxweb.question(plan, ENTRY, {"Region": codes, "Tid": tuple(map(str, range(2000, 2030)))}).body == ""
    )


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (CODES | {"Region": ["3001"]}, r"Region: not the codes that were asked for \(3103\)"),
        (CODES | {"Region": ["3001", "3103", "0301"]}, r"\(0301\)"),
        (CODES | {"Tid": ["2024", "2026"]}, r"Tid: .*\(2025, 2026\)"),
        (CODES | {"Kjonn": ["1"]}, "Kjonn came unasked"),
    ],
)
def test_what_was_not_asked_for_is_not_taken(codes, why, ssb, make_client, plan):
    size = math.prod(len(each) for each in codes.values())
    ssb.on("/tables/07459/data", Reply(cube([1] * size, **codes)))
    asked = {name: tuple(each) for name, each in CODES.items()}

    with pytest.raises(BadAnswer, match=why):
        pxweb.data(make_client(), plan, ENTRY, asked)


def test_the_answer_may_turn_the_table_round(ssb, make_client, plan):
    turned = {name: CODES[name] for name in ("Tid", "Region", "ContentsCode")}
    ssb.on("/tables/07459/data", Reply(cube([1, 2, 3, 4], **turned)))
    asked = {name: tuple(each) for name, each in CODES.items()}

    cells = pxweb.data(make_client(), plan, ENTRY, asked).cells()
    assert {(cell.at["Region"], cell.at["Tid"]): cell.value for cell in cells}["3103", "2024"] == 2


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 50))
def test_the_pieces_are_small_enough_and_hold_each_cell_once(places, years, most):
    asked = {"Region": tuple(map(str, range(places))), "C": ("x",), "Tid": tuple(map(str, range(years)))}

    pieces = list(pxweb.pieces(asked, most))

    cells = [(region, year) for piece in pieces for region in piece["Region"] for year in piece["Tid"]]
    assert sorted(cells) == sorted((region, year) for region in asked["Region"] for year in asked["Tid"])
    assert all(len(piece["Region"]) * len(piece["Tid"]) <= most for piece in pieces)


def test_metadata_have_no_values():
    assert next(jsonstat.read(cube(), values=False).cells()).value is None
