"""A Word document as blocks."""

import io
import struct
import zlib

import docx
import pytest

from baerekraft.importing import word
from baerekraft.importing.tests.factories import (
    PICTURE,
    W,
    bomb,
    changed,
    in_body,
    manuscript,
    saved,
    workbook,
)
from baerekraft.sheets.files import BadFile


def png(width: int = 40, height: int = 30) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + b"\x20\x60\x40" * width for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def texts(found):
    return [(piece.value["heading"], piece.value["body"]) for piece in found.pieces if piece.kind == "text"]


def paragraph(text: str) -> str:
    return f'<w:p xmlns:w="{W}">{text}</w:p>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_headings_text_lists_and_tables_become_blocks():
    found = word.read(saved(manuscript()))

    assert found.title == "Vann i kommunen"
    assert texts(found) == [
        (
            "Hvorfor vann?",
            "<p>Vann er <strong>viktig</strong> for <em>alle</em></p>\n<ul>\n<li>Elver</li>\n<li>Sjøer</li>\n</ul>",
        ),
    ]
    table = found.pieces[-1]
    assert table.value["caption"] == "Tall"
    assert (table.kind, table.value["head"], table.value["rows"]) == (
        "table",
        ["Sted", "Liter"],
        [["Bærum", "140"]],
    )
    assert found.notes == ()


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("Overskrift1", "heading 1"),
        ("Overskrift1", "Overskrift 1"),
        ("Heading1", "heading 1"),
        ("Overskrift1", None),
        ("Tittel", "Title"),
        ("Tittel", "Tittel"),
    ],
)
def test_a_heading_is_known_whatever_language_word_speaks(id, name):
    def styles(was: bytes) -> bytes:
        if name is None:
            return was
        style = f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        was = was.replace(b'w:styleId="Heading1"', b'w:styleId="Borte"').replace(
            b'w:styleId="Title"', b'w:styleId="Vekk"'
        )
        return was.replace(b"</w:styles>", style.encode() + b"</w:styles>")

    body = in_body(
        saved(docx.Document()),
        paragraph(f'<w:pPr><w:pStyle w:val="{id}"/></w:pPr>' + run("Vann på Ås")) + paragraph(run("Hei")),
    )

    assert word.read(changed(body, **{"word/styles.xml": styles})).title == "Vann på Ås"


def test_lists_keep_their_levels():
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{kind}"/></w:lvl>'
        for n, kind in enumerate(["bullet", "decimal"])
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="77">{levels}</w:abstractNum>'
        '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>'
    )
    items = "".join(
        paragraph(
            f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr></w:pPr>' + run(text)
        )
        for level, text in [(0, "Elver"), (1, "Glomma"), (1, "Drammenselva"), (0, "Sjøer")]
    )
    body = changed(in_body(saved(docx.Document()), items), **{"word/numbering.xml": numbering})

    assert "".join(word.read(body).pieces[0].value["body"].split("\n")) == (
        "<ul><li>Elver<ol><li>Glomma</li><li>Drammenselva</li></ol></li><li>Sjøer</li></ul>"
    )


def test_tracked_changes_are_settled_and_comments_left_out_and_both_are_told():
    changes = (
        run("Kommunen ")
        + '<w:del w:id="1" w:author="Ola"><w:r><w:delText>bør</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="Ola">{run("skal")}</w:ins>'
        + '<w:moveFrom w:id="3">'
        + run(" flyttet bort")
        + '</w:moveFrom><w:moveTo w:id="4">'
        + run(" svare")
        + "</w:moveTo>"
        + '<w:commentRangeStart w:id="0"/>'
        + run(".")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    )
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="Ola">{paragraph(run("Er det sant?"))}</w:comment></w:comments>'
    body = changed(in_body(saved(docx.Document()), paragraph(changes)), **{"word/comments.xml": comments})

    found = word.read(body)

    assert texts(found) == [("", "<p>Kommunen skal svare.</p>")]
    assert len(found.notes) == 2


def test_links_lead_out_and_never_run_script():
    document = docx.Document()
    relate = document.part.relate_to
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    good = relate("https://www.viken.no/æ", link, is_external=True)
    bad = relate("javascript:alert(1)", link, is_external=True)
    wide = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    inside = (
        f'<w:hyperlink {wide} r:id="{good}">{run("Viken")}</w:hyperlink>'
        f'<w:hyperlink {wide} r:id="{bad}">{run(" dårlig")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="sted">{run(" sted")}</w:hyperlink>'
    )

    ((_heading, html),) = texts(word.read(in_body(saved(document), paragraph(inside))))

    assert html == '<p><a href="https://www.viken.no/%C3%A6">Viken</a> dårlig sted</p>'


def test_soft_hyphens_go_and_spaces_that_hold_together_stay():
    inside = (
        run("bære\u00adkraft 10\u00a0000")
        + "<w:r><w:softHyphen/></w:r>"
        + run("CO")
        + run("2", '<w:vertAlign w:val="subscript"/>')
    )

    ((_heading, html),) = texts(word.read(in_body(saved(docx.Document()), paragraph(inside))))

    assert html == "<p>bærekraft 10\u00a0000CO₂</p>"


