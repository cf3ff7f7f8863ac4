from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from baerekraft.assessments import sets
from baerekraft.sdg.targetfile import MOST_BYTES, BadTargetFile


class Command(BaseCommand):
    help = "The sets of targets that assessments can be made with: list them, or take one in from a file."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        commands.add_parser("list", help="which sets there are")
        taken_in = commands.add_parser("import", help="take in a county's or municipality's own set (CSV)")
        taken_in.add_argument("file", type=Path)

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "list":
            self.list()
        else:
            self.take_in(options["file"])

    def list(self) -> None:
        for name, target_set in sorted(sets.every().items()):
            self.stdout.write(f"{name:<24}{len(target_set.targets):>4} targets  {target_set.title}")

    def take_in(self, path: Path) -> None:
        at = timezone.now()
        try:
            with path.open("rb") as file:
                row = sets.take_in(file.read(MOST_BYTES + 1), path.name, at=at)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except BadTargetFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{row.identity}: {'taken in' if row.taken_in_at == at else 'already here'}")
