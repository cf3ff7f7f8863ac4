"""A final report as a package for the archive: the report, the file it can be opened from again, and what they are."""

import hashlib
import io
import re
import unicodedata
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from baerekraft.assessments import fields, file, sets
from baerekraft.assessments.models import Assessment, Report
from baerekraft.assessments.paper import archive, arkivmelding, mets
from baerekraft.assessments.paper.arkivmelding import Enclosed

FOLDER = "innhold"
MESSAGE, LIST, SUMS = "arkivmelding.xml", "mets.xml", "sjekksummer.sha256"
LONGEST = 80
# What neither disks nor archives take in a name.
FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
# JSON, as PRONOM calls it.
JSON, JSON_DETAILS = ("fmt/817", "JSON"), "JSON, UTF-8"
XML = (("fmt/101", "XML"), "XML 1.0", "text/xml")


def package(report: Report, *, shielding: str = "") -> bytes:
    """The zip. The same report gives the same bytes, today and in ten years."""
    contents = {
        f"{FOLDER}/{name(report, 'pdf')}": bytes(report.pdf),
        f"{FOLDER}/{name(report, 'json')}": again(report),
    }
    described = [_enclosed(report, path, content) for path, content in contents.items()]
    message = arkivmelding.write(report, described, shielding=shielding)
    about = _checked(MESSAGE, message, MESSAGE, XML)
    contents[MESSAGE] = message
    contents[LIST] = mets.write(report, about, described)
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in contents.items()]
    return _zipped({**contents, SUMS: "".join(lines).encode()}, report)


def name(report: Report, ending: str) -> str:
    """Such as `Bærekraftsjekk – Fortetting ved Hægå – v1.pdf`: the words as they are, without what no disk takes."""
    with override(report.language):
        kind = _("sustainability-check").replace("-", " ").capitalize()
    title = unicodedata.normalize("NFC", report.document.case.title)
    about = FORBIDDEN.sub(" ", arkivmelding.sayable(title))[:LONGEST].strip(" .")
    return " – ".join(filter(None, [kind, about, f"v{report.number}"])) + f".{ending}"


def again(report: Report) -> bytes:
    """The document as it was when it was frozen, to be opened again, without the comments."""
    as_it_was = Assessment(fields=fields.write(report.document), language=report.language)
    brought = report.assessment.brought_set if report.assessment else {}
    return file.write(as_it_was, at=report.made_at, known=sets.every(brought), comments=False)


def _enclosed(report: Report, path: str, content: bytes) -> Enclosed:
    title = arkivmelding.title(report)
    if path.endswith(".pdf"):
        kind = ((archive.FORMAT, "PDF/A-2a"), archive.FORMAT_DETAILS, "application/pdf")
        return _checked(path, content, title, kind)
    with override(report.language):
        named = _("%(title)s (file that can be opened again)") % {"title": title}
    return _checked(path, content, named, (JSON, JSON_DETAILS, "application/json"))


def _checked(path: str, content: bytes, title: str, kind: tuple[tuple[str, str], str, str]) -> Enclosed:
    """`kind` is the format by PRONOM, in more detail, and as the web calls it."""
    return Enclosed(path, title, *kind, len(content), hashlib.sha256(content).hexdigest())


def _zipped(contents: dict[str, bytes], report: Report) -> bytes:
    whole = io.BytesIO()
    with ZipFile(whole, "w") as archived:
        for path, content in contents.items():
            info = ZipInfo(path, date_time=report.made_at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archived.writestr(info, content)
    return whole.getvalue()
