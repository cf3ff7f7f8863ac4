"""A coordinator's pages in one process, with whatever is in the database. Run as a program by `figures`."""

import hashlib
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from resource import RUSAGE_SELF, getrusage
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

# Names in a list that is taken away, people in one that is taken in, and letters.
SIZES = (500_000, 50_000, 2_000)
FLOOR = (
    "SELECT what, lesson, unit, role, sum(count) FROM records_total "
    "WHERE municipality = ? AND what NOT LIKE 'response:%' GROUP BY what, lesson, unit, role"
)


def main(what: str, *numbers: str) -> None:
    django.setup()
    if what == "digest":
        print(json.dumps(digest()))
        return
    rounds, seconds = int(what), float(numbers[0])
    exported, listed, written = map(int, numbers[1:] or SIZES)
    told = {
        # First, for memory that something larger has had before it would not be seen.
        "export": export(exported),
        "morning_seconds": morning(),
        "dashboards": dashboards(rounds, seconds),
        "import": taken_in(listed),
        "letters": letters(written),
    }
    print(json.dumps(told))


def digest() -> tuple[int, str]:
    """How many totals there are, and a digest of all of them."""
    from baerekraft.records.models import Total

    found, rows = hashlib.sha256(), 0
    fields = ("municipality", "what", "lesson", "unit", "role", "day", "erased", "count", "score")
    for row in Total.objects.order_by(*fields).values_list(*fields).iterator(10_000):
        found.update(repr(row).encode())
        rows += 1
    return rows, found.hexdigest()


def dashboards(rounds: int, seconds: float) -> dict[str, Any]:
    """The county's, that of the largest municipality and the smallest, and a unit's: the whole page, as it is sent."""
    from baerekraft.learners.models import Learner
    from baerekraft.municipalities.models import Municipality

    sizes = Learner.objects.exclude(municipality=None).values("municipality").annotate(n=Count("pk"))
    by_size = [row["municipality"] for row in sizes.order_by("-n")]
    largest, smallest = (Municipality.objects.get(pk=by_size[place]) for place in (0, -1))
    unit = largest.units.first()
    pages = {
        f"largest municipality, {largest}": (f"/innsikt/{largest.slug}/", largest.pk),
        f"smallest municipality, {smallest}": (f"/innsikt/{smallest.slug}/", smallest.pk),
        "a unit": (f"/innsikt/{largest.slug}/enhet/{unit.pk}/" if unit else "", largest.pk),
        "all municipalities": ("/innsikt/fylke/", 0),
    }
    client = signed_in("anne@example.no", [largest, smallest], county=True)
    return {name: page(client, *where, rounds, seconds) for name, where in pages.items() if where[0]}


def morning() -> float:
    """Make this morning's numbers, as the nightly chores do."""
    from baerekraft.reports import mornings

    began = time.perf_counter()
    mornings.prepare(today=timezone.localdate())
    return time.perf_counter() - began


def signed_in(address: str, places: list[Any], *, county: bool = False) -> Client:
    from baerekraft.accounts.models import Membership, Role, User

    user = User.objects.create_user(address)
    for place in places:
        Membership.objects.create(user=user, role=Role.COORDINATOR, municipality=place)
    if county:
        Membership.objects.create(user=user, role=Role.COUNTY)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client


