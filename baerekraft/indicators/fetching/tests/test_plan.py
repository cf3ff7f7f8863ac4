import pytest
from django.conf import settings

from baerekraft.indicators.fetching import plan

ENTRY = """
indicators:
  - indicator: folketall
    table: 06142
    contents: Personer1
"""


def write(folder, text):
    path = folder / "ssb.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_entry_is_short_where_the_table_is_as_most_are(tmp_path):
    (entry,) = plan.read(write(tmp_path, ENTRY)).indicators

    assert (entry.geography, entry.year, entry.country) == ("Region", "Tid", "0")


def test_a_table_that_looks_like_an_octal_number_is_a_table(tmp_path):
    assert plan.read(write(tmp_path, ENTRY)).indicators[0].table == "06142"


def test_one_indicator_can_be_picked_out(tmp_path):
    wanted = plan.read(write(tmp_path, ENTRY))

    assert len(wanted.of("folketall")) == 1
    assert wanted.of("fattigdom") == ()


def test_our_own_plan_can_be_read():
    assert plan.read(settings.CONTENT_DIR / "indikatorer" / "ssb.yaml").indicators


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("    tabel: 1", r"ssb\.yaml: indicators\.1\.tabel: Extra inputs"),
        ("    since: now", r"indicators\.1\.since: "),
        ("    filters: {Tid: 2024}", "Tid is named twice"),
        ("    places: []", "name municipalities, counties or country"),
        ("    places: [Oslo]", r"indicators\.1\.places\.1: "),
        ("    codelist: agg_KommSummer", "with a codelist, places is"),
        ("pxweb: http://data.ssb.no/", "not an https address"),
        ("pxweb: file:///etc/passwd", "not an https address"),
        ("cells: 900000", "cells: Input should be less than or equal to 800000"),
        ("    : : :", "ssb.yaml: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(more, why, tmp_path):
    with pytest.raises(plan.BadPlan, match=why):
        plan.read(write(tmp_path, ENTRY + more))


def test_a_plan_that_is_not_there(tmp_path):
    with pytest.raises(plan.BadPlan, match="No such file"):
        plan.read(tmp_path / "none.yaml")
