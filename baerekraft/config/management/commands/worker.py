from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from baerekraft.config import chores


class Command(BaseCommand):
    help = "Run background work: mail, certificates, nightly chores."

    def handle(self, *args: Any, **options: Any) -> None:
        chores.ensure()
        call_command("db_worker", interval=1, reload=False, verbosity=0)
