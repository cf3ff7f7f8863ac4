"""A Word file looked at before it is read: what is in it that will not come along, so that the editor can be told."""

import re
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

from baerekraft.sheets import files, trees
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.trees import Node

MEGABYTES = 20
UNPACKED = 120
# mammoth builds the whole text as a tree, and that is a hundred times as large.
TEXT_UNPACKED = 8
TAGS = 250_000  # and it uses a tenth of a millisecond on each


def opened(body: bytes) -> zipfile.ZipFile:
    """The package, when it is a Word document that can be read safely."""
    files.check_size(len(body), megabytes=MEGABYTES)
    if not body.startswith((files.ZIP, files.OLD_OFFICE)):
        raise BadFile(_("This is not a Word document. Open it in Word, save it as .docx and try again."))
    archive = files.archive(body, megabytes=UNPACKED)
    names = archive.namelist()
    if "word/document.xml" not in names:
        raise BadFile(_("This is not a Word document. Open it in Word, save it as .docx and try again."))
    if len(set(names)) != len(names):
        raise BadFile(files.damaged())
    size = sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels")))
    tags = archive.read("word/document.xml").count(b"<")
    if size > TEXT_UNPACKED * files.MEGABYTE or tags > TAGS:
        raise BadFile(
            _("The document is too long to read at once. Divide it, and bring in one piece at a time.")
        )
    return archive


def notes(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    document = trees.tree(archive.read("word/document.xml"))
    tags = {_local(node.tag) for node in document.iter()}
    if tags & {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"}:
        yield _(
            "The document has tracked changes. What was added is taken in, and what was deleted is left out. Read through it."
        )
    if _has_text(archive, "comments"):
        yield _("The document has comments. They are left out.")
    if any(_has_text(archive, name) for name in ("header", "footer")):
        yield _("Headers and footers are left out.")
    if "txbxContent" in tags:
        yield _("Text boxes become ordinary paragraphs. See whether they stand in the right place.")
    if tags & {"oMath", "oMathPara"}:
        yield _("Equations are left out. Write them as text, or as a picture.")
    if any("/embeddings/" in name for name in names) or "object" in tags:
        yield _("Embedded files, such as spreadsheets, are left out.")
    if any(re.search(r"/(charts|diagrams)/", name) for name in names):
        yield _("Charts and SmartArt are left out. Save them as pictures, or use the bar chart.")
    if _links_pictures(archive):
        yield _(
            "Pictures that are linked and not in the document are left out. Insert them in Word, and try again."
        )
    if any("vbaProject" in name for name in names):
        yield _("The document's macros are left out.")


def _has_text(archive: zipfile.ZipFile, name: str) -> bool:
    parts = [part for part in archive.namelist() if re.fullmatch(rf"word/{name}\d*\.xml", part)]
    return any(_words(trees.tree(archive.read(part))) for part in parts)


def _words(node: Node) -> bool:
    return any(_local(child.tag) == "t" and (child.text or "").strip() for child in node.iter())


def _links_pictures(archive: zipfile.ZipFile) -> bool:
    name = "word/_rels/document.xml.rels"
    if name not in archive.namelist():
        return False
    return any(
        child.get("TargetMode") == "External" and (child.get("Type") or "").endswith("/image")
        for child in trees.tree(archive.read(name)).iter()
    )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
