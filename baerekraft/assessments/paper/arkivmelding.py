"""A final report as a message to an archive: `arkivmelding.opprett` of Fiks Arkiv v1, which carries Noark 5 v5.5.

Element for element, with Noark's numbers: docs/archive.md. The order of the elements is the schema's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from lxml import etree

from baerekraft.assessments.document import Judgement
from baerekraft.assessments.models import Report
from baerekraft.assessments.paper import archive
from baerekraft.assessments.paper.wordfile import sayable
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect

BASE = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv"
SPACE, CATALOG = f"{BASE}/arkivmelding/opprett/v1", f"{BASE}/metadatakatalog/v1"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
SPACES: dict[Any, str] = {
    None: SPACE,
    "n5mdk": CATALOG,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
SYSTEM = "Baerekraft"
CASE_NUMBER = re.compile(r"\s*([12][0-9]{3})\s*/\s*([0-9]{1,9})\s*")
# Code and words; the words are Noark's own, the letters those that Norwegian archives use.
ELECTRONIC, FINISHED = ("E", "Elektronisk arkiv"), ("F", "Dokumentet er ferdigstilt")
INTERNAL, SENDER = ("X", "Organinternt dokument uten oppfølging"), ("IA", "Intern avsender")
REPORT = ("RAPPORT", archive.KIND)
MAIN, ATTACHED = ("H", "Hoveddokument"), ("V", "Vedlegg")
ARCHIVAL, PRODUCED = ("A", "Arkivformat"), ("P", "Produksjonsformat")
SHIELDED = ("UO", "Unntatt offentlighet")


@dataclass(frozen=True)
class Enclosed:
    """A file that goes along: its path in the package, what it is, and what it can be checked by."""

    path: str
    title: str
    format: tuple[str, str]
    details: str
    mime_type: str
    size: int
    checksum: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def write(report: Report, files: Iterable[Enclosed], *, shielding: str = "") -> bytes:
    """The message. `shielding` is the paragraph that keeps the report from the public, where there is one."""
    enclosed = list(files)
    root = etree.Element(f"{{{SPACE}}}arkivmelding", nsmap=SPACES)
    _add(root, "system", SYSTEM)
    _add(root, "antallFiler", len(enclosed))
    _folder(_add(root, "mappe", type="saksmappe"), report, shielding)
    _entry(_add(root, "registrering", type="journalpost"), report, enclosed, shielding)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _folder(folder: etree._Element, report: Report, shielding: str) -> None:
    case = report.document.case
    _add(folder, "mappeID", case.number)
    _add(folder, "tittel", title(report))
    _shield(folder, shielding)
    _key(_add(folder, "referanseEksternNoekkel"), key(report))
    if found := CASE_NUMBER.fullmatch(case.number):
        _add(folder, "saksaar", found[1])
        _add(folder, "sakssekvensnummer", found[2])
    _named(folder, "administrativEnhet", case.unit)


def _entry(entry: etree._Element, report: Report, files: list[Enclosed], shielding: str) -> None:
    _made(entry, report)
    home = _add(entry, "referanseForelderMappe")
    _key(_add(home, "referanseEksternNoekkel", space=CATALOG), key(report))
    _shield(entry, shielding)
    for number, file in enumerate(files, start=1):
        _document(_add(entry, "dokumentbeskrivelse"), report, number, file, shielding)
    _add(entry, "tittel", title(report))
    _add(entry, "beskrivelse", archive.DESCRIPTION)
    _add(entry, "forfatter", report.made_by)
    _code(entry, "dokumentmedium", ELECTRONIC)
    _sender(_add(entry, "korrespondansepart"), report)
    for goal in touched(report):
        _class(_add(entry, "klassifikasjon"), goal)
    _key(_add(entry, "referanseEksternNoekkel"), f"{key(report)}/{report.number}")
    _code(entry, "journalposttype", INTERNAL)
    _add(entry, "dokumentetsDato", localtime(report.made_at).date())
    _add(entry, "antallVedlegg", len(files) - 1)


def _document(described: etree._Element, report: Report, number: int, file: Enclosed, shielding: str) -> None:
    _code(described, "dokumenttype", REPORT)
    _code(described, "dokumentstatus", FINISHED)
    _add(described, "tittel", file.title)
    _add(described, "forfatter", report.made_by)
    _made(described, report)
    _code(described, "dokumentmedium", ELECTRONIC)
    _code(described, "tilknyttetRegistreringSom", MAIN if number == 1 else ATTACHED)
    _add(described, "dokumentnummer", number)
    _shield(described, shielding)
    _object(_add(described, "dokumentobjekt"), report, number, file)


def _object(held: etree._Element, report: Report, number: int, file: Enclosed) -> None:
    _add(held, "versjonsnummer", report.number)
    _code(held, "variantformat", ARCHIVAL if number == 1 else PRODUCED)
    _code(held, "format", file.format)
    _add(held, "formatDetaljer", file.details)
    _add(held, "mimeType", file.mime_type)
    _made(held, report)
    _add(held, "filnavn", file.name)
    _add(held, "referanseDokumentfil", file.path)
    _add(held, "sjekksum", file.checksum)
    _add(held, "sjekksumAlgoritme", "SHA-256")
    _add(held, "filstoerrelse", file.size)


def _sender(part: etree._Element, report: Report) -> None:
    case = report.document.case
    _code(part, "korrespondanseparttype", SENDER)
    _add(part, "korrespondansepartNavn", _first(report.made_by, case.unit, settings.ISSUER))
    _named(part, "administrativEnhet", case.unit)


def key(report: Report) -> str:
    """What the case is called here, also when only the report is left of it."""
    return str(report.assessment_id or f"rapport-{report.pk}")


def touched(report: Report) -> list[int]:
    """The goals that the proposal is judged to do something to."""
    judged: Mapping[str, Judgement] = report.document.main.goals
    return sorted(int(goal) for goal, said in judged.items() if said.effect and Effect(said.effect).signs)


def _class(element: etree._Element, goal: int) -> None:
    _add(element, "klassifikasjonssystemID", "FNs bærekraftsmål")
    _add(element, "klasseID", goal)
    _add(element, "tittel", goals.get(goal).short)


def _made(element: etree._Element, report: Report) -> None:
    _add(element, "opprettetDato", localtime(report.made_at).isoformat(timespec="seconds"))
    _add(element, "opprettetAv", _first(report.made_by, settings.ISSUER))


def _shield(element: etree._Element, paragraph: str) -> None:
    if paragraph:
        shielded = _add(element, "skjerming")
        _code(shielded, "tilgangsrestriksjon", SHIELDED)
        _add(shielded, "skjermingshjemmel", paragraph)


def _key(element: etree._Element, key: str) -> None:
    _add(element, "fagsystem", SYSTEM, space=CATALOG)
    _add(element, "noekkel", key, space=CATALOG)


def _named(parent: etree._Element, name: str, value: str) -> None:
    if said := _first(value):
        _add(_add(parent, name), "navn", said, space=CATALOG)


def _code(parent: etree._Element, name: str, pair: tuple[str, str]) -> None:
    element = _add(parent, name)
    _add(element, "kode", pair[0], space=CATALOG)
    _add(element, "beskrivelse", pair[1], space=CATALOG)


def _first(*said: str) -> str:
    """The first that has letters in it."""
    return next(filter(None, (sayable(words).strip() for words in said)), "")


def title(report: Report) -> str:
    return _first(report.document.case.title, archive.DESCRIPTION)


def _add(
    parent: etree._Element, name: str, value: Any = None, *, space: str = SPACE, type: str = ""
) -> etree._Element:
    """A new element; what is not filled in leaves none behind, for Noark knows no empty text."""
    text = None if value is None else sayable(str(value)).strip()
    element = etree.SubElement(parent, f"{{{space}}}{name}")
    if text == "":
        parent.remove(element)
    element.text = text
    if type:
        element.set(TYPE, type)
    return element
