"""A campaign while it goes: how far its people have come, and by name where everyone was told before they entered."""

from dataclasses import dataclass
from hashlib import blake2s

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from baerekraft.campaigns import progress
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.insight import access, name_files, sent_files
from baerekraft.reports import suppression
from baerekraft.reports.scopes import Scope

PAGE = 200
SECONDS = 30


@dataclass(frozen=True)
class Line:
    """`near` when it is words in place of a number."""

    label: str
    shown: str
    near: bool = False


def shown(campaign: Campaign) -> list[Line]:
    """How many are on the list, and what has come of it.

    The list is hers, and that an address does not work is a fault in it: both are told exactly, and neither is
    anything that a person did. What people do is told in steps of five, and not at all when nearly everyone or
    nearly no one has done it; a list of three would otherwise tell who. Who came by the link is among those who have
    started and completed, and on no list. What we have sent is told as what people do,
    because whoever is not written to has unsubscribed.
    """
    now = progress.of(campaign)
    everyone = now.people + now.others
    return [
        Line(_("on the list"), _number(now.people)),
        _line(_("have been written to"), now.written_to, now.people),
        _line(_("have started"), now.started, everyone),
        _line(_("have completed"), now.completed, everyone),
        _line(_("have stopped the e-mails"), now.stopped, now.people),
        Line(_("addresses that do not work"), _number(now.bounced)),
    ]


def _line(label: str, count: int, size: int) -> Line:
    number = suppression.of_group(count, size)
    if number is suppression.ALMOST_ALL:
        return Line(label, _("all or nearly all"), near=True)
    return Line(label, "–" if number is None else _number(number))


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


@require_safe
@access.campaign
def page(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    """The figures alone, for a page that shows them already; 304 when it has them."""
    answer = render(request, "insight/progress.html#figures", {"lines": shown(campaign)})
    answer.headers["ETag"] = etag = f'"{blake2s(answer.content, digest_size=12).hexdigest()}"'
    # Kept by the page that asks, never by anything between.
    answer.headers["Cache-Control"] = "private, no-cache"
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    return answer


def followed(campaign: Campaign) -> QuerySet[Recipient]:
    """Those who may be seen by name. Raises Http404 where nobody may.

    Named follow-up is decided before a campaign starts and cannot be turned on later, for those who have entered were
    told that it was off.
    """
    if not campaign.named or campaign.started_at is None:
        raise Http404
    return name_files.people(campaign)


@require_safe
@access.campaign
def names(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    people = Paginator(followed(campaign), PAGE).get_page(request.GET.get("side"))
    file = name_files.of(campaign, at=timezone.now())
    context = {
        "scope": scope,
        "campaign": campaign,
        "people": people,
        "at_once": people.paginator.count <= name_files.AT_ONCE,
        "file": file,
    }
    answer = render(request, "insight/names.html", context)
    if file and file.waits:
        answer["Refresh"] = str(sent_files.SECONDS)
    return answer


@require_POST
@access.campaign
def names_making(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    if followed(campaign).count() > name_files.AT_ONCE:
        name_files.ask(campaign, at=timezone.now())
    return redirect(access.address(scope, "names", pk=campaign.pk))


@require_safe
@access.campaign
def names_file(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    """Whole, so that nobody waits for whoever reads it slowly; the page of the names until a long one is made."""
    if followed(campaign).count() <= name_files.AT_ONCE:
        return _download(campaign, name_files.whole(campaign))
    file = name_files.of(campaign, at=timezone.now())
    if file is None or file.finished_at is None:
        return redirect(access.address(scope, "names", pk=campaign.pk))
    return _download(campaign, name_files.path(file).read_bytes())


def _download(campaign: Campaign, content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="navn-{campaign.pk}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
