from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from baerekraft.indicators.fetching import harvest, klass, plan, turns
from baerekraft.indicators.fetching.client import Client
from baerekraft.indicators.fetching.faults import FetchFault, Refused, Unreachable
from baerekraft.indicators.fetching.harvest import Outcome
from baerekraft.indicators.fetching.plan import Entry, Plan
from baerekraft.indicators.fetching.rounds import Round
from baerekraft.indicators.loading import CHANGED, FOLDER, NEW, OLDER, RETOLD, SAME

MOST_REFUSED_SHOWN = 10
BAR = 30
KEEP_ANSWERS = timedelta(days=90)


class Command(BaseCommand):
    help = (
        "Fetch figures from Statistics Norway by content/indikatorer/ssb.yaml. Safe to run again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", metavar="SLUG", default="", help="this indicator alone")
        parser.add_argument("--dry-run", action="store_true", help="fetch and tell, but keep nothing")
        parser.add_argument(
            "--fresh", action="store_true", help="ask again for what was answered within twelve hours"
        )
        parser.add_argument("--plan", type=Path, help="another plan than content/indikatorer/ssb.yaml")

    def handle(self, *args: Any, only: str, dry_run: bool, fresh: bool, **options: Any) -> None:
        path = options["plan"] or Path(settings.CONTENT_DIR) / FOLDER / "ssb.yaml"
        try:
            wanted = plan.read(path)
        except plan.BadPlan as error:
            raise CommandError(str(error)) from error
        entries = wanted.of(only)
        if not entries:
            raise CommandError(f"{path.name} has no indicator «{only}»" if only else f"{path.name} is empty")
        try:
            with turns.alone(self.folder):
                failed = self.load_all(wanted, entries, dry_run=dry_run, fresh=fresh, whole=not only)
        except turns.UnderWay as error:
            raise CommandError("load-indicators is already running; wait until it is done.") from error
        if failed:
            raise CommandError(f"not loaded: {', '.join(failed)}")

    @property
    def folder(self) -> Path:
        return settings.DATA_DIR / "ssb"

    def load_all(
        self, wanted: Plan, entries: tuple[Entry, ...], *, dry_run: bool, fresh: bool, whole: bool
    ) -> list[str]:
        at = timezone.now()
        under_way = Round(self.folder / "round.json", at=at, anew=fresh) if whole and not dry_run else None
        with self.client(wanted, fresh=fresh) as client:
            try:
                failed = self.run_through(client, wanted, entries, under_way, at=at, dry_run=dry_run)
            except Unreachable as error:
                again = "again without --fresh" if fresh else "again"
                raise CommandError(f"{error}. Run it {again}, and it goes on from there.") from error
            client.answers.forget_before((at - KEEP_ANSWERS).timestamp())
        return failed

    def client(self, wanted: Plan, *, fresh: bool) -> Client:
        return Client(self.folder, hosts=wanted.hosts, ask_again=fresh)

    def run_through(
        self,
        client: Client,
        wanted: Plan,
        entries: tuple[Entry, ...],
        under_way: Round | None,
        *,
        at: datetime,
        dry_run: bool,
    ) -> list[str]:
        """Every entry in turn; those that could not be loaded are told at the end."""
        failed: list[str] = []
        try:
            failed += self.ask_klass(client, wanted, at)
            for number, entry in enumerate(entries):
                self.show_bar(number, len(entries), str(entry))
                if under_way and under_way.has(entry):
                    self.tell(entry, "done before it was cut off")
                    continue
                if not self.load(client, wanted, entry, at, dry_run=dry_run):
                    failed.append(str(entry))
                elif under_way:
                    under_way.done(entry)
        finally:
            self.show_bar(len(entries), len(entries), "")
        if under_way:
            under_way.close()
        if dry_run:
            self.stdout.write("A dry run: nothing was kept.")
        return failed

    def ask_klass(self, client: Client, wanted: Plan, at: datetime) -> list[str]:
        try:
            news = klass.news(client, wanted.klass, today=timezone.localdate(at))
        except Refused as error:
            self.stdout.write(f"Klass: {error}")
            return ["Klass"]
        for line in news:
            self.stdout.write(f"Klass: {line}; see municipalities/data/codes.csv")
        return []

    def load(self, client: Client, wanted: Plan, entry: Entry, at: datetime, *, dry_run: bool) -> bool:
        try:
            found = harvest.gather(client, wanted, entry)
            with transaction.atomic():
                outcome = harvest.keep(entry, found, at=at)
                if dry_run:
                    transaction.set_rollback(True)
        except Unreachable:
            raise
        except FetchFault as error:
            self.tell(entry, f"not loaded: {error}")
            return False
        self.tell(entry, _counted(outcome.counts, outcome.signs))
        self.tell_refused(outcome)
        return outcome.counts.keys() != {harvest.REFUSED}

    def tell(self, entry: Entry, what: str) -> None:
        self.stdout.write(f"{entry!s:<40} {what}")

    def tell_refused(self, outcome: Outcome) -> None:
        for line in outcome.refused[:MOST_REFUSED_SHOWN]:
            self.stdout.write(f"    refused {line}")
        if len(outcome.refused) > MOST_REFUSED_SHOWN:
            self.stdout.write(f"    and {len(outcome.refused) - MOST_REFUSED_SHOWN} more refused")

    def show_bar(self, done: int, of: int, what: str) -> None:
        """A bar for whoever watches; a log gets none."""
        if not self.stderr.isatty():
            return
        filled = BAR * done // of
        bar = f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{of} {what:<40}"
        self.stderr.write(bar, ending="\n" if done == of else "\r", style_func=str)


def _counted(counts: Counter[str], signs: Counter[str]) -> str:
    told = [f"{name} {counts[name]}" for name in (NEW, CHANGED, RETOLD, SAME, OLDER) if counts[name]]
    if signs:
        shown = ", ".join(f"«{sign}» {number}" for sign, number in signs.most_common())
        told.append(f"missing {counts[harvest.MISSING]} ({shown})")
    if counts[harvest.REFUSED]:
        told.append(f"refused {counts[harvest.REFUSED]}")
    return "  ".join(told) or "nothing"
