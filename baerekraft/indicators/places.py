"""Finding the place a figure is for, from the words or the code that its publisher uses."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from baerekraft.indicators import lineage
from baerekraft.municipalities.models import Municipality, MunicipalityCode

CODE = re.compile(r"(\d{4})(?:\s+(.+))?")


class UnknownPlace(ValueError):
    """There is no such place, or it is only a part of one; the text says which."""


@dataclass(frozen=True)
class Place:
    """A municipality's line by its id, or a region by name."""

    municipality_id: int | None = None
    region: str = ""


@dataclass(frozen=True)
class Register:
    """Every code a municipality has had, read once for a whole load."""

    codes: dict[str, MunicipalityCode] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()

    def find(self, text: str) -> Place:
        """«3001», «3001 Halden», «Viken» or «Norge». A name must be the one the code had. Raises UnknownPlace."""
        region = _region(text)
        if region:
            return region
        found = CODE.fullmatch(text)
        code = self.codes.get(found[1]) if found else None
        if not found or not code:
            raise UnknownPlace(f"«{text}» is not a place we know")
        if found[2] and found[2] != code.name:
            raise UnknownPlace(f"{code.code} is {code.name}, not «{found[2]}»")
        if code.code in self.parts:
            raise UnknownPlace(f"{code} is only a part of {code.municipality}; join the parts first")
        return Place(municipality_id=code.municipality_id)


def register() -> Register:
    codes = {code.code: code for code in MunicipalityCode.objects.select_related("municipality")}
    together = defaultdict(list)
    for code in codes.values():
        together[code.municipality_id, code.first_year, code.last_year].append(code.code)
    parts = frozenset(part for group in together.values() if len(group) > 1 for part in group)
    return Register(codes, parts)


def find(place: Municipality | Place | str) -> Place:
    """As the register finds it, for one place. The register is read only for a municipality's code."""
    if isinstance(place, Place):
        return place
    if isinstance(place, Municipality):
        return Place(municipality_id=place.pk)
    return _region(place) or register().find(place)


def _region(text: str) -> Place | None:
    name = lineage.CODES.get(text, text)
    return Place(region=name) if name in lineage.REGIONS else None
