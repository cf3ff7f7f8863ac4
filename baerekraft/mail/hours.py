"""When a mail that nobody is waiting for may go out."""

from datetime import datetime, timedelta

from django.utils import timezone

# When people are at work or nearly so: never a mail in the middle of the night.
OPENS, CLOSES = 7, 17


def decent(moment: datetime) -> datetime:
    """This moment if a mail may go out now, else the next morning's first."""
    local = timezone.localtime(moment)
    if OPENS <= local.hour < CLOSES:
        return moment
    morning = local.replace(hour=OPENS, minute=0, second=0, microsecond=0)
    return morning if local.hour < OPENS else morning + timedelta(days=1)
