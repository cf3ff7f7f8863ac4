"""json-stat2, the form in which PxWebApi answers: checked throughout before a single number is believed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from baerekraft.indicators.fetching.faults import BadAnswer

MOST_CELLS = 2_000_000
MOST_DIGITS = 15
# https://www.ssb.no/diverse/standardtegn-i-tabeller: no figure can exist, none is known, none may be shown; older tables: "..."
MISSING = {".", "..", "...", ":"}


@dataclass(frozen=True)
class Dimension:
    """One variable: its codes in order, their labels, and the unit where codes have one."""

    codes: tuple[str, ...]
    labels: dict[str, str]
    units: dict[str, str]
    may_be_left_out: bool


@dataclass(frozen=True)
class Cell:
    """One place in the cube: a value, or the sign that says why there is none, or what is wrong with it."""

    at: dict[str, str]
    value: Decimal | None
    sign: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Dataset:
    label: str
    updated: datetime
    table: str
    dimensions: dict[str, Dimension]
    values: list[Any] | dict[str, Any]
    signs: list[Any] | dict[str, Any] | str

    @property
    def size(self) -> int:
        return math.prod(len(dimension.codes) for dimension in self.dimensions.values())

    def cells(self) -> Iterator[Cell]:
        """Every cell in the order of the cube, the last dimension fastest."""
        lengths = [len(dimension.codes) for dimension in self.dimensions.values()]
        for number in range(self.size):
            at, rest = {}, number
            for (name, dimension), length in zip(
                reversed(self.dimensions.items()), reversed(lengths), strict=True
            ):
                rest, place = divmod(rest, length)
                at[name] = dimension.codes[place]
            yield _cell(at, _pick(self.values, number), _pick(self.signs, number))


def read(found: Any, *, values: bool = True) -> Dataset:
    """A dataset, or every fault that its frame has; metadata are a dataset without values."""
    if not isinstance(found, dict):
        raise BadAnswer(f"an object was expected, not {_kind(found)}")
    faults: list[str] = []
    if found.get("class") != "dataset" or found.get("version") != "2.0":
        faults.append(
            f"class «{found.get('class')}» version «{found.get('version')}», not a json-stat 2.0 dataset"
        )
    dimensions = _dimensions(found, faults)
    updated = _updated(found.get("updated"), faults)
    cells = math.prod(len(dimension.codes) for dimension in dimensions.values())
    if cells > MOST_CELLS:
        faults.append(f"{cells:,} cells are more than we ask for")
    elif not faults:
        for name in ("value", "status"):
            _check_places(name, found.get(name), cells, faults, needed=values and name == "value")
    if faults or updated is None:
        raise BadAnswer(*faults)
    extension = found.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    return Dataset(
        label=str(found.get("label", "")),
        updated=updated,
        table=str(px.get("tableid", "")) if isinstance(px, dict) else "",
        dimensions=dimensions,
        values=found.get("value") or [],
        signs=found.get("status") or {},
    )


def _dimensions(found: dict[str, Any], faults: list[str]) -> dict[str, Dimension]:
    names, sizes, every = found.get("id"), found.get("size"), found.get("dimension")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        faults.append("id is not a list of names")
    elif len(set(names)) < len(names):
        faults.append("a dimension stands twice in id")
    elif not isinstance(sizes, list) or len(sizes) != len(names) or not all(type(n) is int for n in sizes):
        faults.append(f"size is not {len(names)} whole numbers")
    elif not isinstance(every, dict):
        faults.append(f"dimension is {_kind(every)}, not an object")
    else:
        pairs = zip(names, sizes, strict=True)
        return {name: _dimension(name, size, every.get(name), faults) for name, size in pairs}
    return {}


def _dimension(name: str, size: int, found: Any, faults: list[str]) -> Dimension:
    category = found.get("category") if isinstance(found, dict) else None
    if not isinstance(category, dict):
        faults.append(f"{name} has no categories")
        return Dimension((), {}, {}, False)
    labels = category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    codes = _codes(category.get("index", list(labels) if len(labels) == 1 else None))
    if codes is None:
        faults.append(f"{name}: the index is not codes numbered from 0")
    elif len(codes) != size:
        faults.append(f"{name}: {len(codes)} codes, but size says {size}")
    units = category.get("unit")
    extension = found.get("extension")
    return Dimension(
        codes=codes or (),
        labels={code: str(label) for code, label in labels.items()},
        units={code: str(unit.get("base", "")) for code, unit in units.items() if isinstance(unit, dict)}
        if isinstance(units, dict)
        else {},
        may_be_left_out=isinstance(extension, dict) and extension.get("elimination") is True,
    )


def _codes(index: Any) -> tuple[str, ...] | None:
    """The codes in order, from a list of them or an object of code and place."""
    if isinstance(index, dict):
        if not all(type(place) is int for place in index.values()):
            return None
        if sorted(index.values()) != list(range(len(index))):
            return None
        return tuple(sorted(index, key=index.__getitem__))
    if not isinstance(index, list) or not all(isinstance(code, str) for code in index):
        return None
    return tuple(index) if len(set(index)) == len(index) else None


def _updated(said: Any, faults: list[str]) -> datetime | None:
    try:
        found = datetime.fromisoformat(said)
        if found.tzinfo is not None:
            return found
    except (TypeError, ValueError):
        pass
    faults.append(f"updated is «{said}», not a time with its zone")
    return None


def _check_places(name: str, found: Any, cells: int, faults: list[str], *, needed: bool) -> None:
    if found is None and not needed:
        return
    if isinstance(found, str) and name == "status":
        return
    if isinstance(found, list):
        if len(found) != cells and (found or needed):
            faults.append(f"{name}: {len(found)} places, but the cube has {cells}")
    elif isinstance(found, dict):
        strange = [key for key in found if not (key.isdecimal() and len(key) < 9 and int(key) < cells)]
        if strange:
            faults.append(f"{name}: «{strange[0][:20]}» is not a place in a cube of {cells}")
    else:
        faults.append(f"{name} is {_kind(found)}, not a list")


def _pick(found: list[Any] | dict[str, Any] | str, number: int) -> Any:
    if isinstance(found, str):
        return found
    if isinstance(found, dict):
        return found.get(str(number))
    return found[number] if found else None


def _cell(at: dict[str, str], value: Any, sign: Any) -> Cell:
    sign = "" if sign is None else sign
    if not isinstance(sign, str):
        return Cell(at, None, fault=f"the sign is {_kind(sign)}, not a text")
    if value is None:
        return Cell(at, None, sign=sign)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return Cell(at, None, sign, f"not a number: {_kind(value)} «{str(value)[:20]}»")
    value = Decimal(value)
    if value and value.adjusted() >= MOST_DIGITS:
        return Cell(at, None, sign, f"a number of {value.adjusted() + 1} digits")
    if sign in MISSING:
        return Cell(at, None, sign, f"{value} stands with «{sign}», the sign for no figure")
    return Cell(at, value, sign)


def _kind(found: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(found), "a number")
