from typing import Any

from django.core.management.base import BaseCommand

from baerekraft.records import polls, totals
from baerekraft.records.signals import rebuilding


class Command(BaseCommand):
    help = "Make all totals again from the facts. What erased learners once added is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{totals.rebuild()} totals and {polls.rebuild()} polls made again")
        for _receiver, told in rebuilding.send(Command):
            self.stdout.write(str(told))
