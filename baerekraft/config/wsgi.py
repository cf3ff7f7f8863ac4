"""The WSGI callable: public pages, answers, entries and static files first, Django for the rest."""

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baerekraft.config.settings")

from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

from django.conf import settings
from django.urls import reverse
from whitenoise import WhiteNoise

from baerekraft.config import direct
from baerekraft.player import entering, pages, responses

RESPONSES, ENTER = reverse("player:responses"), reverse("player:enter")
static = WhiteNoise(django, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, max_age=31_536_000)
static.immutable_file_test = lambda path, url: True  # type: ignore[method-assign]


def behind(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "POST":
        if environ["PATH_INFO"] == RESPONSES:
            return responses.application(environ, start_response)
        if environ["PATH_INFO"] == ENTER:
            return direct.respond(entering.enter, environ, start_response)
    return static(environ, start_response)


application = pages.front(behind)
