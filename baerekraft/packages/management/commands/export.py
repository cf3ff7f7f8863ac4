from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from baerekraft.packages import making, saving
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.packages.making import KINDS, NoRoom, Options
from baerekraft.pdf.compile import PdfNotMade

EACH = ("lesson", "part")


class Command(BaseCommand):
    help = "Write the course as one file: for another system, for any web server, or to read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="KIND", help=", ".join(sorted(KINDS)))
        parser.add_argument("--course", default="", metavar="SLUG", help="default: the main course")
        parser.add_argument("--part", default="", metavar="SLUG", help="such as del-1; default: all")
        parser.add_argument("--lesson", default="", metavar="SLUG", help="default: all")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="nb, nn or en; default: nb")
        parser.add_argument("--each", default="lesson", help="what is one row elsewhere: lesson or part")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="default: named by what is in it, here"
        )

    def handle(self, *args: Any, kind: str, output: Path | None, **options: Any) -> None:
        one_of("kind", kind, sorted(KINDS))
        one_of("--language", options["language"], [code for code, _name in settings.LANGUAGES])
        one_of("--each", options["each"], EACH)
        choice = Choice(options["course"], options["part"], options["lesson"], options["language"])
        path = output or Path(making.file_name(kind, choice))
        if path.is_dir():
            raise CommandError(f"{path} is a folder; --output is the file to write.")
        try:
            size = saving.save(kind, choice, path, options=Options(options["each"]), say=self.say)
        except NothingChosen as error:
            raise CommandError(missing(choice, str(error))) from error
        except NoRoom as error:
            raise CommandError(str(error)) from error
        except PdfNotMade as error:
            raise CommandError(f"The PDF could not be made: {error}") from error
        except OSError as error:
            raise CommandError(f"Cannot write {path}: {error.strerror} ({error.filename})") from error
        count = len(choice.entries)
        self.stdout.write(f"{path}: {count} lesson{'s' if count > 1 else ''}, {size / 1e6:.1f} MB")

    def say(self, done: int, of: int) -> None:
        """On one line where somebody is looking."""
        if self.stdout.isatty():
            self.stdout.write(f"  {done} of {of} ", ending="\n" if done == of else "\r")


def one_of(what: str, given: str, allowed: Any) -> None:
    if given not in allowed:
        raise CommandError(f"There is no {what} «{given}»; choose {', '.join(allowed)}.")


def missing(choice: Choice, name: str) -> str:
    """What to say of what is not there; an installation without a course is the commonest."""
    if not choice.shelf.courses:
        return "There is no course yet: run baerekraft seed, or publish one."
    return f"Nothing published and open to everyone is called «{name}»."
