"""The course structure, `cmi5.xml` (cmi5 13 and 14): blocks for the parts, and units for what is started."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"

# A lesson is done when everything that counts is answered; no score is asked for. The platform may ask for one.
MOVE_ON = "Completed"

UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Text:
    """What something is called and is about; `language` is the one it is written in."""

    title: str
    description: str
    language: str


@dataclass(frozen=True)
class Unit:
    """What is started by itself. `id` is ours and stays the same in every package; `url` is its page in the package."""

    id: str
    text: Text
    url: str
    activity_type: str


@dataclass(frozen=True)
class Block:
    id: str
    text: Text
    units: tuple[Unit, ...]


def written(id: str, text: Text, members: Iterable[Block | Unit]) -> bytes:
    """The whole file. `id` and the members' ids are absolute addresses, each used once."""
    root = ElementTree.Element("courseStructure", xmlns=NAMESPACE)
    _described(ElementTree.SubElement(root, "course", id=id), text)
    for member in members:
        _add(root, member)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add(parent: ElementTree.Element, member: Block | Unit) -> None:
    if isinstance(member, Block):
        block = ElementTree.SubElement(parent, "block", id=member.id)
        _described(block, member.text)
        for unit in member.units:
            _add(block, unit)
    else:
        kind = {"moveOn": MOVE_ON, "launchMethod": "AnyWindow", "activityType": member.activity_type}
        started = ElementTree.SubElement(parent, "au", {"id": member.id, **kind})
        _described(started, member.text)
        ElementTree.SubElement(started, "url").text = member.url


def _described(element: ElementTree.Element, text: Text) -> None:
    for name, words in (("title", text.title), ("description", text.description)):
        holder = ElementTree.SubElement(element, name)
        string = ElementTree.SubElement(holder, "langstring", lang=text.language)
        string.text = UNWRITABLE.sub("", words)
