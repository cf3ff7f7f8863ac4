"""A browser without script on its way from the platform to the lesson and back: each step over real HTTP."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.test import Client

from baerekraft.catalog.shelf import Entry
from baerekraft.interop.lti.tests.lms import Lms
from baerekraft.player.tests.browsing import lesson_path

IN_A_FRAME = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
ALONE = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"}
OURS = {"Sec-Fetch-Site": "same-origin"}


def address(entry: Entry) -> str:
    return settings.BASE_URL + lesson_path(entry)


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def begin(client: Client, lms: Lms, target: str, *, user: str = "u-kari", link: str = "lenke-1") -> Any:
    """Opening the link in the platform, as far as our answer to its sign-in."""
    way = urlsplit(httpx.get(lms.opening(user, target, link=link)).headers["Location"])
    return client.get(f"{way.path}?{way.query}")


def token(client: Client, lms: Lms, target: str, **about: str) -> dict[str, str]:
    """What the platform's page would post to us."""
    return fields(httpx.get(begin(client, lms, target, **about)["Location"]).text)


def launch(client: Client, lms: Lms, target: str, *, headers: Any = IN_A_FRAME, **about: str) -> Any:
    return client.post("/lti/start/", token(client, lms, target, **about), headers=headers)


def ticket(response: Any) -> str:
    found = re.search(r"/lti/inn/([a-z2-7]+)/", response.content.decode())
    assert found, response.content.decode()
    return found[1]


def press(client: Client, response: Any, **more: str) -> Any:
    """The button on our page."""
    return client.post(f"/lti/inn/{ticket(response)}/", more, headers=OURS)


def arrive(client: Client, lms: Lms, target: str, **about: str) -> Any:
    """All the way in."""
    response = press(client, launch(client, lms, target, **about))
    assert response.status_code == 303, response.content.decode()
    return response
