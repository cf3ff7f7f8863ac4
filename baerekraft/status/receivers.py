"""What the status pages do when figures have been loaded."""

from typing import Any

from django.dispatch import receiver

from baerekraft.catalog import publishing
from baerekraft.indicators import signals


@receiver(signals.loaded)
def make_the_pages_anew(**news: Any) -> None:
    """In the same transaction as the figures, so that no page is made from half of them."""
    publishing.turn_page()