def page(client: Client, address: str, municipality: int, rounds: int, seconds: float) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    queries = len(asked)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    floor = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    its = [
        (
            *timed(lambda: client.get(address), seconds),
            *timed(lambda: floor.execute(FLOOR, [municipality]).fetchall(), seconds),
        )
        for _ in range(rounds)
    ]
    rows = floor.execute("SELECT count(*) FROM records_total WHERE municipality = ?", [municipality])
    return {
        "ms": sorted(1000 / one[1] for one in its)[len(its) // 2],
        "queries": queries,
        "bytes": len(answer.content),
        "rows": rows.fetchone()[0],
        "rounds": its,
    }


def campaign(**fields: Any) -> Any:
    from baerekraft.campaigns.models import Campaign
    from baerekraft.catalog import shelf
    from baerekraft.municipalities.models import Municipality

    now = timezone.now()
    lessons = [entry.key for entry in shelf.now().lessons[:6]]
    fixed: dict[str, Any] = {"created_at": now, "started_at": now, "starts_on": date.today()}
    place = Municipality.objects.get(slug="baerum")
    return Campaign.objects.create(municipality=place, title="Måling", lessons=lessons, **fixed, **fields)


def export(count: int) -> dict[str, Any]:
    """A file of names with whether each has completed, made as its task makes it; and how much more memory that took."""
    from baerekraft.campaigns.models import Recipient
    from baerekraft.insight import name_files

    # Pages of the database file that are mapped are the machine's memory, and would be counted as ours.
    connection.cursor().execute("PRAGMA mmap_size=0")
    named, now = campaign(code="eksport", named=True), timezone.now()
    for start in range(0, count, 1_000):
        Recipient.objects.bulk_create(people(named, start, min(start + 1_000, count), now))
    file = settings.DATA_DIR / "names.csv"
    before, began, rows = getrusage(RUSAGE_SELF).ru_maxrss, time.perf_counter(), 0
    for so_far in name_files.write(named, file):
        rows = so_far
    took = time.perf_counter() - began
    more = getrusage(RUSAGE_SELF).ru_maxrss - before
    connection.close()  # the next opens it as the product does
    return {"rows": rows, "bytes": file.stat().st_size, "seconds": took, "more_mb": more / 1024}


def people(of: Any, first: int, last: int, at: datetime) -> Iterator[Any]:
    from baerekraft.campaigns import tokens
    from baerekraft.campaigns.models import Recipient

    for number in range(first, last):
        address = f"person.{number}@baerum.kommune.no"
        yield Recipient(
            campaign=of, email=address, name=f"Person {number}", seed=tokens.new_seed(), added_at=at
        )


def taken_in(count: int) -> dict[str, Any]:
    """A list read, shown as a dry run, and taken into a campaign that goes."""
    from baerekraft.accounts.models import User
    from baerekraft.campaigns import taking

    lines = ["Navn;E-post;Enhet;Rolle"]
    lines += [f"Åse Ødegård {n};ase.{n}@baerum.kommune.no;Enhet {n % 20};Ansatt" for n in range(count)]
    content = "\n".join(lines).encode("cp1252")
    user = User.objects.create_user("liste@example.no")
    into, began = campaign(code="liste"), time.perf_counter()
    file = taking.keep(into, name="folk.csv", content=content, by=user, at=timezone.now())
    if file.state == "reading":
        taking.look(file, language="nb")
    file.refresh_from_db()
    looked = time.perf_counter() - began
    file.state = "taking"
    file.save()
    taking.take(file, at=timezone.now())
    return {
        "people": into.recipients.count(),
        "dry_run_seconds": looked,
        "seconds": time.perf_counter() - began,
    }


def letters(count: int) -> dict[str, Any]:
    """Lessons written as mail, each to one person, of all six lessons in turn; then as the bytes that are sent."""
    from baerekraft.campaigns import letters as written

    some = campaign(code="brev")
    rows = list(people(some, 0, count, timezone.now()))
    for number, row in enumerate(rows, 1):
        row.pk = number
    used = time.process_time()
    made = [written.written_lesson(row, 1 + number % 6) for number, row in enumerate(rows)]
    rendered = time.process_time()
    sizes = [len(letter.as_email().message().as_bytes()) for letter in made if letter]
    return {
        "letters": len(sizes),
        "bytes_each": sum(sizes) // count,
        "rendered_cpu_ms": 1000 * (rendered - used) / count,
        "cpu_ms": 1000 * (time.process_time() - used) / count,
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
