"""Where platforms send people: signing in, coming in, and our public keys."""

from collections.abc import Callable
from functools import wraps
from http.cookies import Morsel
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from baerekraft.interop.lti import deep_linking, framing, keys, launches, logins, refusing, targets, verifying
from baerekraft.interop.lti.models import LtiLearner, LtiLogin, Platform
from baerekraft.interop.lti.refusing import Refused
from baerekraft.learners import guard, throttle

View = Callable[..., HttpResponse]
LARGEST = 100_000
# The standard library knows the word from Python 3.14 on.
Morsel._reserved.setdefault("partitioned", "Partitioned")  # type: ignore[attr-defined]
Morsel._flags.add("partitioned")  # type: ignore[attr-defined]


def telling(view: View) -> View:
    """What is refused becomes a page that says what to do, and a note to staff where the platform is known."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return refused(request, refusal)

    return never_cache(told)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Anyone may frame it: it holds nothing but words, and says them where the platform would show nothing."""
    if refusal.platform and refusal.why:
        refusing.note(refusal.platform, str(refusal.why), at=timezone.now())
    response = render(request, "interop/lti/refused.html", {"text": refusal.text}, status=refusal.status)
    return framing.in_frames_of(response, framing.ANYONE)


def only(request: HttpRequest, *methods: str) -> None:
    """Raises Refused for another method, as by an old or a broken link, and for more than any of it needs."""
    if request.method not in methods:
        raise Refused(status=405)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or int(length) > LARGEST:
        raise Refused(status=413)


@require_safe
def key_set(request: HttpRequest) -> JsonResponse:
    response = JsonResponse(keys.public_set(at=timezone.now()))
    response["Cache-Control"] = "public, max-age=300"
    return response


@csrf_exempt
@telling
def login(request: HttpRequest) -> HttpResponse:
    """A platform says that somebody is on her way: send her back to it to be signed in."""
    only(request, "GET", "POST")
    if throttle.exceeded("lti-login", throttle.address_of(request), limit=settings.ENTRIES_A_MINUTE):
        crowd = gettext_lazy("A lot is going on right now. Wait a minute, and open the lesson again.")
        raise Refused(crowd, status=429)
    begun = logins.begin(
        (request.POST if request.method == "POST" else request.GET).dict(), at=timezone.now()
    )
    way = logins.way(begun)
    response: HttpResponse = HttpResponseRedirect(way)
    if begun.asked.get(logins.STORAGE):
        context = {"login": begun, "way": way, **storage(begun)}
        response = framing.in_frames_of(
            render(request, "interop/lti/storing.html", context), framing.origins(begun.platform)
        )
    bind(request, response, begun)
    return response


def bind(request: HttpRequest, response: HttpResponse, login: LtiLogin) -> None:
    """The cookie that only this browser can show. Partitioned, it lives in a frame where other cookies do not."""
    name = logins.cookie_of(login)
    seconds = int(logins.WAITS.total_seconds())
    response.set_cookie(name, logins.binding(login), max_age=seconds, path="/lti/", httponly=True)
    # A browser takes this one without https only from its own machine; elsewhere it gets what it does without being told.
    if settings.HTTPS or request.get_host().partition(":")[0] in {"localhost", "127.0.0.1"}:
        framed: dict[str, Any] = {"samesite": "None", "secure": True, "partitioned": True}
        response.cookies[name].update(framed)


def storage(login: LtiLogin) -> dict[str, str]:
    """What the script needs to keep the binding with the platform (LTI postMessage Storage 0.1)."""
    return {
        "storage_target": login.asked.get(logins.STORAGE, ""),
        "storage_origin": framing.origin_of(login.platform.auth_login_url),
        "storage_key": logins.cookie_of(login),
        "binding": logins.binding(login),
    }


@csrf_exempt
@telling
def start(request: HttpRequest) -> HttpResponse:
    """The platform's token. Posted by its page, so that no token of ours can stand in the form; the state is ours."""
    only(request, "POST")
    now = timezone.now()
    state, token = request.POST.get("state", ""), request.POST.get("id_token", "")
    waiting = logins.waiting(state, at=now)
    cookie = logins.cookie_of(waiting)
    if not logins.is_bound(waiting, _kept(request) or request.COOKIES.get(cookie, "")):
        return again(request, waiting, token)
    message = verifying.verify(token, waiting)
    logins.use(waiting)
    Platform.objects.filter(pk=waiting.platform_id).update(last_launch_at=now)
    if message.kind == "LtiDeepLinkingRequest":
        language = language_of(message)
        with translation.override(language):
            response = deep_linking.choose(request, launches.choice(message, waiting, language, at=now))
    else:
        response = welcome(request, message, waiting)
    response.delete_cookie(cookie, path="/lti/")
    return response


def _kept(request: HttpRequest) -> str:
    """What our own page got from the platform's storage. Another site could post what it saw in a browser of its own."""
    return "" if guard.from_elsewhere(request.META) else request.POST.get("kept", "")


def again(request: HttpRequest, login: LtiLogin, token: str) -> HttpResponse:
    """The browser kept no cookie: ask the platform for what it kept, else begin again in a window of its own."""
    if "\x00" in token or len(token) > verifying.LONGEST:
        raise Refused(status=413)
    fields = {name: login.asked[name] for name in logins.FIELDS if name in login.asked}
    context = {"login": login, "token": token, "fields": fields, "stored": False}
    if login.asked.get(logins.STORAGE) and "kept" not in request.POST:
        context |= {**storage(login), "stored": True}
    page = render(request, "interop/lti/again.html", context)
    way = framing.origin_of(login.platform.auth_login_url)
    return framing.in_frames_of(page, framing.origins(login.platform), forms=[way])


def welcome(request: HttpRequest, message: verifying.Message, login: LtiLogin) -> HttpResponse:
    """One button to the lesson, which opens in a window of its own; whoever has seen it before goes straight on."""
    now, target = timezone.now(), targets.of(message.target, login.platform)
    with translation.override(target.language):
        roster = launches.roster(message, target, login, at=now)
        known = LtiLearner.objects.filter(platform=login.platform, subject=message.subject).exists()
        alone = framing.stands_alone(request)
        context = {
            "platform": login.platform,
            "target": target,
            "ticket": launches.lesson(message, target, login, at=now).ticket,
            "roster": roster.ticket if roster else "",
            "alone": alone,
            "onwards": alone and known and roster is None,
            "scored": bool(launches.lineitem_of(message)),
        }
        page = render(request, "interop/lti/welcome.html", context)
    return framing.in_frames_of(page, framing.origins(login.platform))


def language_of(message: verifying.Message) -> str:
    """The platform's language where we have it, else Bokmål."""
    told = str(message.within(f"{verifying.CLAIM}launch_presentation").get("locale", ""))[:2].lower()
    return told if told in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
