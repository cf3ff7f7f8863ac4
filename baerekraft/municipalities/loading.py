"""Loading the municipalities from the project's own data files, as often as one likes."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from baerekraft.municipalities.models import MailDomain, Municipality, MunicipalityCode

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


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
