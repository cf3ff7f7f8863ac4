"""The WSGI callable: public pages, answers, entries, state, media and static files first, Django for the rest."""

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baerekraft.config.settings")

from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

from django.conf import settings
from django.urls import reverse
from whitenoise import WhiteNoise

from baerekraft.config import direct, replicas
from baerekraft.design import languages
from baerekraft.media import serving as media
from baerekraft.pages import serving
from baerekraft.player import arriving, entering, own, responses

RESPONSES, ENTER, STATE = (
    languages.everywhere(reverse(f"player:{name}")) for name in ("responses", "enter", "state")
)
static = WhiteNoise(django, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, max_age=31_536_000)
static.immutable_file_test = lambda path, url: True  # type: ignore[method-assign]


def behind(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
        case "POST", path if path in RESPONSES:
            return responses.application(environ, start_response)
        case "POST", path if path in ENTER:
            return arriving.application(environ, start_response) or direct.respond(
                entering.enter, environ, start_response
            )
        case "GET", path if path in STATE:
            return direct.respond(own.state, environ, start_response)
        case "GET" | "HEAD", path if path.startswith(media.prefix()):
            return media.application(environ, start_response)
        case _:
            return static(environ, start_response)


application = serving.front(replicas.spread(behind))
