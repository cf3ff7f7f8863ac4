"""Whatever an editor writes, the file says the same when it is read again."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as measure
from hypothesis import strategies as some

from baerekraft.authoring import contentfile, richtext
from baerekraft.catalog.document import LessonDocument
from baerekraft.exporting import fields, markdown, yaml

CONTENT = Path(settings.CONTENT_DIR)
AWKWARD = [
    "Merk: dette",
    "- strek først",
    "# ikke en overskrift",
    "«sitat» og \"sitat\" og 'sitat'",
    "tab\ther",
    "😀 smil",
    "bære\u00adkraft",
    "mellomrom til slutt ",
    "påstand[^kilde-1].",
    "[^kilde]: ikke en fotnote",
    "1.10",
    "nei",
    "no",
    "yes",
    "null",
    "~",
    "2024-01-01",
    "12:30",
    "0o17",
    "1e3",
    "1. punkt",
    "2) punkt",
    "> pil",
    "* stjerne *",
    "_strek_ under_strek",
    "`kode`",
    "[lenke](https://x.no)",
    "![bilde](x.png)",
    "<b>ikke fet</b>",
    "&amp; &copy; &#65;",
    "rad\nrad to\n  innrykk",
    "vogn\r\nretur",
    "\u2028skille\u2029",
    "\u0085ny",
    "{a: b}, [c]",
    "%prosent @alfa !utrop |rør",
    "\\ omvendt \\* strek",
    "===",
    "---",
    "+ pluss",
    "10\u00a0000 kroner",
    "אבג RTL",
    "e\u0301 satt sammen",
    "?: spørsmål",
    "- ",
]
texts = some.one_of(
    some.sampled_from(AWKWARD),
    some.lists(some.sampled_from(AWKWARD), min_size=2, max_size=3).map(" ".join),
    some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40),
).filter(lambda text: text.strip())


@pytest.fixture(scope="module")
def base() -> LessonDocument:
    path = CONTENT / "nb" / "del-1" / "3-hva-er-sosial-baerekraft.yaml"
    return contentfile.lesson(path, part="del-1", language="nb")


def came_back(lesson: LessonDocument, folder: Path) -> LessonDocument:
    """The lesson as it is read from a file that it was written to."""
    part = folder / "nb" / lesson.part
    (part / "illustrations").mkdir(parents=True, exist_ok=True)
    (part / "illustrations" / "bilde.svg").write_text(lesson.illustration.svg, encoding="utf-8")
    path = part / f"1-{lesson.slug}.yaml"
    path.write_bytes(yaml.written(fields.lesson(lesson, picture="bilde.svg")).encode())
    return contentfile.lesson(path, part=lesson.part, language="nb")


def with_texts(base: LessonDocument, texts: list[str]) -> LessonDocument:
    """The lesson with these in places of every kind."""
    data = base.model_dump(mode="json")
    title, takeaway, step, figure, feedback, note, help, option, shown = texts
    data |= {"title": title[:100], "takeaway": takeaway[:300]}
    data["hook"] = " ".join(
        f"{title} Ingvild åpner påmeldingen, og alle plassene er borte {takeaway}".split()
    )
    data["steps"]["you"][0] = step[:300]
    data["sources"][0]["note"] = note
    blocks = {block["type"]: block for block in data["body"]}
    blocks["fact"]["figure"] = figure[:100]
    blocks["chart"]["title"] = title[:100]
    data["body"][3]["bars"][0]["shown"] = shown
    exercises = {
        block["exercise"]["kind"]: block["exercise"] for block in data["body"] if block["type"] == "exercise"
    }
    exercises["multiple_choice"] |= {"help": help}
    exercises["multiple_choice"]["options"][0] |= {"text": option[:300], "feedback": feedback[:300]}
    marks = {mark for text in texts for mark in ("kilde", "kilde-1") if f"[^{mark}]" in text}
    known = {source["id"] for source in data["sources"]}
    data["sources"] += [{**data["sources"][1], "id": mark} for mark in sorted(marks - known)]
    data["body"][0]["body"] += "".join(f"<p>x[^{mark}]</p>" for mark in sorted(marks))
    data["body"][0]["body"] = richtext.canonical(data["body"][0]["body"])
    return LessonDocument.model_validate(data)


@measure(max_examples=60, deadline=None)
@given(texts=some.lists(texts, min_size=9, max_size=9))
def test_awkward_texts_come_back_in_every_kind_of_field(base, tmp_path_factory, texts):
    lesson = with_texts(base, texts)

    assert came_back(lesson, tmp_path_factory.mktemp("lesson")) == lesson


def inline(depth: int) -> some.SearchStrategy[str]:
    from django.utils.html import escape

    plain = texts.map(escape)
    if not depth:
        return plain
    deeper = some.lists(inline(depth - 1), min_size=1, max_size=3).map("".join)
    address = some.sampled_from(
        [
            "https://x.no/a_(b)",
            "https://x.no/?a=1&amp;copy=2",
            "https://blåbær.no/æ å",
            "/kurs/del-1/",
            "mailto:a@b.no",
        ]
    )
    return some.one_of(
        plain,
        deeper.map(lambda inner: f"<b>{inner}</b>"),
        deeper.map(lambda inner: f"<i>{inner}</i>"),
        some.builds(lambda inner, url: f'<a href="{url}">{inner}</a>', plain, address),
        some.just("<br/>"),
    )


paragraph = some.lists(inline(2), min_size=1, max_size=3).map("".join)
items = some.recursive(
    paragraph.map(lambda inner: f"<li>{inner}</li>"),
    lambda item: some.builds(
        lambda inner, tag, rows: f"<li>{inner}<{tag}>{''.join(rows)}</{tag}></li>",
        paragraph,
        some.sampled_from(["ul", "ol"]),
        some.lists(item, min_size=1, max_size=2),
    ),
    max_leaves=4,
)
blocks = some.one_of(
    paragraph.map(lambda inner: f'<p data-block-key="abc12">{inner}</p>'),
    some.builds(
        lambda tag, rows: f"<{tag}>{''.join(rows)}</{tag}>",
        some.sampled_from(["ul", "ol"]),
        some.lists(items, min_size=1, max_size=3),
    ),
)


@measure(max_examples=150, deadline=None)
@given(html=some.lists(blocks, min_size=1, max_size=3).map("".join))
def test_rich_text_comes_back_as_markdown_or_as_html(html):
    said = richtext.canonical(html)
    assert richtext.canonical(said) == said
    text = markdown.of(said)

    if text is None:
        assert contentfile.rich(CONTENT, 1, "text", "body_html", said) == ("body", said)
    else:
        assert contentfile.rich(CONTENT, 1, "text", "body", text) == ("body", said)


@pytest.mark.parametrize(
    ("typed", "markdown_text"),
    [
        ('<p data-block-key="a">Hei <b>du </b>der</p><p></p><p>To</p>', "Hei **du** der\n\nTo"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol><li>x</li></ol><ol><li>y</li></ol>", "1. x\n\n1) y"),
        ("<p>5 * 3 = 15, sier SSB[^ssb].</p>", "5 * 3 = 15, sier SSB[^ssb]."),
        ("<p><i><b>begge</b></i> deler<br/>ny linje</p>", "***begge*** deler\\\nny linje"),
        ('<p><a href="https://x.no/a_(b)">lenke</a></p>', "[lenke](<https://x.no/a_(b)>)"),
        ("<p>- ikke en liste</p>", "\\- ikke en liste"),
    ],
)
def test_markdown_is_as_a_person_would_write_it(typed, markdown_text):
    assert markdown.of(richtext.canonical(typed)) == markdown_text


def test_what_markdown_cannot_say_stands_as_html_and_comes_back(base, tmp_path):
    html = "<p><strong>«fet»</strong>het</p>"
    first = base.body[0].model_copy(update={"body": html + "\n" + base.body[0].body})
    lesson = base.model_copy(update={"body": (first, *base.body[1:])})

    assert "body_html" in fields.block(first)["text"]
    assert came_back(lesson, tmp_path) == lesson


@pytest.mark.parametrize(
    "html",
    ["<script>alert(1)</script>", '<p onclick="x()">a</p>', '<a href="javascript:x">a</a>', '<img src="x">'],
)
def test_html_that_could_do_harm_is_refused_from_a_file(html):
    with pytest.raises(contentfile.ContentError, match="not allowed"):
        contentfile.rich(Path("x.yaml"), 1, "text", "body_html", html)


def test_saving_in_the_editor_without_a_change_is_no_new_text():
    """Draftail spells what it has read in its own way."""
    from_a_file = richtext.canonical(contentfile.markdown.render("Hei **du**.\n\n- *a*\n- b"))
    saved = '<p data-block-key="x">Hei <b>du</b>.</p><ul><li data-block-key="y"><i>a</i></li><li data-block-key="z">b</li></ul>'

    assert richtext.canonical(saved) == from_a_file
