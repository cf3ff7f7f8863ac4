from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baerekraft.exporting import writing
from baerekraft.exporting.writing import LANGUAGES, NoSuchCourse, NotTheSame, Outcome, Wanted


class Command(BaseCommand):
    help = "Write the courses as content files, to keep in git or give to others. `seed FOLDER` takes them in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", type=Path, default=Path("content"), metavar="FOLDER", help="default: content"
        )
        parser.add_argument(
            "--course", default="", metavar="SLUG", help="one course; without it, all of them"
        )
        parser.add_argument(
            "--language", action="append", choices=LANGUAGES, help="may be given several times"
        )
        parser.add_argument(
            "--drafts", action="store_true", help="the newest drafts, and not what is published"
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help="delete files of lessons that are not in the course any longer",
        )

    def handle(
        self, *args: Any, output: Path, course: str, language: list[str] | None, **options: Any
    ) -> None:
        wanted = Wanted(
            tuple(code for code in LANGUAGES if code in (language or LANGUAGES)), course, options["drafts"]
        )
        try:
            outcome = writing.export(output, wanted, prune=options["prune"], say=self.stdout.write)
        except NoSuchCourse as error:
            raise CommandError(
                f"There is no course «{error}» to export." if course else "There is no course yet."
            ) from error
        except NotTheSame as error:
            raise CommandError(
                f"Nothing is written, for this would not come back the same: {error}"
            ) from error
        except OSError as error:
            raise CommandError(f"Cannot write to {output}: {error.strerror} ({error.filename})") from error
        self.tell(outcome, output)
        if outcome.left_out:
            raise CommandError(
                "The rest is written, but these have faults:\n"
                + "\n".join(f"  {left}" for left in outcome.left_out)
            )

    def tell(self, outcome: Outcome, output: Path) -> None:
        for what, paths in (
            ("moved", outcome.moved),
            ("written", outcome.written),
            ("removed", outcome.removed),
        ):
            for path in paths:
                self.stdout.write(f"  {what}: {path}")
        for path in outcome.no_longer:
            self.stdout.write(f"  no longer in the course: {path} (--prune deletes it)")
        self.stdout.write(f"{output}: {len(outcome.written)} written, {len(outcome.same)} unchanged")
