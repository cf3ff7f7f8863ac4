"""A whole country's learners with their answers, written straight into the tables. Run as a program by `figures`.

What is written are facts and nothing else; the totals are made from them by the product's own command.
"""

import random
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

CHUNK = 5_000
UNITS = 20  # in each municipality
WEEKS = 40
ROLES = ("employee",) * 14 + ("leader",) * 2 + ("politician", "other", "", "")
SCORES = (0.0, 0.5, 1.0, 1.0)
TABLES = {
    "learners_learner": "id, name, email, municipality_id, unit_id, role, language, created_at, active_at, proof_seed, "
    "code_misses, proven_at",
    "records_enrolment": "id, learner_id, part_id, municipality_id, unit_id, role, started_at",
    "records_attempt": "id, enrolment_id, published_id, municipality_id, unit_id, role, started_at",
    "records_response": "id, attempt_id, municipality_id, exercise, answer, score, answered_at, received_at",
    "records_lessoncompletion": "enrolment_id, lesson_id, municipality_id, unit_id, role, completed_at, seconds",
    "records_partcompletion": "enrolment_id, municipality_id, unit_id, role, completed_at",
    "records_activeweek": "learner_id, week, municipality_id, unit_id, role",
}


@dataclass(frozen=True)
class Lesson:
    part: int
    lesson: int
    published: int
    exercises: tuple[tuple[str, str], ...]


@dataclass
class Rows:
    """What is on its way into each table, and the numbers given so far."""

    waiting: dict[str, list[Any]] = field(default_factory=lambda: {table: [] for table in TABLES})
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))

    def add(self, table: str, *values: Any) -> int:
        self.numbers[table] += 1
        self.waiting[table].append(values)
        return self.numbers[table]

    def write(self, to: sqlite3.Connection) -> None:
        for table, rows in self.waiting.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                to.executemany(f"INSERT INTO {table} ({TABLES[table]}) VALUES ({marks})", rows)  # noqa: S608
                rows.clear()


def main(learners: str, answers: str) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    make(int(learners), int(answers))


def make(learners: int, answers: int) -> None:
    """Learners spread over the municipalities as people are, each going on until her share of the answers is given."""
    from baerekraft.municipalities.models import Municipality, Unit

    places = list(Municipality.objects.order_by("pk"))
    units = Unit.objects.bulk_create(
        Unit(municipality=place, name=f"Enhet {number}") for place in places for number in range(UNITS)
    )
    of_place = {place.pk: [unit.pk for unit in units if unit.municipality_id == place.pk] for place in places}
    chance = random.Random(7)  # noqa: S311 - the same country each time
    lessons, rows = found_lessons(), Rows()
    homes = chance.choices(places, weights=[place.population for place in places], k=learners)
    database = opened()
    for number, home in enumerate(homes):
        owed = round(answers * (number + 1) / learners) - rows.numbers["records_response"]
        someone(rows, number, home.pk, chance.choice(of_place[home.pk]), lessons, owed, chance)
        if number % CHUNK == CHUNK - 1:
            rows.write(database)
    rows.write(database)
    database.commit()
    database.execute("ANALYZE")
    database.close()


def someone(
    rows: Rows, number: int, place: int, unit: int, lessons: list[Lesson], owed: int, chance: random.Random
) -> None:
    """One learner, who answers at least `owed` questions if the course has as many, and ends with the lesson she is in."""
    role, key, home = chance.choice(ROLES), f"{number:032x}", (place, unit)
    began = datetime(2026, 1, 5, 7, tzinfo=UTC) + timedelta(minutes=chance.randrange(WEEKS * 7 * 24 * 60))
    rows.add(
        "learners_learner",
        *(key, f"Kari {number}", f"kari.{number}@example.no", *home, role, "nb"),
        *(stamp(began), stamp(began), "", 0, stamp(began)),
    )
    enrolments: dict[int, int] = {}
    weeks: set[date] = set()
    at, first = began, chance.choice((0, 0, 0, 6))
    for lesson in lessons[first:]:
        if owed <= 0:
            break
        if lesson.part not in enrolments:
            enrolments[lesson.part] = rows.numbers["records_enrolment"] + 1
            rows.add("records_enrolment", enrolments[lesson.part], key, lesson.part, *home, role, stamp(at))
        taken(rows, lesson, enrolments[lesson.part], home, role, at, chance)
        weeks.add(monday(at.date()))
        owed -= len(lesson.exercises)
        at += timedelta(days=chance.randrange(1, 6))
    for week in weeks:
        rows.add("records_activeweek", key, week.isoformat(), *home, role)
    for part, enrolment in enrolments.items():
        if owed <= 0 and part == lessons[first].part and chance.random() < 0.3:
            rows.add("records_partcompletion", enrolment, *home, role, stamp(at))


def taken(
    rows: Rows,
    lesson: Lesson,
    enrolment: int,
    home: tuple[int, int],
    role: str,
    at: datetime,
    chance: random.Random,
) -> None:
    attempt = rows.numbers["records_attempt"] + 1
    rows.add("records_attempt", attempt, enrolment, lesson.published, *home, role, stamp(at))
    for exercise, answer in lesson.exercises:
        key = f"{rows.numbers['records_response'] + 1:032x}"
        score = chance.choice(SCORES)
        rows.add("records_response", key, attempt, home[0], exercise, answer, score, stamp(at), stamp(at))
    if chance.random() < 0.8:
        seconds = chance.randrange(60, 1500)
        rows.add("records_lessoncompletion", enrolment, lesson.lesson, *home, role, stamp(at), seconds)


def found_lessons() -> list[Lesson]:
    return list(_found())


def _found() -> Iterator[Lesson]:
    from baerekraft.catalog import shelf

    for entry in shelf.now().lessons:
        version = shelf.version(entry.published)
        if version:
            exercises = tuple((e.id, '{"choice": "a"}') for e in entry.document.exercises)
            yield Lesson(version.part, entry.lesson, entry.published, exercises)


def opened() -> sqlite3.Connection:
    """The database without its durability: what is lost here can be made again."""
    connection.close()
    database = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -400000"):
        database.execute(f"PRAGMA {pragma}")
    return database


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


if __name__ == "__main__":
    main(*sys.argv[1:])
