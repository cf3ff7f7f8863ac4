"""The mail that is on its way."""

import re
from types import ModuleType

import pytest
from django.conf import settings

from baerekraft.mail.letter import Letter
from baerekraft.mail.models import Outgoing


def waiting() -> list[Letter]:
    rows = Outgoing.objects.waiting().order_by("pk")
    return [Letter.model_validate_json(row.letter) for row in rows]


def only() -> Letter:
    [letter] = waiting()
    return letter


def path_in(letter: Letter) -> str:
    """Where its one link leads; the button and the bare address lead to the same place."""
    [address] = set(
        re.findall(
            rf"{re.escape(settings.BASE_URL)}(/(?:nn/|en/)?sjekken/[^\s\"<]+)", letter.text + letter.html
        )
    )
    return address


def crash_after_mailing(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
    """The next mail is written, and then the power goes; after that all is well."""
    really = module.mail

    def killed(*args):
        really(*args)
        monkeypatch.setattr(module, "mail", really)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "mail", killed)
