"""XLIFF 1.2: what Trados, memoQ and Phrase all read and write without a filter of our own. One `<file>` a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.conf import settings
from django.utils.translation import gettext as _

from baerekraft.translation import inline
from baerekraft.translation.units import Sheet, Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
LARGEST = 8 * 1024 * 1024
MOST = 20_000
TAGS = 30 * MOST

register_namespace("", NAMESPACE)


class Unreadable(Exception):
    """The file cannot be used at all; the text says why and what to do."""


@dataclass(frozen=True)
class Given:
    """A text as it stands in a translator's file. `target` is the element, with codes and all."""

    page: str
    id: str
    source: Any
    target: Any


@dataclass(frozen=True)
class Sent:
    """A translator's file: into which language, and its texts."""

    language: str
    texts: list[Given]


def write(sheets: list[Sheet], language: str) -> bytes:
    root = Element(_tag("xliff"), {"version": "1.2"})
    for sheet in sheets:
        file = SubElement(
            root,
            _tag("file"),
            {
                "original": sheet.key,
                "source-language": LOCALES[settings.LANGUAGE_CODE],
                "target-language": LOCALES[language],
                "datatype": "html",
            },
        )
        SubElement(SubElement(file, _tag("header")), _tag("note")).text = sheet.page.original.title
        body = SubElement(file, _tag("body"))
        for unit in sheet.units:
            _unit(body, unit)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _unit(body: Element, unit: Unit) -> None:
    element = SubElement(body, _tag("trans-unit"), {"id": unit.id, SPACE: "preserve"})
    source = SubElement(element, _tag("source"))
    inline.write(source, unit.source)
    if unit.target:
        target = SubElement(element, _tag("target"), {"state": "translated"})
        inline.write(target, unit.target, inline.codes(unit.source))
    SubElement(element, _tag("note")).text = unit.where
    for child in element.iter():
        if "}" not in str(child.tag):
            child.tag = _tag(str(child.tag))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def read(body: bytes) -> Sent:
    """The file's texts. Raises Unreadable."""
    if len(body) > LARGEST:
        raise Unreadable(
            _("The file is larger than 8 MB. Take out one part at a time, and bring in the files one by one.")
        )
    if body.count(b"<") > TAGS:
        raise Unreadable(_("There are more texts in the file than a course can have."))
    try:
        root = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable(
            _(
                "The file points to other files or defines signs of its own, and is not read. Export it again from your tool as XLIFF 1.2."
            )
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(
            _("This is not a whole XLIFF file. Export it again from your tool as XLIFF 1.2.")
        ) from error
    if root.tag.rpartition("}")[2] != "xliff" or root.get("version") not in {"1.0", "1.1", "1.2"}:
        raise Unreadable(
            _("This is not an XLIFF 1.2 file. Choose that format when you export from your tool.")
        )
    return Sent(_language(root), list(_texts(root)))


def _language(root: Any) -> str:
    pairs = {
        (_short(file.get("source-language")), _short(file.get("target-language")))
        for file in _named(root, "file")
    }
    known = {(settings.LANGUAGE_CODE, code) for code, _name in settings.LANGUAGES} - {
        (settings.LANGUAGE_CODE,) * 2
    }
    if len(pairs) != 1 or not pairs <= known:
        raise Unreadable(
            _(
                "The file is from %(from)s to %(to)s. It must be from bokmål (nb) to nynorsk (nn) or English (en)."
            )
            % dict(zip(("from", "to"), next(iter(pairs), ("–", "–")), strict=True))
        )
    return next(iter(pairs))[1]


def _short(code: str | None) -> str:
    """`nb-NO` is `nb`; old tools say `no`."""
    found = (code or "").replace("_", "-").split("-")[0].lower()
    return settings.LANGUAGE_CODE if found == "no" else found


def _texts(root: Any) -> Iterator[Given]:
    count = 0
    for file in _named(root, "file"):
        for unit in _named(file, "trans-unit"):
            count += 1
            if count > MOST:
                raise Unreadable(_("There are more texts in the file than a course can have."))
            source, target = (next(_named(unit, name, deep=False), None) for name in ("source", "target"))
            if source is not None:
                yield Given(str(file.get("original")), str(unit.get("id")), source, target)


def _named(element: Any, name: str, *, deep: bool = True) -> Iterator[Any]:
    return (
        child for child in (element.iter() if deep else element) if str(child.tag).rpartition("}")[2] == name
    )
