"""What keeps the library whole, whichever way a row is on its way out."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from baerekraft.media import library
from baerekraft.media.models import LibraryImage, LibraryRecording


@receiver(pre_delete, sender=LibraryImage)
@receiver(pre_delete, sender=LibraryRecording)
def keep_what_is_shown(sender: Any, instance: Any, **kwargs: Any) -> None:
    library.refuse_if_used(instance)
