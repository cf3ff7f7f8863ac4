"""The command, from a plan to figures in the database, against an SSB that is not always well."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from baerekraft.indicators.fetching import harvest
from baerekraft.indicators.fetching.plan import Entry
from baerekraft.indicators.fetching.tests.server import Asked, Reply, Ssb
from baerekraft.indicators.fetching.tests.shapes import cube, klass_codes
from baerekraft.indicators.management.commands import load_indicators
from baerekraft.indicators.models import Indicator, Value
from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.sdg.texts import Texts

pytestmark = pytest.mark.django_db

PLAN = """
pxweb: {url}
klass: {url}
indicators:
  - {{indicator: {first}, table: "07459", contents: Personer1, unit: personer, left_out: [Kjonn, Alder]}}
  - {{indicator: {second}, table: "06944", contents: Andel}}
"""
PEOPLE, SHARE = "proven-folk", "proven-andel"


class Table:
    """A table of SSB's, which answers what it is asked for and no more."""

    def __init__(self, number: str, contents: str, figures: dict[tuple[str, str], object]) -> None:
        self.number, self.contents, self.figures = number, contents, figures
        self.signs: dict[tuple[str, str], str] = {}
        self.updated = "2026-02-24T07:00:00Z"

    def metadata(self, asked: Asked) -> Reply:
        regions = sorted({region for region, _ in self.figures})
        years = sorted({year for _, year in self.figures})
        return Reply(self._cube(regions, years))

    def data(self, asked: Asked) -> Reply:
        query = asked.query
        regions = query["valueCodes[Region]"].split(",")
        years = query["valueCodes[Tid]"].split(",")
        places = [(region, year) for region in regions for year in years]
        values = [self.figures.get(place) for place in places]
        signs = {str(n): self.signs[place] for n, place in enumerate(places) if place in self.signs}
        return Reply(self._cube(regions, years, values, signs))

    def _cube(self, regions, years, values=None, signs=None):
        codes = {"Region": regions, "ContentsCode": [self.contents], "Tid": years}
        return cube(values, table=self.number, updated=self.updated, signs=signs, **codes)

    def serve(self, ssb: Ssb) -> None:
        ssb.on(f"/tables/{self.number}/metadata", self.metadata)
        ssb.on(f"/tables/{self.number}/data", self.data)


@pytest.fixture
def people() -> Table:
    return Table(
        "07459",
        "Personer1",
        {
            ("3002", "2023"): 51_000,
            ("3103", "2024"): 52_000,
            ("30", "2023"): 1_300_000,
            ("0", "2024"): 5_550_203,
        },
    )


@pytest.fixture
def share() -> Table:
    return Table("06944", "Andel", {("3103", "2024"): 9.5, ("0301", "2024"): 12})


@pytest.fixture
def whole(ssb, people, share, db):
    """An SSB where all is well."""
    ssb.on("/config", Reply({"maxDataCells": 800000}))
    ours = dict(MunicipalityCode.objects.filter(last_year=None).values_list("code", "name"))
    ssb.on("/classifications/131/codesAt.json", Reply(klass_codes(ours)))
    ssb.on(
        "/classifications/104/codesAt.json",
        Reply(klass_codes({"31": "Østfold", "32": "Akershus", "33": "Buskerud"})),
    )
    ssb.on("/classifications/131/changes.json", Reply({"codeChanges": []}))
    people.serve(ssb)
    share.serve(ssb)
    for slug in (PEOPLE, SHARE):
        Indicator.objects.create(
            slug=slug,
            goal=11,
            name=Texts(nb=slug),
            unit=Texts(nb="%"),
            wanted="none",
            least=0,
            most=6_000_000,
        )
    return ssb


@pytest.fixture
def load(ssb, make_client, tmp_path, settings, monkeypatch):
    """Runs the command and gives what it said; on `another_day` the answers on disk are forgotten."""
    settings.DATA_DIR = tmp_path
    path = tmp_path / "ssb.yaml"
    path.write_text(PLAN.format(url=ssb.url, first=PEOPLE, second=SHARE), encoding="utf-8")
    monkeypatch.setattr(
        load_indicators.Command, "client", lambda self, plan, fresh: make_client(tries=2, ask_again=fresh)
    )

    def run(*options, another_day=False):
        if another_day:
            for kept in (tmp_path / "ssb").glob("*.answer"):
                kept.unlink()
        out = StringIO()
        try:
            call_command("load_indicators", "--plan", str(path), *options, stdout=out)
        finally:
            run.said = out.getvalue()
        return run.said

    return run


