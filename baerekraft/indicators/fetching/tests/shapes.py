"""Answers in the shapes that SSB's services give."""

from typing import Any

UPDATED = "2026-02-24T07:00:00Z"
UNITS = {"Personer1": {"base": "personer", "decimals": 0}}


def cube(
    values: Any = None,
    *,
    table: str = "07459",
    updated: str = UPDATED,
    signs: dict[str, str] | None = None,
    **codes: list[str],
) -> dict[str, Any]:
    """A json-stat2 dataset as PxWebApi v2 writes it; without values it is metadata."""
    codes = codes or {"Region": ["3103"], "ContentsCode": ["Personer1"], "Tid": ["2025"]}
    found: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": f"{table}: Befolkning, etter region, statistikkvariabel og år",
        "source": "Statistisk sentralbyrå",
        "updated": updated,
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": list(codes),
        "size": [len(each) for each in codes.values()],
        "dimension": {name: _dimension(name, each) for name, each in codes.items()},
        "extension": {"px": {"tableid": table, "decimals": 0, "official-statistics": True, "language": "no"}},
    }
    if values is not None:
        found["value"] = values
    if signs:
        found["status"] = signs
    return found


def _dimension(name: str, codes: list[str]) -> dict[str, Any]:
    category: dict[str, Any] = {
        "index": {code: place for place, code in enumerate(codes)},
        "label": {code: f"navn {code}" for code in codes},
    }
    if name == "ContentsCode":
        category["unit"] = {code: UNITS.get(code, {"base": "prosent", "decimals": 1}) for code in codes}
    may_be_left_out = name in {"Kjonn", "Alder"}
    return {
        "label": name.lower(),
        "category": category,
        "extension": {"elimination": may_be_left_out, "show": "value"},
    }


def klass_codes(codes: dict[str, str]) -> dict[str, Any]:
    return {
        "codes": [
            {"code": code, "parentCode": None, "level": "1", "name": name, "shortName": "", "notes": ""}
            for code, name in codes.items()
        ]
    }


def klass_change(old: str, new: str, on: str) -> dict[str, Any]:
    names = {"oldName": f"navn {old}", "oldShortName": "", "newName": f"navn {new}", "newShortName": ""}
    return {"oldCode": old, "newCode": new, "changeOccurred": on} | names
