"""Checking a picture before it is let in: what it is, how large, and what it tells about whoever took it.

The type follows from the content and never from the name, and the size in pixels from the file's head, so that nothing
is decoded before it is known to be small enough.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MEGAPIXELS = 50
LONGEST_SIDE = 2560  # more than any screen that a lesson is read on needs
# Pillow's names of what is let in, and the ending each is stored with.
KEPT = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
OPENED = (*KEPT, "GIF")
MOVING = {"GIF", "PNG", "WEBP", "AVIF"}
# What Pillow knows of a file that tells nothing of who made it, when or where.
HARMLESS = {
    "adobe", "adobe_transform", "aspect", "background", "chromaticity", "default_image", "dpi", "duration", "gamma",
    "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version", "loop", "progression", "progressive", "srgb",
    "timestamp", "transparency",
}  # fmt: skip
MEGABYTE = 1024 * 1024


class Refused(ValueError):
    """A file that is not let into the library; the text says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture ready for the library: turned the right way, not larger than needed, and telling nothing of its maker."""

    body: bytes
    ending: str
    width: int
    height: int

    @property
    def name(self) -> str:
        return named(self.body, self.ending)


def named(body: bytes, ending: str) -> str:
    return f"{hashlib.sha256(body).hexdigest()[:16]}.{ending}"


def largest(megabytes: int, size: int) -> None:
    """Raise Refused for a file with more bytes than that."""
    if size > megabytes * MEGABYTE:
        raise Refused(
            _(
                "The file is %(size)s, and the largest allowed is %(limit)d MB. Save it in a smaller size and upload it again."
            )
            % {"size": filesizeformat(size), "limit": megabytes}
        )


def picture(body: bytes) -> Picture:
    """The picture as the library stores it, or Refused."""
    largest(settings.MEDIA_IMAGE_MB, len(body))
    image = opened(body)
    ending = "jpg" if image.format == "MPO" else KEPT.get(image.format or "", "png")
    if image.format in KEPT and max(image.size) <= LONGEST_SIDE and ordinary(image):
        return Picture(body, ending, *image.size)
    image = tidied(image)
    return Picture(encoded(image, ending), ending, *image.size)


def opened(body: bytes) -> Image.Image:
    """The picture with its head read and nothing decoded."""
    known = recognised(body)
    if known:
        raise Refused(known)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(body), formats=OPENED)
    except Image.DecompressionBombError as error:
        raise Refused(too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(
            _("This is not a picture that can be shown. Save it as JPEG or PNG and upload it again.")
        ) from error
    if image.width * image.height > MEGAPIXELS * 1_000_000:
        raise Refused(too_many_pixels())
    # A telephone's MPO is a JPEG with a smaller copy of itself, and does not move.
    if image.format in MOVING and getattr(image, "n_frames", 1) > 1:
        raise Refused(
            _(
                "The picture moves, and moving pictures disturb reading. Choose one picture of it, or upload a short film."
            )
        )
    return image


def too_many_pixels() -> str:
    return _(
        "The picture has more than %(limit)d million pixels. Make it smaller, at most 5000 pixels wide, and upload it again."
    ) % {"limit": MEGAPIXELS}


def recognised(body: bytes) -> str:
    """What to say to files that people often take for pictures; empty for others."""
    start = body[:1024].lstrip().lower()
    if start.startswith(b"%pdf"):
        return _(
            "This is a PDF document, whatever its name is. Save the page as a picture (JPEG or PNG) and upload that."
        )
    if b"<svg" in start or start.startswith(b"<?xml"):
        return _(
            "SVG drawings are not let into the library. Save it as PNG, or put it in the lesson's own illustration field."
        )
    if body[4:8] == b"ftyp" and body[8:12] in (b"heic", b"heix", b"mif1", b"heif"):
        return _("This is a HEIC picture, which many cannot see. Save it as JPEG and upload that.")
    return ""


def ordinary(image: Image.Image) -> bool:
    """Whether it can be stored as it came: colours for screens, and nothing told of where, when or by whom."""
    if set(image.info) - HARMLESS or image.mode not in ("RGB", "RGBA", "L", "P"):
        return False
    whole(image)  # a PNG may tell it after the picture
    return not set(image.info) - HARMLESS and not image.getexif()


def whole(image: Image.Image) -> None:
    """Raise Refused when the file ends before the picture does."""
    try:
        image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(_("The file is damaged. Save the picture again and upload it.")) from error


def tidied(image: Image.Image) -> Image.Image:
    """The picture turned the right way, in ordinary colours, small enough, without anything told."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG can be decoded straight to a smaller one
    whole(image)
    # Smaller first: each step after it keeps a copy.
    if image.mode in ("RGB", "RGBA", "L", "CMYK"):
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    turned = coloured(ImageOps.exif_transpose(image))
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new(turned.mode, turned.size)
    clean.paste(turned)
    return clean


def coloured(image: Image.Image) -> Image.Image:
    """The picture in sRGB: screens show print colours wrongly."""
    if image.mode == "L" and "transparency" not in image.info:
        return image
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, read, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            return converted or image.convert(mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is no reason to refuse; the colours may be a little off
    return image.convert(mode)


def encoded(image: Image.Image, ending: str) -> bytes:
    """The picture in the ending's format, the same bytes every time."""
    stream = io.BytesIO()
    match ending:
        case "jpg":
            image.convert("RGB").save(stream, "JPEG", quality=90, optimize=True, progressive=True)
        case "webp":
            image.save(stream, "WEBP", quality=90)
        case "avif":
            image.save(stream, "AVIF", quality=85)
        case _:
            image.save(stream, "PNG", optimize=True)
    return stream.getvalue()
