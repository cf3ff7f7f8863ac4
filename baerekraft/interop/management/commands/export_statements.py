import json
import os
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from baerekraft.interop.xapi import feed
from baerekraft.interop.xapi.statements import Statement

AUDIENCE = "file"


class Command(BaseCommand):
    help = "Write what learners have done as xAPI statements, one a line, without their names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", required=True, help="a new file such as statements.jsonl, or - for the screen"
        )
        parser.add_argument("--since", help="only what happened since this day or time, such as 2026-11-01")

    def handle(self, *args: Any, output: str, since: str | None, **options: Any) -> None:
        found = feed.everything(moment(since), audience=AUDIENCE)
        if output == "-":
            write(found, sys.stdout)
            return
        path = Path(output)
        unfinished = path.with_name(f"{path.name}.part")
        try:
            # What is left of an earlier try may be open to others.
            unfinished.unlink(missing_ok=True)
            handle = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
            with open(handle, "w", encoding="utf-8") as file:
                count = write(found, file)
            unfinished.replace(path)
        except OSError as error:
            raise CommandError(f"{output} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{count} statements in {output}")


def moment(text: str | None) -> datetime | None:
    """Raises CommandError when it is neither a day nor a time."""
    if not text:
        return None
    try:
        day, found = parse_date(text), parse_datetime(text)
    except ValueError:
        day = found = None
    if found is None and day is None:
        raise CommandError(f"--since must be a day such as 2026-11-01, not «{text}».")
    found = found or datetime(day.year, day.month, day.day)  # type: ignore[union-attr]
    return found if found.tzinfo else timezone.make_aware(found)


def write(found: Iterable[Statement], file: TextIO) -> int:
    lines = 0
    for statement in found:
        file.write(json.dumps(statement, ensure_ascii=False) + "\n")
        lines += 1
    return lines
