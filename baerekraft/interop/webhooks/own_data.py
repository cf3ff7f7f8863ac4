"""What was told about a learner by webhook, for her own page and her download."""

from typing import Any

from django.db.models import F

from baerekraft.interop.webhooks.models import Delivery
from baerekraft.learners.models import Learner
from baerekraft.learners.own_data import provider


@provider("webhook_deliveries")
def deliveries(learner: Learner) -> Any:
    return (
        Delivery.objects.of(learner)
        .order_by("happened_at")
        .values("kind", "data", "happened_at", "delivered_at", to=F("webhook__name"))
    )
