"""The plan: which table, and what in it, each indicator is fetched from. An operator writes it; no code is needed."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from baerekraft.indicators.fetching import client

Places = Literal["municipalities", "counties", "country"]


class BadPlan(ValueError):
    """The plan is wrong; the text tells the file, where in it, and what."""


class Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Entry(Written):
    """One query: the contents of one table for some places, all years from `since`."""

    indicator: str = Field(pattern=r"^[a-z0-9-]+$")
    table: str = Field(pattern=r"^\d{5}$")
    contents: str = Field(min_length=1)
    unit: str = ""  # what the table calls it; figures are refused when that changes
    filters: dict[str, str] = {}  # one code for each other variable
    left_out: tuple[str, ...] = ()  # variables that SSB may sum over, or leave out
    geography: str = "Region"
    year: str = "Tid"
    since: int = Field(default=2000, ge=1900)
    places: tuple[Places, ...] = ("municipalities", "counties", "country")
    codelist: str = ""  # SSB's way of giving old years in today's borders: agg_KommSummer
    code_prefix: str = ""  # how that list writes a code: K-
    borders: int | None = None  # which year's borders that list is in
    country: str = "0"  # the code of the whole country; EAK in Kostra

    @field_validator("places")
    @classmethod
    def _some_places(cls, places: tuple[Places, ...]) -> tuple[Places, ...]:
        if not places:
            raise ValueError("name municipalities, counties or country")
        return places

    @model_validator(mode="after")
    def _each_variable_once(self) -> "Entry":
        named = [self.geography, self.year, "ContentsCode", *self.filters, *self.left_out]
        for name in named:
            if named.count(name) > 1:
                raise ValueError(f"{name} is named twice")
        if self.codelist and (self.places != ("municipalities",) or not self.borders):
            raise ValueError("with a codelist, places is [municipalities] and borders tells which year's")
        return self

    def __str__(self) -> str:
        return f"{self.indicator} ({self.table})"


class Plan(Written):
    pxweb: str = "https://data.ssb.no/api/pxwebapi/v2"
    klass: str = "https://data.ssb.no/api/klass/v1"
    cells: int = Field(default=800_000, ge=1, le=800_000)  # how much SSB gives in one answer
    indicators: tuple[Entry, ...]

    @field_validator("pxweb", "klass")
    @classmethod
    def _safe(cls, url: str) -> str:
        origin = client.origin(url)
        if not origin.startswith(("https://", "http://127.0.0.1:")):
            raise ValueError(f"«{url}» is not an https address")
        return url.rstrip("/")

    @property
    def hosts(self) -> set[str]:
        return {client.origin(self.pxweb), client.origin(self.klass)}

    def of(self, only: str = "") -> tuple[Entry, ...]:
        return tuple(entry for entry in self.indicators if only in {"", entry.indicator})


def read(path: Path) -> Plan:
    try:
        # BaseLoader makes nothing but texts: a table called 06142 must not become a number, nor «no» a no.
        return Plan.model_validate(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))  # noqa: S506
    except OSError as error:
        raise BadPlan(f"{path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadPlan(f"{path.name}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        raise BadPlan(f"{path.name}: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    """«indicators.3.table: …», counted from one, as a person counts."""
    first = error.errors()[0]
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
