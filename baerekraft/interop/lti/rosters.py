"""Who is done: for whoever teaches in the platform, those who came by its own link, and yes or no of each.

LTI Names and Role Provisioning Services 2.0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pylti1p3.names_roles import NamesRolesProvisioningService

from baerekraft.interop.lti import calling, framing, launches, refusing, scoring, storable
from baerekraft.interop.lti.models import LtiLaunch, LtiLine
from baerekraft.interop.lti.targets import Target
from baerekraft.interop.lti.views import only, telling
from baerekraft.learners import entry, throttle
from baerekraft.learners.guard import own_pages_only

PAGES = 20
FETCHES_A_MINUTE = 20
LATER = gettext_lazy("Your learning platform did not give us the list. Wait a minute, and fetch it again.")


@dataclass(frozen=True)
class Member:
    name: str
    done: bool


@own_pages_only
@telling
def roster(request: HttpRequest) -> HttpResponse:
    """Fetched anew at every press by the worker, and forgotten when it is shown."""
    only(request, "POST")
    launch = launches.find(request.POST.get("ticket", ""), LtiLaunch.Kind.ROSTER, at=timezone.now())
    target = Target(**launch.told["target"])
    with translation.override(target.language):
        context: dict[str, Any] = {"launch": launch, "target": target, "members": [], "error": ""}
        if "show" not in request.POST:
            context["error"] = ask(launch)
        elif launch.told.get("fault"):
            context["error"] = LATER
        elif "rows" in launch.told:
            context |= {"members": members_of(launch), "shown": True}
            forget(launch)
        waits = not context["error"] and "shown" not in context
        template = "interop/lti/fetching.html" if waits else "interop/lti/roster.html"
        page = render(request, template, context, status=502 if context["error"] else 200)
    return framing.in_frames_of(page, framing.origins(launch.platform))


def ask(launch: LtiLaunch) -> str:
    """Let the worker fetch it; return what is wrong where it is asked for too often."""
    from baerekraft.interop.lti.tasks import fetch_roster

    if throttle.exceeded("lti-members", str(launch.platform_id), limit=FETCHES_A_MINUTE):
        return str(LATER)
    forget(launch)
    fetch_roster.enqueue(launch.pk)
    return ""


def forget(launch: LtiLaunch) -> None:
    told = {name: value for name, value in launch.told.items() if name not in {"rows", "fault"}}
    LtiLaunch.objects.filter(pk=launch.pk).update(told=told)


def fetch(pk: int) -> None:
    """Put what the platform says of those who take part on the ticket, or that it says nothing."""
    launch = LtiLaunch.objects.select_related("platform").filter(pk=pk, expires_at__gt=timezone.now()).first()
    if launch is None:
        return
    try:
        launch.told["rows"] = [
            [storable.text(str(row["user_id"])), name_of(row)] for row in rows(launch) if learns(row)
        ]
    except calling.FAILURES as error:
        why = _("The list of participants could not be fetched: %(error)s") % {"error": error}
        refusing.note(launch.platform, why, at=timezone.now())
        launch.told["fault"] = True
    LtiLaunch.objects.filter(pk=pk).update(told=launch.told)


def members_of(launch: LtiLaunch) -> list[Member]:
    told = launch.told
    lines = LtiLine.objects.filter(
        lti_learner__platform=launch.platform, deployment=told["deployment"], link=told["link"]
    )
    done = {line.lti_learner.subject for line in scoring.done_of(lines)}
    return [Member(name, subject in done) for subject, name in told["rows"]]


def rows(launch: LtiLaunch) -> Iterator[dict[str, Any]]:
    """Page after page, as long as they are at the same server: the token is for that one."""
    url: str | None = launch.told["url"]
    home = framing.origin_of(launch.told["url"])
    with calling.to(launch.platform) as connector:
        service = NamesRolesProvisioningService(connector, {"context_memberships_url": launch.told["url"]})
        for _page in range(PAGES):
            if not url or framing.origin_of(url) != home:
                return
            found, url = service.get_members_page(url)
            yield from (dict(row) for row in found if isinstance(row, dict))


def learns(row: dict[str, Any]) -> bool:
    roles = row.get("roles")
    is_learner = isinstance(roles, list) and any(str(role).endswith("Learner") for role in roles)
    return bool(row.get("user_id")) and is_learner and row.get("status", "Active") == "Active"


def name_of(row: dict[str, Any]) -> str:
    parts = [row.get("given_name"), row.get("family_name")]
    told = row.get("name") or " ".join(part for part in parts if isinstance(part, str))
    return entry.clean_name(str(told))[:120] or _("Without a name")