def test_a_picture_is_a_block_with_words_alt_text_and_caption():
    document = docx.Document()
    document.add_paragraph("Se på elva.")
    document.add_picture(io.BytesIO(png()))
    document.inline_shapes[0]._inline.docPr.set("descr", "Elva om våren")
    document.add_paragraph("Elva i flom", style="Caption")

    text, picture = word.read(saved(document)).pieces

    assert (text.kind, picture.kind) == ("text", "image")
    assert (picture.value["alt"], picture.value["caption"]) == ("Elva om våren", "Elva i flom")
    assert picture.picture == png()


def test_a_heading_above_a_picture_waits_for_its_text():
    document = docx.Document()
    document.add_heading("Elva", 2)
    document.add_picture(io.BytesIO(png()))
    document.add_paragraph("Den går stor.")

    picture, text = word.read(saved(document)).pieces

    assert (picture.kind, text.value["heading"]) == ("image", "Elva")


def test_a_picture_without_words_asks_for_them():
    document = docx.Document()
    document.add_picture(io.BytesIO(png()))
    document.inline_shapes[0]._inline.docPr.set("descr", "")

    (picture,) = word.read(saved(document)).pieces

    assert len(picture.notes) == 2


@pytest.mark.parametrize(
    "content", [b"\x01\0\0\0" + b"\0" * 80, b"<svg onload='x'/>", png(9_000, 9_000)[:4_000], b""]
)
def test_a_picture_that_cannot_be_shown_is_told_of(content):
    document = docx.Document()
    document.add_paragraph("Hei")
    document.add_picture(io.BytesIO(png()))

    found = word.read(changed(saved(document), **{"word/media/image1.png": content}))

    assert [piece.kind for piece in found.pieces] == ["text"]
    assert len(found.notes) == 1


def test_a_picture_from_elsewhere_is_never_fetched():
    document = docx.Document()
    document.add_paragraph("Hei")
    id = document.part.relate_to("http://127.0.0.1:9/x.png", PICTURE, is_external=True)
    drawing = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr id="1" name="x"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        f'<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="{id}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )

    found = word.read(in_body(saved(document), paragraph(drawing)))

    assert [piece.kind for piece in found.pieces] == ["text"]
    assert len(found.notes) == 1


def test_merged_cells_are_divided_and_a_single_column_is_text():
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for n, text in enumerate(["Sted", "Før", "Nå", "Halden", "1", "2", "", "3", "4"]):
        table.cell(n // 3, n % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_table(rows=2, cols=1).cell(0, 0).text = "Bare tekst"

    grid, text = word.read(saved(document)).pieces

    assert grid.value["rows"] == [["Halden", "1", "2"], ["Halden", "3", "4"]]
    assert text.value["body"] == "<p>Bare tekst</p>"


def test_footnotes_stand_last_and_are_told_of():
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="5">{paragraph(run("SSB 2024"))}</w:footnote></w:footnotes>'
    inside = run("Et tall") + '<w:r><w:footnoteReference w:id="5"/></w:r>'
    body = changed(in_body(saved(docx.Document()), paragraph(inside)), **{"word/footnotes.xml": notes})

    first, last = texts(word.read(body))

    assert first[1] == "<p>Et tall[¹]</p>"
    assert "SSB 2024" in last[1]
    assert "↑" not in last[1]


def test_text_boxes_headers_and_equations_are_told_of():
    document = manuscript()
    document.sections[0].header.paragraphs[0].text = "Topptekst"
    box = f'<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{paragraph(run("I boksen"))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'

    found = word.read(in_body(saved(document), paragraph(box + math)))

    assert "I boksen" in found.pieces[-1].value["body"]
    assert "Topptekst" not in str(found.pieces)
    assert len(found.notes) == 3


HOSTILE = {
    "a bomb": lambda: bomb("word/document.xml"),
    "an entity": lambda: changed(
        saved(manuscript()),
        **{"word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'},
    ),
    "an entity in its relations": lambda: changed(
        saved(manuscript()), **{"word/_rels/document.xml.rels": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}
    ),
    "endless depth": lambda: changed(
        saved(manuscript()), **{"word/document.xml": b"<a>" * 5_000 + b"</a>" * 5_000}
    ),
    "a way out": lambda: changed(saved(manuscript()), **{"../../../tmp/x": b"x"}),
    "a very long text": lambda: changed(
        saved(manuscript()),
        **{"word/document.xml": lambda was: was.replace(b"Vann er", bytes(range(65, 91)) * 400_000)},
    ),
    "a spreadsheet": lambda: workbook(["a"]),
    "an old document": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a PDF": lambda: b"%PDF-1.7 ...",
    "nothing": lambda: b"",
    "an empty document": lambda: saved(docx.Document()),
    "40 MB": lambda: b"PK" + b"a" * (40 * 1024 * 1024),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_and_wrong_files_are_refused_in_words(body):
    with pytest.raises(BadFile) as refused:
        word.read(body())

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("width", ["99999", "1000000000"])
def test_a_cell_that_says_it_is_very_wide_is_not_believed(width):
    cells = f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr>' + paragraph(run("a")) + "</w:tc>"
    rows = f'<w:tbl xmlns:w="{W}"><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>'

    assert len(repr(word.read(in_body(saved(manuscript()), rows)))) < 5_000
