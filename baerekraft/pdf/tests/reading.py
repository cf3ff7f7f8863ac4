"""What a test reads out of a PDF."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdf


def opened(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(document))


def text(document: bytes) -> str:
    """The text of all pages, white space made even."""
    pages = pypdf.PdfReader(BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def tags(document: bytes) -> list[tuple[str, str]]:
    """The structure in reading order: tag and alternative text."""
    with opened(document) as pdf:
        return list(_tags(pdf.Root.StructTreeRoot.K))


def _tags(node: pikepdf.Object) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S).lstrip("/"), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _tags(node.K)


def fonts(document: bytes) -> dict[str, bool]:
    """Each font's name, and whether it is embedded."""
    with opened(document) as pdf:
        return {
            str(font.FontName).split("+")[-1]: any(key in font for key in ("/FontFile2", "/FontFile3"))
            for font in pdf.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor"
        }