def moss(slug=PEOPLE):
    return {row.year: row.value for row in Value.objects.filter(indicator=slug, municipality__name="Moss")}


def test_figures_come_for_municipalities_counties_and_the_country(whole, load):
    said = load()

    assert moss() == {2023: 51_000, 2024: 52_000}
    regions = Value.objects.filter(indicator=PEOPLE, municipality=None)
    assert set(regions.values_list("region", "year")) == {("Viken", 2023), ("Norge", 2024)}
    assert f"{PEOPLE} (07459)" in said
    assert "new 4" in said


def test_a_figure_tells_where_it_is_from(whole, load):
    load()

    row = Value.objects.get(indicator=PEOPLE, municipality__name="Moss", year=2023)
    assert (row.publisher, row.licence, row.loaded_from) == ("Statistisk sentralbyrå", "CC BY 4.0", "ssb")
    assert row.url == "https://www.ssb.no/statbank/table/07459"
    assert row.title.startswith("07459: Befolkning")
    assert row.updated_at == datetime(2026, 2, 24, 7, tzinfo=UTC)
    assert row.borders_year == 2023


def test_the_same_again_changes_nothing_and_asks_nobody(whole, load):
    load()
    asked = len(whole.asked)

    assert "same 4" in load()
    assert len(whole.asked) == asked


def test_a_newer_figure_takes_the_place_of_the_old(whole, load, people):
    load()
    people.figures["3103", "2024"] = 52_001
    people.updated = "2027-02-24T07:00:00Z"

    assert "changed 1  same 3" in load(another_day=True)
    assert moss()[2024] == 52_001


def test_asked_to_the_answers_of_today_are_asked_for_again(whole, load, people, clock):
    load()
    people.figures["3103", "2024"] = 52_001
    people.updated = "2027-02-24T07:00:00Z"
    clock.now += 60

    assert "same 4" in load()
    assert "changed 1  same 3" in load("--fresh")
    assert moss()[2024] == 52_001


def test_asked_to_ask_again_it_does_so_once_a_question(whole, load, clock):
    load()
    before = len(whole.asked)
    clock.now += 60

    load("--fresh")

    assert whole.paths()[before:].count("/config") == 1


def test_asked_to_ask_again_a_round_that_was_cut_off_begins_anew(whole, load, share, clock):
    whole.on("/tables/06944/data", Reply(status=429, headers={"Retry-After": "9000"}))
    with pytest.raises(CommandError, match=r"Run it again, and it goes on from there"):
        load()
    with pytest.raises(CommandError, match=r"Run it again without --fresh, and it goes on from there"):
        load("--fresh")
    assert "cut off" not in load.said
    share.serve(whole)

    assert "done before it was cut off" in load()


def test_another_title_from_ssb_is_not_a_changed_figure(whole, load, people, share):
    load()
    shapes = people._cube
    people._cube = lambda *given: shapes(*given) | {"label": "07459: Befolkning 1986-2027"}
    people.updated = "2027-02-24T07:00:00Z"

    assert "source changed 4" in load(another_day=True)
    row = Value.objects.get(indicator=PEOPLE, municipality__name="Moss", year=2024)
    assert row.title == "07459: Befolkning 1986-2027"


def test_an_older_table_does_not_overwrite(whole, load, people):
    load()
    people.figures["3103", "2024"] = 40_000
    people.updated = "2020-02-24T07:00:00Z"

    assert "older 1" in load(another_day=True)
    assert moss()[2024] == 52_000


def test_a_missing_figure_is_counted_by_its_sign_and_not_kept(whole, load, people):
    people.figures["3103", "2024"] = None
    people.signs["3103", "2024"] = ":"

    assert "«:» 1" in load()
    assert 2024 not in moss()


def test_a_figure_beyond_what_can_be_is_refused_with_its_reason(whole, load, people):
    people.figures["3103", "2024"] = 52_000_000

    said = load()

    assert "refused 1" in said
    assert "refused 3103 2024: 52000000 is outside 0" in said
    assert moss() == {2023: 51_000}


