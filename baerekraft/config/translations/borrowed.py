"""Texts of packages that editors see. We translate every one of them ourselves, so that a term is the same all through."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

WORDS = Path(__file__).parents[2] / "authoring" / "words"
SCRIPT = WORDS / "script"
FOLDERS = (WORDS, SCRIPT)
PACKAGES = ("wagtail", "allauth", "taggit")


def collect(folder: Path, locale: str) -> Catalog:
    """A catalog of what the installed packages say now, none translated."""
    domain = "djangojs" if folder == SCRIPT else "django"
    catalog = Catalog(locale=locale, domain="django", fuzzy=False)
    for package in _packages(domain):
        for message in _english(package, domain):
            if message.id and _is_met(package, message):
                catalog.add(
                    message.id,
                    locations=[(package, 1)],
                    auto_comments=message.auto_comments,
                    context=message.context,
                    flags=message.flags,
                )
    return catalog


def _packages(domain: str) -> Iterator[str]:
    """The installed apps of other people that have texts for editors."""
    apps = [app for app in settings.INSTALLED_APPS if app.split(".")[0].startswith(PACKAGES)]
    yield from (app for app in apps if _file(app, domain).exists())


def _is_met(package: str, message: Message) -> bool:
    """The sign-in pages and their fields are ours; what allauth refuses is said in its own words."""
    return package != "allauth" or any(place.endswith("adapter.py") for place, _line in message.locations)


def _file(package: str, domain: str) -> Path:
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    return folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"


def _english(package: str, domain: str) -> Catalog:
    with _file(package, domain).open("rb") as file:
        return read_po(file, locale="en", domain="django")
