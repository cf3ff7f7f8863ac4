from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from baerekraft.assessments.collection import publishing
from baerekraft.assessments.collection.examples import BadExample
from baerekraft.authoring import seeding
from baerekraft.authoring.contentfile import ContentError
from baerekraft.sdg.tables import BadTable


class Command(BaseCommand):
    help = "Load the course from the content files. What editors have changed is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        outcomes: Counter[str] = Counter()
        try:
            seeds = seeding.seed(folder)
            for seeded in seeds.pages:
                outcomes[seeded.outcome] += 1
                if seeded.outcome == seeding.KEPT:
                    self.stdout.write(f"  kept, changed by an editor: {seeded.what}")
                elif seeded.outcome != seeding.SAME and options["verbosity"] > 1:
                    self.stdout.write(f"  {seeded.outcome}: {seeded.what}")
            examples = publishing.seed_examples(at=timezone.now())
        except (ContentError, BadExample, BadTable, FileNotFoundError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "Content: " + (", ".join(f"{n} {what}" for what, n in outcomes.items()) or "nothing new")
        )
        if examples:
            self.stdout.write(f"Examples in the collection: {examples} written")
        if seeds.figures:
            self.stdout.write("Indicators: " + ", ".join(f"{n} {what}" for what, n in seeds.figures.items()))
