import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from baerekraft.authoring import contentfile, overview
from baerekraft.authoring.contentfile import ContentError

STAMP = re.compile(r"^translates:.*\n", re.MULTILINE)


class Command(BaseCommand):
    help = "The content files: write docs/content.md, or note that a translation follows its original."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        table = commands.add_parser("table", help="write docs/content.md")
        table.add_argument(
            "output", nargs="?", type=Path, default=settings.ROOT.parent / "docs" / "content.md"
        )
        stamp = commands.add_parser(
            "stamp", help="note in translations that they say what their originals say now"
        )
        stamp.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            if what == "table":
                options["output"].write_text(overview.table(settings.CONTENT_DIR), encoding="utf-8")
            else:
                for path in options["files"]:
                    self.stamp(path)
        except (ContentError, FileNotFoundError) as error:
            raise CommandError(str(error)) from error

    def stamp(self, path: Path) -> None:
        part, folder = path.parent.name, path.resolve().parents[2]
        original = folder / settings.LANGUAGE_CODE / part / path.name
        document = contentfile.lesson(original, part=part, language=settings.LANGUAGE_CODE)
        text = STAMP.sub("", path.read_text(encoding="utf-8"))
        # In quotes, for a fingerprint may look like a number.
        path.write_text(f'translates: "{document.fingerprint}"\n{text}', encoding="utf-8")
        self.stdout.write(f"{path}: {document.fingerprint}")
