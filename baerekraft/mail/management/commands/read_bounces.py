import imaplib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from baerekraft.mail import bounce_box


class Command(BaseCommand):
    help = "Read what came back of our mail, from MAIL_BOUNCES. The worker does it every ten minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAIL_BOUNCES:
            raise CommandError("Set MAIL_BOUNCES to the mailbox that returned mail comes to.")
        try:
            ours = bounce_box.read(settings.MAIL_BOUNCES, at=timezone.now())
        except (OSError, imaplib.IMAP4.error) as error:
            raise CommandError(f"The mailbox cannot be read: {error}") from None
        self.stdout.write(f"{ours} reports about our mail")
