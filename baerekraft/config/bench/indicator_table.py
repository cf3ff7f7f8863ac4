"""Today's figures made many, and the whole table read from them. Run as a program by `status`, with a data folder of its own."""

import gc
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Min, Model

COPIES = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < %s)"
FLOOR = "CREATE TABLE newest (indicator text, municipality integer, value real, year integer)"


def main(what: str, folder: str, *numbers: str) -> None:
    django.setup()
    if what == "make":
        make(*map(int, numbers))
    else:
        print(json.dumps(measured(folder, int(numbers[0]), float(numbers[1]))))


def measured(folder: str, rounds: int, seconds: float) -> dict[str, Any]:
    from baerekraft.indicators import table
    from baerekraft.indicators.models import Value

    cells = table.latest().cells
    # Else every seventh table pays for looking through all that Django has in memory.
    gc.collect()
    gc.freeze()
    floor = make_floor(folder, [(*key, float(cell.value), cell.year) for key, cell in cells.items()])
    told = [[*timed(table.latest, seconds), *timed(lambda: read(floor), seconds)] for _ in range(rounds)]
    floor.close()
    return {"values": Value.objects.count(), "cells": len(cells), "rounds": told}


def make(indicators: int, years: int) -> None:
    """Each indicator so many times, and each series so many times as long, without statistics for the database."""
    from baerekraft.indicators import loading
    from baerekraft.indicators.models import Indicator, Value
    from baerekraft.municipalities import loading as municipalities

    call_command("migrate", verbosity=0)
    municipalities.load()
    loading.load(settings.CONTENT_DIR / loading.FOLDER)
    span = Value.objects.aggregate(all=Max("year") - Min("year") + 1)["all"]
    with transaction.atomic():
        if years > 1:
            copy(
                Value,
                years - 1,
                leave_out="id",
                year=f"year + n * {span}",
                value="round(value + n / 100.0, 2)",
            )
        if indicators > 1:
            copy(Indicator, indicators - 1, slug="slug || '-' || n")
            copy(
                Value,
                indicators - 1,
                leave_out="id",
                indicator_id="indicator_id || '-' || n",
                value="round(value + n / 10.0, 2)",
            )


def copy(model: type[Model], times: int, *, leave_out: str = "", **changed: str) -> None:
    every = (str(field.column) for field in model._meta.concrete_fields)
    columns = [column for column in every if column != leave_out]
    taken = ", ".join(changed.get(column, column) for column in columns)
    table = model._meta.db_table
    insert = f"INSERT INTO {table} ({', '.join(columns)}) {COPIES} SELECT {taken} FROM {table}, copy"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(insert, [times])


def make_floor(folder: str, rows: list[tuple[str, int, float, int]]) -> sqlite3.Connection:
    """A table that holds the answer and nothing else."""
    floor = sqlite3.connect(f"{folder}/floor.sqlite3")
    floor.execute(FLOOR)
    floor.executemany("INSERT INTO newest VALUES (?, ?, ?, ?)", rows)
    floor.commit()
    return floor


def read(floor: sqlite3.Connection) -> dict[tuple[str, int], tuple[float, int]]:
    return {
        (slug, place): (value, year) for slug, place, value, year in floor.execute("SELECT * FROM newest")
    }


def timed(call: Callable[[], object], seconds: float) -> tuple[float, float]:
    """CPU milliseconds a call, and calls a second."""
    call()
    made, began, used = 0, time.monotonic(), time.process_time()
    while time.monotonic() - began < seconds:
        call()
        made += 1
    took = time.monotonic() - began
    return 1000 * (time.process_time() - used) / made, made / took


if __name__ == "__main__":
    main(*sys.argv[1:])
