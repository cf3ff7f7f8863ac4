from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from baerekraft.credentials.badges import keys


class Command(BaseCommand):
    help = (
        "Sign digital badges with a new key from now. Badges signed with the old one stay valid, "
        "unless it is disowned because others may have it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--disown",
            type=int,
            metavar="NUMBER",
            help="a key that may have been stolen (3 for key-3): every badge signed with it becomes invalid, "
            "and its holder fetches a new one on her own page",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now, number = timezone.now(), options["disown"]
        if number is not None and not keys.disown(number, at=now):
            raise CommandError(
                f"There is no key-{number} to disown. The keys stand in /.well-known/did.json."
            )
        self.stdout.write(f"Badges are signed with {keys.rotate(at=now)} from now.")
        if number is not None:
            self.stdout.write(f"Badges signed with key-{number} are no longer valid.")
