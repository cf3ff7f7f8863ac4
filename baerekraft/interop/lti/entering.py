"""The button: into the lesson, as the learner that the platform's user is here."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from baerekraft.interop.lti import arriving, launches
from baerekraft.interop.lti.arriving import Arrival
from baerekraft.interop.lti.models import LtiLaunch
from baerekraft.interop.lti.refusing import Refused
from baerekraft.interop.lti.views import only, telling
from baerekraft.learners import passes
from baerekraft.learners.guard import own_pages_only
from baerekraft.player import device
from baerekraft.player.entering import bring_along, send_proof


@own_pages_only
@telling
def enter(request: HttpRequest, ticket: str) -> HttpResponse:
    """Only from our own page: nobody is let in as somebody else by another site's button."""
    only(request, "POST")
    now = timezone.now()
    launch = launches.take(ticket, LtiLaunch.Kind.LESSON, at=now)
    target = launch.told["target"]
    with translation.override(target["language"]):
        arrival = arriving.arrive(launch, here=passes.learner_of(request), at=now)
        return let_in(request, arrival, target["path"])


def let_in(request: HttpRequest, arrival: Arrival, path: str) -> HttpResponse:
    """A device that holds a pass keeps it as it is; one that goes straight on without gets a short one."""
    learner, mine = arrival.learner, passes.of(request)
    if not arrival.opens and not learner.proven_at:
        # A pass, which whoever types the code must have, would open her as long as nothing is proven.
        send_proof(learner)
        raise Refused(
            _("You have given us a new e-mail address. Open the link in the e-mail that we have sent to it."),
            status=403,
        )
    same = bool(mine and mine.learner == learner.pk)
    shared = (
        bool(mine and mine.shared)
        if same
        else request.POST.get("shared") == "on" or "onwards" in request.POST
    )
    proven = arrival.opens and bool(learner.proven_at)
    if not arrival.opens:
        path = f"{reverse('player:code')}?sendt={1 if send_proof(learner) else 0}"
    response = HttpResponse(status=303, headers={"Location": path, "Cache-Control": "private, no-store"})
    if arrival.opens and request.COOKIES.get(settings.DEVICE_COOKIE):
        bring_along(request, learner)
        device.clear(response)
    passes.give(response, learner, proven=proven, shared=shared)
    return response
