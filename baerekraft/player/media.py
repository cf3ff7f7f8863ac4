"""A lesson's pictures, films and sound on their way to the page: which copies the browser may choose between, and what
a film weighs before anybody plays it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.catalog.document import Image, Recording
from baerekraft.catalog.media import Rendition

MODERN = ("image/avif", "image/webp")


@dataclass(frozen=True)
class Choice:
    """The copies of a picture in one format, as `srcset` lists them."""

    type: str
    srcset: str


def choices(image: Image) -> tuple[Choice, ...]:
    """What browsers of today take, best first. The picture's own `fallback` is for the others."""
    found = ((type, image.of_type(type)) for type in MODERN)
    return tuple(Choice(type, srcset(copies)) for type, copies in found if copies)


def srcset(copies: tuple[Rendition, ...]) -> str:
    return ", ".join(f"{copy.url} {copy.width}w" for copy in copies)


def described(recording: Recording) -> str:
    """«Video, 2 min, 4.3 MB»: said before it is fetched, because it may cost the learner money."""
    kind = _("Video") if recording.kind == "video" else _("Audio")
    return ", ".join(part for part in (kind, length(recording.seconds), size(recording.bytes)) if part)


def length(seconds: int) -> str:
    if not seconds:
        return ""
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    return _("%(minutes)d min") % {"minutes": round(seconds / 60)}


def size(bytes: int) -> str:
    if bytes < 1_000_000:
        return f"{max(1, round(bytes / 1000))} kB" if bytes else ""
    return f"{number_format(bytes / 1_000_000, 1)} MB"


def language(recording: Recording) -> str:
    """What the language spoken is called."""
    return dict(settings.LANGUAGES)[recording.language]


def spoken(recording: Recording) -> str:
    return {
        "nb": _("spoken in Norwegian (Bokmål)"),
        "nn": _("spoken in Norwegian (Nynorsk)"),
        "en": _("spoken in English"),
    }[recording.language]
