"""When a launch is not what it should be: what is told to the person, and to the staff who can mend it."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baerekraft.interop.lti import storable
from baerekraft.interop.lti.models import Platform

AGAIN = _("Go back to your learning platform and open the lesson again.")


class Refused(Exception):
    """`text` tells the person what to do; `why` tells staff what was wrong, on the platform's row."""

    def __init__(
        self,
        text: str | Promise = AGAIN,
        *,
        why: str | Promise = "",
        status: int = 400,
        platform: Platform | None = None,
    ) -> None:
        super().__init__(str(text))
        self.text, self.why, self.status, self.platform = text, why, status, platform


def note(platform: Platform, why: str, *, at: datetime) -> None:
    """Let staff see what went wrong last with a platform."""
    Platform.objects.filter(pk=platform.pk).update(last_error=storable.text(why)[:300], last_error_at=at)
