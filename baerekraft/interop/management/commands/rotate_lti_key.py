from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from baerekraft.interop.lti import keys


class Command(BaseCommand):
    help = "Sign messages to learning platforms with a new key. The old one is shown to them for a week more."

    def handle(self, *args: Any, **options: Any) -> None:
        key = keys.rotate(at=timezone.now())
        self.stdout.write(f"Messages to learning platforms are signed with the new key {key.kid}.")
        self.stdout.write("Platforms fetch it by themselves from /lti/jwks.json.")
