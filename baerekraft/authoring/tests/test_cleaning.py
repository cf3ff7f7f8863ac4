"""What is pasted from Word, and what of it is kept."""

import json

import pytest

from baerekraft.authoring import cleaning
from baerekraft.authoring.blocks import TextSection

# As Word for Windows puts it on the clipboard, with tracked changes shown.
CLIPBOARD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8><style><!-- p.MsoNormal {mso-style-unhide:no;} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--></head>
<body lang=NO-BOK style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoNormal style='mso-margin-top-alt:auto'><b><span style='font-family:"Calibri",sans-serif'>Kommunen</span></b><span>
<del cite="mailto:Ola" datetime="2026-01-01T10:00"><span class=msoDel>bør</span></del><ins cite="mailto:Ola"><span class=msoIns>skal</span></ins>
<st1:place w:st="on">svare</st1:place> innen 10&nbsp;dager.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>Elver<o:p></o:p></p>
<p class=MsoNormal><a href="javascript:alert(1)" onclick="x()">Trykk</a> <a href="https://www.ssb.no" style='mso-x:y'>SSB</a><span class=MsoCommentReference><a href="#_msocom_1">[OL1]</a></span></p>
<script>alert(1)</script><img src="file:///C:/x.png"><h1>Stor</h1><div>Løst</div><!--EndFragment--></body></html>
"""


def test_words_from_the_clipboard_are_clean():
    found = cleaning.clean(CLIPBOARD)

    assert found == (
        "<p><strong>Kommunen</strong> skal svare innen 10\u00a0dager.</p>\n"
        "<p>Elver</p>\n"
        '<p>Trykk <a href="https://www.ssb.no">SSB</a></p>\n'
        "<p>Stor</p>\n<p>Løst</p>"
    )


def test_what_is_clean_stays_as_it_is():
    html = (
        '<p>Ett <strong>to</strong> <a href="https://www.ssb.no">tre</a>[^ssb]</p>\n<ul>\n<li>a</li>\n</ul>'
    )

    assert cleaning.clean(html) == html


@pytest.mark.parametrize("style", ["STRIKETHROUGH", "FONT_SIZE", "mso-bidi"])
def test_the_editors_field_stores_only_what_its_buttons_make(style):
    """A browser that is made to send more than the field shows."""
    content = {
        "blocks": [
            {"key": "a", "text": "skal", "type": "unstyled", "depth": 0, "data": {"style": "mso-x"},
             "inlineStyleRanges": [{"offset": 0, "length": 4, "style": style}],
             "entityRanges": [{"offset": 0, "length": 4, "key": 0}]},
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}},
    }  # fmt: skip
    field = TextSection().child_blocks["body"]

    stored = field.value_from_datadict({"x": json.dumps(content)}, {}, "x").source

    assert "mso" not in stored
    assert "<s>" not in stored
    assert "javascript" not in cleaning.clean(stored)
