from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonstat_validator import validate_jsonstat

from baerekraft.indicators.fetching import jsonstat
from baerekraft.indicators.fetching.faults import BadAnswer
from baerekraft.indicators.fetching.tests.shapes import cube

CODES = {"Region": ["3001", "3103"], "ContentsCode": ["Personer1"], "Tid": ["2024", "2025", "2026"]}


def values(found):
    return [cell.value for cell in jsonstat.read(found).cells()]


# Metadata are the same without values, which PxWebApi gives and the specification does not allow for.
@pytest.mark.parametrize("found", [cube([1]), cube([None, 2, 3, 4, 5, 6], signs={"0": ":"}, **CODES)])
def test_what_our_own_ssb_serves_is_json_stat2(found):
    assert validate_jsonstat(found)


def test_the_last_dimension_runs_fastest():
    cells = list(jsonstat.read(cube([1, 2, 3, 4, 5, 6], **CODES)).cells())

    assert [(cell.at["Region"], cell.at["Tid"], cell.value) for cell in cells] == [
        ("3001", "2024", 1),
        ("3001", "2025", 2),
        ("3001", "2026", 3),
        ("3103", "2024", 4),
        ("3103", "2025", 5),
        ("3103", "2026", 6),
    ]


def test_codes_may_stand_as_a_list():
    found = cube([1, 2], Region=["3103", "3001"])
    found["dimension"]["Region"]["category"]["index"] = ["3001", "3103"]

    assert [cell.at["Region"] for cell in jsonstat.read(found).cells()] == ["3001", "3103"]


def test_values_may_stand_by_their_place():
    assert values(cube({"1": 5}, Region=["3001", "3103"])) == [None, 5]


def test_a_sign_for_a_missing_figure_is_kept():
    (cell,) = jsonstat.read(cube([None], signs={"0": ":"})).cells()

    assert (cell.value, cell.sign, cell.fault) == (None, ":", "")


def test_a_missing_figure_without_a_sign_is_missing_all_the_same():
    (cell,) = jsonstat.read(cube([None])).cells()

    assert (cell.value, cell.sign, cell.fault) == (None, "", "")


def test_a_preliminary_figure_keeps_its_mark():
    (cell,) = jsonstat.read(cube([7], signs={"0": "*"})).cells()

    assert (cell.value, cell.sign) == (7, "*")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("12,3", "not a number: a text «12,3»"),
        (True, "not a number: true or false «True»"),
        ([1], "not a number: a list"),
        (Decimal("1E+400"), "a number of 401 digits"),
        (0.5, "not a number"),  # only what did not go through our own reading of JSON
    ],
)
def test_a_bad_cell_is_told_and_the_others_stand(value, why):
    bad, good = jsonstat.read(cube([value, 5], Region=["3001", "3103"])).cells()

    assert why in bad.fault
    assert good.value == 5


def test_a_figure_that_is_marked_as_no_figure_is_a_fault():
    (cell,) = jsonstat.read(cube([0], signs={"0": ":"})).cells()

    assert cell.fault == "0 stands with «:», the sign for no figure"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"class": "collection"}, "not a json-stat 2.0 dataset"),
        ({"version": "1.0"}, "not a json-stat 2.0 dataset"),
        ({"id": ["Region", "Region", "Tid"]}, "stands twice in id"),
        ({"id": "Region"}, "id is not a list"),
        ({"size": [2, 1]}, "size is not 3 whole numbers"),
        ({"size": [2, 1, 4]}, "Tid: 3 codes, but size says 4"),
        ({"size": [2, 1, True]}, "size is not"),
        ({"dimension": {}}, "Region has no categories"),
        ({"value": [1, 2]}, "value: 2 places, but the cube has 6"),
        ({"value": None}, "value is nothing"),
        ({"value": {"6": 1}}, "«6» is not a place"),
        ({"value": {"²": 1}}, "not a place"),
        ({"status": [":"]}, "status: 1 places"),
        ({"status": 5}, "status is a number"),
        ({"updated": None}, "updated is «None»"),
        ({"updated": "2026-02-24"}, "not a time with its zone"),
    ],
)
def test_a_frame_that_does_not_hold_together_is_refused(change, why):
    with pytest.raises(BadAnswer, match=why):
        jsonstat.read(cube([1, 2, 3, 4, 5, 6], **CODES) | change)


def test_every_fault_is_told():
    with pytest.raises(BadAnswer) as told:
        jsonstat.read(cube([1], **CODES) | {"version": "1", "updated": "", "size": [2, 2, 2]})

    assert len(told.value.faults) == 4


@pytest.mark.parametrize("index", [{"3001": 0, "3103": 2}, {"3001": "0", "3103": "1"}, ["a", "a"], 7, None])
def test_an_index_that_does_not_number_from_nothing_is_refused(index):
    found = cube([1, 2], Region=["3001", "3103"])
    found["dimension"]["Region"]["category"]["index"] = index

    with pytest.raises(BadAnswer, match="Region: the index"):
        jsonstat.read(found)


def test_a_cube_too_big_to_hold_is_refused_before_it_is_built():
    found = cube([1])
    found["dimension"]["Tid"]["category"]["index"] = [str(n) for n in range(2000)]
    found["dimension"]["Region"]["category"]["index"] = [str(n) for n in range(2000)]

    with pytest.raises(BadAnswer, match="4,000,000 cells"):
        jsonstat.read(found | {"size": [2000, 1, 2000]})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["class", "id", "size", "dimension", "value", "status", "updated", "extension"]),
    json_values,
)
def test_whatever_stands_in_a_field_it_is_read_or_refused(field, content):
    with suppress(BadAnswer):
        list(jsonstat.read(cube([1, 2, 3, 4, 5, 6], **CODES) | {field: content}).cells())


@given(json_values)
def test_whatever_comes_it_is_read_or_refused(found):
    with pytest.raises(BadAnswer):
        jsonstat.read(found)
