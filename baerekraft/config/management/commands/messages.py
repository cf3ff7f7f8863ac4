from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Collect the texts to translate from templates and code, and compile the translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if anything is missing"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            from baerekraft.config.translations import catalogs
        except ImportError as error:
            raise CommandError("This needs Babel, which «python3 dev.py messages» has.") from error
        if not check:
            for room in catalogs.rooms():
                for locale in catalogs.locales():
                    catalog = catalogs.update(room, locale)
                    if catalog is not None:
                        self.stdout.write(f"{room.name:<16} {locale}  {len(catalog)} texts")
        faults = [
            fault
            for room in catalogs.rooms()
            for locale in catalogs.locales()
            for fault in catalogs.faults(room, locale)
        ]
        for fault in sorted(faults):
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} to mend.")
        self.stdout.write("Every text is translated.")
