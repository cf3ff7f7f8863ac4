"""SSB's tables, by PxWebApi v2: what a table holds, and the part of it that an entry asks for."""

import json
import math
from collections.abc import Collection, Iterator
from typing import Any

from baerekraft.indicators.fetching import jsonstat
from baerekraft.indicators.fetching.client import Client, Question
from baerekraft.indicators.fetching.faults import BadAnswer
from baerekraft.indicators.fetching.jsonstat import Dataset
from baerekraft.indicators.fetching.plan import Entry, Plan

CONTENTS = "ContentsCode"
# Longer addresses are answered with 404.
LONGEST_ADDRESS = 2000

Selection = dict[str, tuple[str, ...]]


def most_cells(client: Client, plan: Plan) -> int:
    """How much SSB gives in one answer, by its own word and ours."""
    return client.fetch(Question(f"{plan.pxweb}/config"), lambda found: min(_said_limit(found), plan.cells))


def _said_limit(found: Any) -> int:
    limit = found.get("maxDataCells") if isinstance(found, dict) else None
    if type(limit) is not int or limit < 1:
        raise BadAnswer(f"config: maxDataCells is «{limit}», not a number of cells")
    return limit


def metadata(client: Client, plan: Plan, entry: Entry) -> Dataset:
    """What the table holds, without figures; a table that has changed its shape is refused here."""
    question = Question(f"{plan.pxweb}/tables/{entry.table}/metadata", (("lang", "no"),))
    return client.fetch(question, lambda found: _as_planned(jsonstat.read(found, values=False), entry))


def selection(table: Dataset, entry: Entry, places: Collection[str]) -> Selection:
    """The codes to ask for: places in the table's order, or as given where a codelist has others."""
    found = table.dimensions[entry.geography].codes
    there = places if entry.codelist else [code for code in found if code in set(places)]
    years = [code for code in table.dimensions[entry.year].codes if code[:4] >= str(entry.since)]
    if not there or not years:
        raise BadAnswer(f"table {entry.table} has none of our places, or no year from {entry.since}")
    chosen = {name: (code,) for name, code in entry.filters.items()}
    return {
        entry.geography: tuple(dict.fromkeys(there)),  # a code that stands twice is answered with 500
        CONTENTS: (entry.contents,),
        entry.year: tuple(years),
        **chosen,
    }


def pieces(asked: Selection, most: int) -> Iterator[Selection]:
    """The same selection in parts of at most so many cells, the longest variable cut first."""
    cells = math.prod(len(codes) for codes in asked.values())
    if cells <= most:
        yield asked
        return
    longest = max(asked, key=lambda name: len(asked[name]))
    half = (len(asked[longest]) + 1) // 2
    for codes in (asked[longest][:half], asked[longest][half:]):
        yield from pieces(asked | {longest: codes}, most)


def data(client: Client, plan: Plan, entry: Entry, asked: Selection) -> Dataset:
    return client.fetch(
        question(plan, entry, asked),
        lambda found: _as_asked(_as_planned(jsonstat.read(found), entry), asked),
    )


def question(plan: Plan, entry: Entry, asked: Selection) -> Question:
    """A GET where the address is short enough, which caches along the way can keep; else a POST."""
    url = f"{plan.pxweb}/tables/{entry.table}/data"
    form = (("lang", "no"), ("outputFormat", "json-stat2"))
    chosen = tuple((f"valueCodes[{name}]", ",".join(map(_bare, codes))) for name, codes in asked.items())
    lists = ((f"codelist[{entry.geography}]", entry.codelist),) if entry.codelist else ()
    short = Question(url, (*form, *chosen, *lists))
    if len(str(short.address)) <= LONGEST_ADDRESS:
        return short
    body = [{"variableCode": name, "valueCodes": list(codes)} for name, codes in asked.items()]
    if entry.codelist:
        body[0]["codelist"] = entry.codelist
    return Question(url, form, json.dumps({"selection": body}))


def _bare(code: str) -> str:
    return f"[{code}]" if "," in code else code


def _as_planned(table: Dataset, entry: Entry) -> Dataset:
    """The variables, the contents and the unit that the plan was written for."""
    faults = []
    if table.table and table.table != entry.table:
        faults.append(f"table {table.table} came, not {entry.table}")
    chosen = {entry.geography, entry.year, CONTENTS, *entry.filters}
    faults += [f"table {entry.table} has no {name}" for name in sorted(chosen - table.dimensions.keys())]
    for name in sorted(table.dimensions.keys() - chosen):
        if name not in entry.left_out:
            faults.append(f"table {entry.table} has {name}, which the plan says nothing of")
        elif not table.dimensions[name].may_be_left_out:
            faults.append(f"{name} cannot be left out of table {entry.table}")
    if not faults:
        faults += _unknown_codes(table, entry)
    if faults:
        raise BadAnswer(*faults)
    return table


def _unknown_codes(table: Dataset, entry: Entry) -> list[str]:
    faults = [
        f"table {entry.table}: {name} has no «{code}»"
        for name, code in {**entry.filters, CONTENTS: entry.contents}.items()
        if code not in table.dimensions[name].codes
    ]
    unit = table.dimensions[CONTENTS].units.get(entry.contents, "")
    if entry.unit and unit != entry.unit:
        faults.append(f"table {entry.table}: the unit is «{unit}», not «{entry.unit}»")
    return faults


def _as_asked(table: Dataset, asked: Selection) -> Dataset:
    """Exactly the codes that were asked for: not fewer, and none besides."""
    faults = []
    for name in sorted(table.dimensions.keys() ^ asked.keys()):
        faults.append(f"{name} came unasked" if name in table.dimensions else f"{name} did not come")
    for name in table.dimensions.keys() & asked.keys():
        got, wanted = set(table.dimensions[name].codes), set(asked[name])
        if got != wanted:
            strange = sorted(got ^ wanted)
            told = ", ".join(strange[:3])
            faults.append(
                f"{name}: not the codes that were asked for ({told}{' …' if len(strange) > 3 else ''})"
            )
    if faults:
        raise BadAnswer(*faults)
    return table
