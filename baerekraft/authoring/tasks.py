from django.tasks import task
from django.utils import timezone

from baerekraft.authoring import scheduling


@task
def publish_due() -> None:
    """Publish and withdraw what has its time now; run twice, the second finds nothing."""
    scheduling.run(at=timezone.now())
