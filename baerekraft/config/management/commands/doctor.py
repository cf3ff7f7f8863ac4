from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baerekraft.config import doctor


class Command(BaseCommand):
    help = "Say what is wrong with the set-up and how to mend it."

    def handle(self, *args: Any, **options: Any) -> None:
        worst = doctor.FINE
        for finding in doctor.examine():
            self.stdout.write(f"{finding.level:<8} {finding.what}")
            if finding.mend:
                self.stdout.write(f"         → {finding.mend}")
            worst = max(worst, finding.level, key=doctor.LEVELS.index)
        if worst == doctor.BROKEN:
            raise CommandError("Mend what is marked «broken» before you let people in.")
