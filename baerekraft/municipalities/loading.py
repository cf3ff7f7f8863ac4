"""Loading the municipalities from the project's own data files, as often as one likes."""

import csv
from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from baerekraft.municipalities import succeeding
from baerekraft.municipalities.models import MailDomain, Municipality, MunicipalityCode, Succession

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load() -> int:
    """Make the database agree with the data files; return how many municipalities there are.

    A municipality is never deleted: learners belong to it.
    """
    _load_municipalities()
    ids = dict(Municipality.objects.values_list("slug", "id"))
    _load_codes(ids)
    _load_mail_domains(ids)
    _load_successions(ids)
    succeeding.apply(at=timezone.now())
    return len(ids)


def _load_municipalities() -> None:
    rows = [
        Municipality(
            id=int(row["id"]),
            slug=row["slug"],
            name=row["name"],
            name_sami=row["name_sami"],
            population=int(row["population"]),
            population_on=row["population_on"],
        )
        for row in _read("municipalities.csv")
    ]
    Municipality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["slug", "name", "name_sami", "population", "population_on"],
    )


def _load_codes(ids: dict[str, int]) -> None:
    rows = [
        MunicipalityCode(
            code=row["code"],
            municipality_id=ids[row["municipality"]],
            name=row["name"],
            county=row["county"],
            first_year=int(row["first_year"]) if row["first_year"] else None,
            last_year=int(row["last_year"]) if row["last_year"] else None,
        )
        for row in _read("codes.csv")
    ]
    MunicipalityCode.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["municipality", "name", "county", "first_year", "last_year"],
    )


def _load_mail_domains(ids: dict[str, int]) -> None:
    rows = [
        MailDomain(domain=row["domain"], municipality_id=ids[row["municipality"]], basis=row["basis"])
        for row in _read("mail_domains.csv")
    ]
    MailDomain.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["domain"], update_fields=["municipality", "basis"]
    )
    # A domain that turned out to be wrong must not go on guessing.
    MailDomain.objects.exclude(domain__in=[row.domain for row in rows]).delete()


def _load_successions(ids: dict[str, int]) -> None:
    rows = [
        Succession(
            on=row["on"],
            predecessor_id=ids[row["predecessor"]],
            successor_id=ids[row["successor"]],
            kind=Succession.Kind(row["kind"]),
        )
        for row in _read("successions.csv")
    ]
    Succession.objects.bulk_create(rows, ignore_conflicts=True)
    # A day that was changed in the file before it came.
    named = [Q(predecessor=row.predecessor_id, successor=row.successor_id, on=row.on) for row in rows]
    Succession.objects.filter(applied_at=None).exclude(reduce(or_, named, Q(pk=None))).delete()


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
