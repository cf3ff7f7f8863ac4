"""A final report's archive metadata, with the names and values of Noark 5 v5.5, to lie beside the PDF."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from baerekraft.assessments.models import Report
from baerekraft.assessments.paper import naming

# PDF/A-2a, as PRONOM calls it: https://www.nationalarchives.gov.uk/PRONOM/fmt/476
FORMAT, FORMAT_DETAILS = "fmt/476", "PDF/A-2a, PDF/UA-1"
KIND = "Rapport"
DESCRIPTION = "Vurdering av hvordan saken virker på FNs bærekraftsmål"


def metadata(report: Report) -> dict[str, Any]:
    """What is not filled in is left out, but for `skjerming`: nobody has said that anything is to be shielded."""
    case = report.document.case
    made = {
        "opprettetDato": timezone.localtime(report.made_at).isoformat(timespec="seconds"),
        "opprettetAv": report.made_by or settings.ISSUER,
    }
    folder = {"mappeID": case.number, "tittel": case.title, "administrativEnhet": case.unit}
    return {
        "standard": "Noark 5 v5.5",
        "saksmappe": {name: value for name, value in folder.items() if value},
        "registrering": {
            "tittel": case.title,
            **made,
            "skjerming": None,
            "dokumentbeskrivelse": {**_document(report), **made, "dokumentobjekt": {**_file(report), **made}},
        },
    }


def _document(report: Report) -> dict[str, Any]:
    return {
        "dokumenttype": KIND,
        "dokumentstatus": "Dokumentet er ferdigstilt",
        "tittel": report.document.case.title,
        "beskrivelse": DESCRIPTION,
        "dokumentmedium": "Elektronisk arkiv",
        "tilknyttetRegistreringSom": "Hoveddokument",
        "dokumentnummer": 1,
    }


def _file(report: Report) -> dict[str, Any]:
    return {
        "versjonsnummer": report.number,
        "variantformat": "Arkivformat",
        "format": FORMAT,
        "formatDetaljer": FORMAT_DETAILS,
        "mimeType": "application/pdf",
        "referanseDokumentfil": naming.of_report(report, "pdf"),
        "filstoerrelse": len(report.pdf),
        "sjekksum": report.checksum,
        "sjekksumAlgoritme": "SHA-256",
    }
