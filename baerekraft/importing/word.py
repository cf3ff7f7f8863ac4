"""A Word document as a lesson's blocks: headings, text, lists, tables and pictures, in the order they stand."""

import io
from dataclasses import dataclass, replace
from typing import Any

import mammoth
from django.utils.translation import gettext as _

from baerekraft.authoring import cleaning, richtext
from baerekraft.authoring.richtext import Node
from baerekraft.importing import grids, package
from baerekraft.media import checking
from baerekraft.sheets import files, trees
from baerekraft.sheets.files import BadFile

PICTURES = 40
LONGEST = 20_000
LONGEST_HEADING = 120
HEADINGS = {f"h{level}" for level in range(1, 7)}
# Word stores its own styles by their English names whatever its language; others do not.
STYLES = "\n".join(
    [
        *(f"p[style-name='{name}'] => h1.title:fresh" for name in ("Title", "Tittel")),
        *(f"p.{name} => h1.title:fresh" for name in ("Title", "Tittel")),
        *(f"p[style-name='Overskrift {level}'] => h{level}:fresh" for level in range(1, 7)),
        *(f"p.Overskrift{level} => h{level}:fresh" for level in range(1, 7)),
        *(f"p[style-name='{name}'] => p.caption:fresh" for name in ("caption", "Bildetekst", "Bilettekst")),
        *(
            f"p[style-name='{name}'] => blockquote:fresh"
            for name in ("Quote", "Intense Quote", "Sitat", "Sterkt sitat")
        ),
        "p[style-name^='toc '] => !",
        "p[style-name^='INNH '] => !",
    ]
)


@dataclass(frozen=True)
class Piece:
    """One block to be. `kind` is the stream's name for it; a picture's bytes wait in `picture`."""

    kind: str
    value: dict[str, Any]
    notes: tuple[str, ...] = ()
    picture: bytes = b""

    @property
    def shown(self) -> str:
        """What the editor recognises it by."""
        match self.kind:
            case "text":
                words = cleaning.text(richtext.read(self.value["body"]))
                return words if len(words) < 200 else f"{words[:200].rpartition(' ')[0]} …"
            case "table":
                size = {"columns": len(self.value["head"]), "rows": len(self.value["rows"])}
                return _("%(columns)d columns, %(rows)d rows") % size
        return str(self.value["alt"] or self.value["caption"])

    @property
    def title(self) -> str:
        return str(self.value.get("heading") or self.value.get("caption") or "")


@dataclass(frozen=True)
class Manuscript:
    title: str
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]


def read(body: bytes) -> Manuscript:
    """What is in the document, or BadFile."""
    archive = package.opened(body)
    try:
        notes = list(package.notes(archive))
        pictures: list[bytes] = []
        html, said = _html(body, pictures)
        writer = Writer(pictures)
        for sign in ("\u00ad", "\u200b", "\ufeff"):  # the page hyphenates by itself
            html = html.replace(sign, "")
        writer.write(_without_bookmarks(richtext.read(html)).children)
    except trees.Harmful as error:
        raise BadFile(str(error)) from error
    except Exception as error:  # mammoth raises whatever a strange file makes it trip over
        raise BadFile(files.damaged()) from error
    if not writer.pieces and not writer.title:
        raise BadFile(_("There is no text in the document. Choose another file."))
    return Manuscript(writer.title, tuple(writer.pieces), (*notes, *dict.fromkeys(writer.notes), *said))


def _html(body: bytes, pictures: list[bytes]) -> tuple[str, list[str]]:
    def kept(image: Any) -> dict[str, str]:
        if len(pictures) < PICTURES:
            with image.open() as stream:
                pictures.append(stream.read())
            return {"src": str(len(pictures) - 1)}
        return {"src": ""}

    result = mammoth.convert_to_html(
        io.BytesIO(body),
        style_map=STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(kept),
    )
    full = _("At most %(most)d pictures are taken in. See whether some are missing.") % {"most": PICTURES}
    return result.value, [full] if len(pictures) == PICTURES else []


