"""What LTI stores about a learner, for her download."""

from collections.abc import Iterable
from typing import Any

from baerekraft.interop.lti.models import LtiLearner
from baerekraft.learners.models import Learner
from baerekraft.learners.own_data import provider


@provider("learning_platforms")
def own_launches(learner: Learner) -> Iterable[dict[str, Any]]:
    rows = LtiLearner.objects.of(learner).select_related("platform").prefetch_related("lines")
    for row in rows.order_by("first_at"):
        yield {
            "platform": row.platform.name,
            "subject": row.subject,
            "first_at": row.first_at,
            "last_at": row.last_at,
            "links": [
                {
                    "link": line.link,
                    "course": line.course,
                    "part": line.part,
                    "lesson": line.lesson,
                    "made_at": line.made_at,
                    "told_done_at": line.sent_at,
                }
                for line in row.lines.all()
            ],
        }
