"""The indicators' figures that lessons lean on, as the tables they are loaded from."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baerekraft.exporting.file import File
from baerekraft.indicators import loading
from baerekraft.indicators.models import Indicator, Value
from baerekraft.municipalities.models import MunicipalityCode
from baerekraft.sdg.tables import LANGUAGES


def files(folder: Path) -> Iterator[File]:
    """Every indicator and figure, for a folder that has none. No editor writes figures, so those there stay."""
    indicators = [_indicator(row) for row in Indicator.objects.order_by("goal", "place", "slug")]
    if not indicators or (folder / loading.FOLDER).exists():
        return
    values = Value.objects.order_by("indicator", "region", "municipality", "year")
    codes = MunicipalityCode.objects.filter(last_year=None)
    places = {code.municipality_id: f"{code.code} {code.name}" for code in codes}
    yield File(f"{loading.FOLDER}/indikatorer.csv", table(indicators))
    for name, rows in (
        ("verdier-fylker.csv", values.filter(municipality=None)),
        ("verdier-kommuner.csv", values.exclude(municipality=None)),
    ):
        yield File(f"{loading.FOLDER}/{name}", table([_value(row, places) for row in rows]))


def table(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue().encode()


def _indicator(row: Indicator) -> dict[str, Any]:
    names = {f"name_{language}": getattr(row.name, language) for language in LANGUAGES}
    units = {f"unit_{language}": getattr(row.unit, language) for language in LANGUAGES}
    fields: dict[str, Any] = {"slug": row.slug, "goal": row.goal, "target": row.target, **names, **units}
    limits = {"least": f"{row.least.normalize():f}", "most": f"{row.most.normalize():f}"}
    return {
        **fields,
        "wanted": row.wanted,
        "decimals": row.decimals,
        **limits,
        "joining": row.joining,
        "note": row.note,
    }


def _value(row: Value, places: dict[int, str]) -> dict[str, Any]:
    place = places[row.municipality_id] if row.municipality_id else row.region
    fields = {
        "indicator": row.indicator_id,
        "place": place,
        "year": row.year,
        "value": f"{row.value.normalize():f}",
    }
    told = ("publisher", "title", "url", "licence", "note")
    return {**fields, **{name: getattr(row, name) for name in told}, "borders_year": row.borders_year or ""}