class Writer:
    """Goes through the document once. A heading, a table or a picture ends the text block before it."""

    def __init__(self, pictures: list[bytes]) -> None:
        self.pictures = pictures
        self.title = ""
        self.pieces: list[Piece] = []
        self.notes: list[str] = []
        self.heading, self.level = "", 0
        self.text: list[Node | str] = []
        self.caption: Node | None = None

    def write(self, nodes: list[Node | str]) -> None:
        for node in nodes:
            if isinstance(node, Node):
                self._node(node)
            elif node.strip():
                self._paragraph(Node("p", {}, [node]))
        self._settle_caption()
        self._end_text()

    def _node(self, node: Node) -> None:
        if node.tag in {"table"}:
            return self._table(node)
        if node.tag == "p" and node.attributes.get("class") == "caption" and not _pictures_in(node):
            return self._captioned(node)
        if not _pictures_in(node):
            self._settle_caption()
        if node.tag in HEADINGS:
            return self._heading(node)
        if node.tag == "ol" and _is_notes(node):
            return self._footnotes(node)
        if node.tag == "blockquote":
            self.notes.append(_("Quotes become ordinary paragraphs. Write who said it."))
            node = Node("p", {}, node.children)
        return self._paragraph(node)

    def _heading(self, node: Node) -> None:
        words = cleaning.text(node)
        is_title = node.attributes.get("class") == "title" or (
            node.tag == "h1" and not self.pieces and not self.text
        )
        if words and is_title and not self.title and not self.heading:
            self.title = words
        elif words:
            self._end_text()
            self.heading = words
        self._pictures(node)

    def _paragraph(self, node: Node) -> None:
        inside = list(cleaning.kept([node], cleaning.BUTTONS))
        if any(cleaning.text(child) for child in inside):
            self._settle_caption()
            self.text += inside
        self._pictures(node)

    def _end_text(self) -> None:
        if not self.text and not self.heading:
            return
        body = richtext.canonical(richtext.written(Node("", {}, self.text)))
        self.pieces.append(
            Piece("text", {"heading": self.heading, "body": body}, tuple(_lacks(self.heading, body)))
        )
        self.text, self.heading = [], ""

    def _table(self, node: Node) -> None:
        grid = grids.read(node)
        if not grid.is_table:
            for words in grid.words:
                self._paragraph(Node("p", {}, [words]))
        else:
            caption = self._take_caption() or self._take_heading()
            self._end_text()
            value = {"caption": caption, "head": grid.head, "rows": grid.rows, "source": ""}
            self.pieces.append(Piece("table", value, tuple(grids.lacks(grid, caption))))
        self._pictures(node)

    def _pictures(self, node: Node) -> None:
        for image in _pictures_in(node):
            place = image.attributes.get("src", "")
            if place.isdigit() and int(place) < len(self.pictures):
                self._picture(self.pictures[int(place)], cleaning.text(image.attributes.get("alt", ""))[:300])

    def _picture(self, body: bytes, alt: str) -> None:
        try:
            checking.opened(body)
        except checking.Refused as error:
            self.notes.append(_("A picture is left out. %(why)s") % {"why": error})
            return
        if self.text:  # a heading waits for its text
            self._end_text()
        notes = [] if alt else [_("Write what the picture shows, for people who cannot see it.")]
        notes.append(_("Write who made the picture and its licence in the picture library."))
        value = {"alt": alt, "decorative": False, "caption": self._take_caption()}
        self.pieces.append(Piece("image", value, tuple(notes), body))

    def _captioned(self, node: Node) -> None:
        """A caption belongs to the table or picture right before it, else to the one right after."""
        self._settle_caption()
        last = self.pieces[-1] if self.pieces and not self.text and not self.heading else None
        if last and last.kind != "text" and not last.value["caption"]:
            caption = cleaning.text(node)
            notes = tuple(note for note in last.notes if note != grids.no_caption())
            self.pieces[-1] = replace(last, value={**last.value, "caption": caption}, notes=notes)
        else:
            self.caption = node

    def _take_caption(self) -> str:
        caption, self.caption = self.caption, None
        return cleaning.text(caption) if caption else ""

    def _take_heading(self) -> str:
        """A table right below a heading has it as its caption; a text block needs text."""
        heading = "" if self.text else self.heading
        self.heading = self.heading if self.text else ""
        return heading

    def _settle_caption(self) -> None:
        """A caption that nothing came after is a paragraph."""
        if self.caption:
            caption, self.caption = self.caption, None
            self._paragraph(Node("p", {}, caption.children))

    def _footnotes(self, node: Node) -> None:
        self._end_text()
        self.heading = _("Footnotes")
        items = [Node("li", {}, [cleaning.text(item).removesuffix("↑").strip()]) for item in _elements(node)]
        self.text = [Node("ol", {}, list(items))]
        self.notes.append(
            _(
                "Footnotes stand last, as text. Make each a source, write [^id] where the number stands, and delete the block."
            )
        )


def _without_bookmarks(root: Node) -> Node:
    """A link to a place in the document leads nowhere in a lesson."""
    for node in root.everything():
        if node.attributes.get("href", "").startswith("#"):
            del node.attributes["href"]
    return root


def _elements(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Node)]


def _pictures_in(node: Node) -> list[Node]:
    return [inner for inner in node.everything() if inner.tag == "img"]


def _is_notes(node: Node) -> bool:
    return any(
        item.attributes.get("id", "").startswith(("footnote-", "endnote-")) for item in _elements(node)
    )


def _lacks(heading: str, body: str) -> list[str]:
    found = []
    if not heading:
        found.append(_("Write a heading."))
    if len(heading) > LONGEST_HEADING:
        found.append(_("Shorten the heading to %(most)d characters.") % {"most": LONGEST_HEADING})
    if not body:
        found.append(_("There is no text below the heading. Write some, or delete the block."))
    if len(body) > LONGEST:
        found.append(_("The text is too long for one block. Divide it with headings."))
    return found