@pytest.mark.parametrize("value", ["52 000", True, [52_000]])
def test_a_figure_of_the_wrong_type_is_refused_and_the_others_kept(value, whole, load, people):
    people.figures["3103", "2024"] = value

    assert "refused 3103 2024: not a number" in load()
    assert moss() == {2023: 51_000}


def test_two_codes_with_a_figure_for_the_same_year_are_not_both_believed(whole, load, people):
    people.figures["3103", "2023"] = 51_500

    assert "Moss has had a figure for 2023 from another code" in load()
    assert moss()[2023] == 51_000


def test_a_code_that_was_not_in_use_is_refused(whole, load, people):
    people.figures["3002", "2024"] = 51_500

    assert "3002 Moss was not in use in 2024" in load()


def test_viken_is_not_a_county_after_2023(whole, load, people):
    people.figures["30", "2024"] = 1_300_000

    assert "there was no county 30 Viken in 2024" in load()


def test_a_figure_of_today_for_an_earlier_year_is_in_todays_borders(whole, load, people):
    people.figures = {("3103", "2015"): 47_000, ("3103", "2024"): 52_000}

    load()

    borders = Value.objects.filter(indicator=PEOPLE, municipality__name="Moss").values_list(
        "year", "borders_year"
    )
    assert dict(borders) == {2015: 2024, 2024: 2024}


def test_the_parts_of_moss_are_not_asked_for(whole, load, people):
    people.figures["0104", "2019"] = 32_000
    people.figures["0136", "2019"] = 16_000

    load()

    assert moss() == {2023: 51_000, 2024: 52_000}
    asked = next(asked for asked in whole.asked if asked.path == "/tables/07459/data")
    assert "0104" not in asked.query["valueCodes[Region]"].split(",")


def test_municipalities_that_are_not_ours_are_not_asked_for(whole, load):
    load()

    asked = next(asked for asked in whole.asked if asked.path == "/tables/06944/data")
    assert asked.query["valueCodes[Region]"] == "3103"


def test_more_cells_than_one_answer_holds_come_in_parts(whole, load):
    whole.on("/config", Reply({"maxDataCells": 2}))

    assert "new 4" in load()
    assert whole.paths().count("/tables/07459/data") > 2


def test_a_table_that_changes_while_it_is_read_is_not_kept(whole, load, people):
    whole.on("/config", Reply({"maxDataCells": 4}))
    later = Table("07459", "Personer1", people.figures)
    later.updated = "2026-11-23T07:00:00Z"
    whole.on("/tables/07459/data", people.data, later.data)

    with pytest.raises(CommandError, match=r"not loaded: proven-folk \(07459\)"):
        load()
    assert "updated while we read it" in load.said
    assert moss() == {}


def test_a_dry_run_tells_and_keeps_nothing(whole, load):
    said = load("--dry-run")

    assert "new 4" in said
    assert "nothing was kept" in said
    assert not Value.objects.filter(indicator=PEOPLE).exists()


def test_one_indicator_alone(whole, load):
    load("--only", SHARE)

    assert moss(SHARE) == {2024: Decimal("9.5")}
    assert moss() == {}


def test_an_indicator_that_is_not_in_the_plan(whole, load):
    with pytest.raises(CommandError, match=r"ssb.yaml has no indicator «sol»"):
        load("--only", "sol")


def test_an_indicator_that_we_do_not_have(whole, load):
    Indicator.objects.get(slug=PEOPLE).delete()

    with pytest.raises(CommandError, match="not loaded: proven-folk"):
        load()
    assert "there is no indicator «proven-folk»" in load.said


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(b"<h1>Vedlikehold</h1>", kind="text/html"), "text/html, not JSON"),
        (Reply({"variables": []}), "not a json-stat 2.0 dataset"),
        (Reply(b'{"value": [NaN]}'), "NaN is not a number"),
        (Reply({"title": "Too many cells selected"}, status=400), "400 «Too many cells selected»"),
        (Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}), "another host"),
    ],
)
def test_one_bad_table_does_not_stop_the_others(reply, why, whole, load):
    whole.on("/tables/07459/data", reply)

    with pytest.raises(CommandError, match=r"^not loaded: proven-folk \(07459\)$"):
        load()
    assert why in load.said
    assert (moss(), moss(SHARE)) == ({}, {2024: Decimal("9.5")})


