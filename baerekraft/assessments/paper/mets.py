"""The package's table of contents: METS 1.12, with a checksum for every file."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.timezone import localtime
from lxml import etree

from baerekraft.assessments.models import Report
from baerekraft.assessments.paper import arkivmelding
from baerekraft.assessments.paper.arkivmelding import Enclosed
from baerekraft.assessments.paper.wordfile import sayable

SPACE, XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
SPACES: dict[Any, str] = {None: SPACE, "xlink": XLINK}


def write(report: Report, message: Enclosed, files: Iterable[Enclosed]) -> bytes:
    """`message` describes the others, and stands among the descriptions; `files` are what it describes."""
    made = localtime(report.made_at).isoformat(timespec="seconds")
    root = etree.Element(f"{{{SPACE}}}mets", nsmap=SPACES)
    root.set("OBJID", f"{arkivmelding.key(report)}-{report.number}")
    root.set("TYPE", "SIP")
    root.set("LABEL", sayable(report.document.case.title))
    head = _add(root, "metsHdr", CREATEDATE=made, RECORDSTATUS="NEW")
    agent = _add(head, "agent", ROLE="CREATOR", TYPE="ORGANIZATION")
    _add(agent, "name").text = sayable(settings.ISSUER)
    about = _add(root, "dmdSec", ID="beskrivelse")
    _place(_add(about, "mdRef", **_checks(message), MDTYPE="OTHER", OTHERMDTYPE="arkivmelding"), message)
    group = _add(_add(root, "fileSec"), "fileGrp", USE="innhold")
    for number, file in enumerate(files, start=1):
        held = _add(group, "file", ID=f"fil-{number}", CREATED=made, **_checks(file))
        _place(_add(held, "FLocat"), file)
    row = _add(_add(root, "structMap", TYPE="physical"), "div", DMDID="beskrivelse")
    for held in group:
        _add(row, "fptr", FILEID=str(held.get("ID")))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _checks(file: Enclosed) -> dict[str, str]:
    return {
        "MIMETYPE": file.mime_type,
        "SIZE": str(file.size),
        "CHECKSUM": file.checksum,
        "CHECKSUMTYPE": "SHA-256",
    }


def _place(element: etree._Element, file: Enclosed) -> None:
    element.set("LOCTYPE", "URL")
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", quote(file.path))


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{SPACE}}}{name}", attributes)
