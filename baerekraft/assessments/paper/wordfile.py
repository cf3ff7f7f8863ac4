"""A Word document being written: headings, tables and pictures as Word and LibreOffice know them."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
FONT = "Calibri"
SPRUCE, STONE = RGBColor(0x1C, 0x51, 0x43), RGBColor(0x55, 0x62, 0x5C)
SIZES = {"Title": 24, "Heading 1": 16, "Heading 2": 12.5, "Heading 3": 11}
# Millimetres of an A4 page between its margins, standing and on its side.
SHORT_SIDE, LONG_SIDE = 166, 253
DRAFT_GROUND, FINAL_GROUND, HEAD_GROUND = "FBE7CD", "DFEADF", "DFEADF"
LINES = "AAB5AF"
# What XML 1.0 has no room for; a Word file with one of these does not open.
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sayable(text: str) -> str:
    return UNSAYABLE.sub("", text)


class Paper:
    """Tells who issued it, and nothing of the people behind it."""

    def __init__(
        self, *, title: str, subject: str, issuer: str, language: str, made_at: datetime, running: str
    ) -> None:
        self.document = docx.Document()
        self.tag = LANGUAGES[language]
        told = self.document.core_properties
        told.title, told.subject, told.author = sayable(title)[:255], subject[:255], issuer[:255]
        told.language, told.last_modified_by, told.comments = self.tag, issuer[:255], ""
        told.created = told.modified = made_at
        self._page(f"{issuer} · {running}")
        self._styles()

    def _page(self, running: str) -> None:
        [page] = self.document.sections
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(22)
        page.top_margin, page.bottom_margin = Mm(24), Mm(20)
        page.header.paragraphs[0].text = sayable(running)
        _page_number(page.footer.paragraphs[0])

    def _styles(self) -> None:
        styles = self.document.styles
        for told in styles.element.iter(qn("w:lang")):
            told.set(qn("w:val"), self.tag)
        for name in ("Normal", *SIZES, "Header", "Footer"):
            style = styles[name]
            assert isinstance(style, ParagraphStyle)  # noqa: S101
            _use(style, FONT)
            if name in SIZES:
                style.font.size, style.font.bold = Pt(SIZES[name]), True
                style.font.color.rgb = SPRUCE
        normal = styles["Normal"]
        assert isinstance(normal, ParagraphStyle)  # noqa: S101
        normal.font.size = Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add_heading(sayable(text), level)

    def paragraph(self, text: str) -> None:
        if text:
            self.document.add_paragraph(sayable(text))

    def paragraphs(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.paragraph(text)

    def labelled(self, label: str, text: str) -> None:
        written = self.document.add_paragraph()
        if label:
            written.add_run(f"{label} ".strip() + " ").bold = True
        written.add_run(sayable(text))

    def note(self, text: str) -> None:
        if text:
            run = self.document.add_paragraph().add_run(sayable(text))
            run.font.size, run.font.color.rgb = Pt(9), STONE

    def callout(self, text: str, *, warns: bool) -> None:
        written = self.document.add_paragraph()
        written.add_run(sayable(text)).bold = True
        _shade(written._p.get_or_add_pPr(), DRAFT_GROUND if warns else FINAL_GROUND)

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.document.add_paragraph(sayable(text), style="List Bullet")

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        small: bool = False,
    ) -> None:
        """The first row is repeated on every page, and told to be a header; so is the first column."""
        table = self.document.add_table(rows=0, cols=len(heads), style="Table Grid")
        table.autofit = False
        _fixed(table, widths)
        size = Pt(7.5 if small else 9)
        _row(table, heads, widths, size, is_head=True)
        for cells in rows:
            _row(table, cells, widths, size)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def turn(self, *, on_its_side: bool) -> None:
        """What comes next stands on a page of its own, on its side or standing."""
        page = self.document.add_section()
        page.orientation = WD_ORIENT.LANDSCAPE if on_its_side else WD_ORIENT.PORTRAIT
        short, long = Mm(210), Mm(297)
        page.page_width, page.page_height = (long, short) if on_its_side else (short, long)

    def picture(self, content: bytes, *, width_mm: float, alternative: str) -> None:
        shape = self.document.add_picture(BytesIO(content), width=Mm(width_mm))
        shape._inline.docPr.set("descr", sayable(alternative))
        self.document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER

    def save(self, file: IO[bytes]) -> None:
        self.document.save(file)


def same_every_time(content: bytes) -> bytes:
    """The same file without the time at which it was packed."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def _row(
    table: Table, texts: Sequence[str], widths: Sequence[float], size: Pt, *, is_head: bool = False
) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader" if is_head else "w:cantSplit"))
    if not is_head and sum(map(len, texts)) > 900:
        properties.remove(properties[-1])  # a long one may go on over the page
    for number, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width = Mm(width)
        _fill(cell, text, size, bold=is_head or number == 0)
        if is_head:
            _shade(cell._tc.get_or_add_tcPr(), HEAD_GROUND)


def _fill(cell: _Cell, text: str, size: Pt, *, bold: bool) -> None:
    for number, line in enumerate(sayable(text).split("\n")):
        written: Paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        written.paragraph_format.space_after = Pt(1)
        run = written.add_run(line)
        run.font.size, run.bold = size, bold


def _fixed(table: Table, widths: Sequence[float]) -> None:
    """Widths that stay, thin lines, and air in the cells. Word asks for these in this order."""
    properties = table._tbl.tblPr
    properties.find(qn("w:tblLayout")).addprevious(
        _sides(
            "w:tblBorders",
            ("top", "left", "bottom", "right", "insideH", "insideV"),
            val="single",
            sz="4",
            color=LINES,
        )
    )
    look = properties.find(qn("w:tblLook"))
    look.addprevious(_sides("w:tblCellMar", ("top", "bottom"), w="50", type="dxa"))
    look.set(qn("w:firstRow"), "1")
    look.set(qn("w:firstColumn"), "1")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _sides(name: str, sides: Iterable[str], **attributes: str):  # type: ignore[no-untyped-def]
    whole = OxmlElement(name)
    for side in sides:
        one = OxmlElement(f"w:{side}")
        for attribute, value in attributes.items():
            one.set(qn(f"w:{attribute}"), value)
        whole.append(one)
    return whole


def _use(style: ParagraphStyle, font: str) -> None:
    """Also where the template's theme would have it otherwise."""
    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _shade(properties, colour: str) -> None:  # type: ignore[no-untyped-def]
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:color"), "auto")
    ground.set(qn("w:fill"), colour)
    properties.append(ground)


def _page_number(paragraph: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
