from django.tasks import task
from django.utils import timezone

from baerekraft.interop.lti import key_sets, refusing, registering, rosters, scoring
from baerekraft.interop.lti.models import Platform
from baerekraft.interop.lti.refusing import Refused


@task
def send_score(line: int) -> None:
    """Run twice, it sends the same score again with a later time, or nothing."""
    again = scoring.send(line, at=timezone.now())
    if again:
        send_score.using(run_after=again).enqueue(line)


@task
def fetch_keys(platform: int) -> None:
    """Before they are needed: a launch that waits for them keeps others waiting."""
    found = Platform.objects.open().filter(pk=platform).first()
    try:
        if found:
            key_sets.fetch(found)
    except Refused as refusal:
        if found and refusal.why:
            refusing.note(found, str(refusal.why), at=timezone.now())


@task
def fetch_roster(launch: int) -> None:
    """Here and not where the page is made: the platform fetches our keys from there before it answers."""
    rosters.fetch(launch)


@task
def register(invitation: int) -> None:
    """Here for the same reason."""
    registering.carry_out(invitation, at=timezone.now())