def test_a_table_where_every_figure_is_refused_is_a_failure(whole, load, people):
    people.figures = {("3103", "2024"): 52_000_000}

    with pytest.raises(CommandError, match="not loaded: proven-folk"):
        load()


def test_a_klass_that_does_not_answer_well_is_told_and_the_rest_goes_on(whole, load):
    whole.on("/classifications/104/codesAt.json", Reply(status=404))

    with pytest.raises(CommandError, match="not loaded: Klass"):
        load()
    assert moss() != {}


def test_when_ssb_asks_us_to_stop_we_stop_and_go_on_later_where_we_were(whole, load, share):
    whole.on("/tables/06944/data", Reply(status=429, headers={"Retry-After": "9000"}))
    with pytest.raises(CommandError, match=r"wait 9000 seconds.* Run it again, and it goes on from there"):
        load()
    assert moss() != {}
    share.serve(whole)
    before = len(whole.asked)

    said = load()

    assert "proven-folk (07459)" in said
    assert "done before it was cut off" in said
    assert moss(SHARE) == {2024: Decimal("9.5")}
    assert [path for path in whole.paths()[before:] if "tables" in path] == ["/tables/06944/data"]


def test_after_a_crash_it_goes_on_where_it_was(whole, load, monkeypatch):
    real = harvest.keep

    def crash(entry: Entry, found, *, at):
        if entry.indicator == SHARE:
            raise KeyboardInterrupt
        return real(entry, found, at=at)

    monkeypatch.setattr(harvest, "keep", crash)
    with pytest.raises(KeyboardInterrupt):
        load()
    monkeypatch.setattr(harvest, "keep", real)
    asked = len(whole.asked)

    assert "done before it was cut off" in load()
    assert len(whole.asked) == asked
    assert "same 4" in load()


def test_nothing_is_half_kept_when_the_database_stops(whole, load, monkeypatch):
    real = harvest.loading.keep
    calls = []

    def stop(*args, **more):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(harvest.loading, "keep", stop)
    with pytest.raises(KeyboardInterrupt):
        load()

    assert not Value.objects.filter(indicator=PEOPLE).exists()


def test_a_plan_that_is_wrong_is_one_line(whole, load, tmp_path):
    (tmp_path / "bad.yaml").write_text("indicators: 7")

    with pytest.raises(CommandError, match=r"^bad\.yaml: indicators: Input should be"):
        call_command("load_indicators", "--plan", str(tmp_path / "bad.yaml"))


def test_a_codelist_gives_old_years_in_todays_borders(whole, load, people, tmp_path):
    everyone = MunicipalityCode.objects.filter(last_year=None).values_list("code", flat=True)
    people.figures = {("0301", "2005"): 500_000} | {(f"K-{code}", "2005"): 1000 for code in everyone}
    (tmp_path / "ssb.yaml").write_text(
        f"pxweb: {whole.url}\nklass: {whole.url}\nindicators:\n"
        f"  - {{indicator: {PEOPLE}, table: '07459', contents: Personer1, places: [municipalities],"
        " codelist: agg_KommSummer, code_prefix: K-, borders: 2024}"
    )

    assert "new 51" in load()
    assert Municipality.objects.filter(indicator_values__indicator=PEOPLE).count() == 51
    asked = next(asked for asked in whole.asked if asked.path == "/tables/07459/data")
    assert asked.query["codelist[Region]"] == "agg_KommSummer"
    assert set(Value.objects.filter(indicator=PEOPLE).values_list("borders_year", flat=True)) == {2024}


def test_whoever_watches_sees_a_bar():
    class Screen(StringIO):
        def isatty(self):
            return True

    screen = Screen()
    command = load_indicators.Command(stderr=screen)

    command.show_bar(1, 3, "folketall (07459)")
    command.show_bar(3, 3, "")

    assert "[##########....................] 1/3 folketall (07459)" in screen.getvalue()
    assert screen.getvalue().endswith("\n")


def test_a_month_is_not_a_year(whole, load, people):
    people.figures["3103", "2025M01"] = 52_500

    assert "refused 3103 2025M01: «2025M01» is not a year" in load()
