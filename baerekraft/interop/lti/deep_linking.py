"""Deep Linking: whoever makes a course in the platform chooses what of ours stands in it (LTI-DL 2.0)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from baerekraft.catalog import shelf
from baerekraft.interop.lti import calling, framing, launches, targets
from baerekraft.interop.lti.keys import KeyUnreadable
from baerekraft.interop.lti.models import LtiLaunch
from baerekraft.interop.lti.refusing import Refused
from baerekraft.interop.lti.targets import Target

DATA = "https://purl.imsglobal.org/spec/lti-dl/claim/data"
MOST = 60


class Item(DeepLinkResource):
    """A link that the platform is asked to open in a window of its own, where it can."""

    window = False

    def to_dict(self) -> dict[str, object]:
        return {**super().to_dict(), **({"window": {"targetName": "_blank"}} if self.window else {})}


def choose(request: HttpRequest, launch: LtiLaunch, *, error: str = "") -> HttpResponse:
    """The course, its parts and their lessons, to tick off."""
    language = launch.told["language"]
    courses = [
        {
            "target": targets.course(course, language),
            "parts": [
                {
                    "target": targets.part(part, language),
                    "lessons": [targets.lesson(entry, language) for entry in part.lessons],
                }
                for part in course.parts
            ],
        }
        for course in shelf.now(language).courses
    ]
    context = {"launch": launch, "courses": courses, "multiple": launch.told["multiple"], "error": error}
    page = render(request, "interop/lti/choose.html", context, status=422 if error else 200)
    return framing.in_frames_of(page, framing.origins(launch.platform))


def answer(request: HttpRequest) -> HttpResponse:
    """What was ticked goes back to the platform, signed by us, in a form that the browser posts."""
    now = timezone.now()
    launch = launches.find(request.POST.get("ticket", ""), LtiLaunch.Kind.CHOICE, at=now)
    told = launch.told
    with translation.override(told["language"]):
        ticked = request.POST.getlist("chosen")[:MOST]
        chosen = [targets.of(settings.BASE_URL + path, launch.platform) for path in dict.fromkeys(ticked)]
        if not chosen:
            return choose(request, launch, error=_("Choose at least one."))
        kept = chosen if told["multiple"] else chosen[:1]
        destination = framing.origin_of(told["return_url"])
        if not destination:
            raise Refused(why=_("The platform gave no address to answer to."), platform=launch.platform)
        context = {"launch": launch, "url": told["return_url"], "token": signed(launch, kept), "chosen": kept}
        page = render(request, "interop/lti/chosen.html", context)
    return framing.in_frames_of(page, framing.origins(launch.platform), forms=[destination])


def signed(launch: LtiLaunch, chosen: Iterable[Target]) -> str:
    """Section 4.5: what the platform gave us to send back goes back as it came, or not at all."""
    told = launch.told
    try:
        ours = calling.registration(launch.platform)
    except KeyUnreadable as error:
        raise Refused(why=str(error), status=500, platform=launch.platform) from error
    link = DeepLink(ours, told["deployment"], {"data": told["data"]})
    message: dict[str, Any] = link.get_message_jwt([item(target, told) for target in chosen])
    if told["data"] is None:
        message.pop(DATA)
    return str(link.encode_jwt(message))


def item(target: Target, told: dict[str, Any]) -> Item:
    found = Item()
    found.set_title(target.title).set_url(settings.BASE_URL + target.path)
    found.window = told["window"]
    if told["lines"]:
        line = LineItem().set_score_maximum(1).set_label(target.title)
        found.set_lineitem(
            line.set_resource_id("/".join(filter(None, [target.part, target.lesson])) or "course")
        )
    return found
