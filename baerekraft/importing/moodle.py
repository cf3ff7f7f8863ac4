"""Moodle XML: a question bank as Moodle exports it. https://docs.moodle.org/en/Moodle_XML_format"""

from dataclasses import replace

from django.utils.translation import gettext as _

from baerekraft.importing import gift, numbers, plaintext, questions
from baerekraft.importing.numbers import Guess
from baerekraft.importing.questions import Answer, Question, Reading
from baerekraft.sheets import trees
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.trees import Node

KINDS = {"plain_text": "plain", "plain": "plain", "markdown": "markdown"}
# What Moodle fills in for those who write nothing.
STANDARD = {
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
    "Svaret ditt er riktig.",
    "Svaret ditt er delvis riktig.",
    "Svaret ditt er feil.",
}
# Categories are the bank's folders, and counted among its questions.
BANK = 2 * questions.MOST


def read(body: bytes, *, language: str = "nb") -> Reading:
    try:
        root = trees.tree(body, name="question", most=BANK)
    except trees.Full as error:
        raise questions.TooMany from error
    except trees.Harmful as error:
        raise BadFile(str(error)) from error
    if root.tag != "quiz":
        raise BadFile(_("This is XML, but not Moodle's. Export the questions from Moodle as “Moodle XML”."))
    asked = [node for node in root.children("question") if node.get("type") != "category"]
    if len(asked) > questions.MOST:
        raise questions.TooMany
    return Reading("Moodle XML", tuple(Reader(node, language).question() for node in asked))


class Reader:
    """One question."""

    def __init__(self, node: Node, language: str) -> None:
        self.node, self.language = node, language
        self.pictures = next(node.iter("file"), None) is not None
        called = (node.get("type") or "?").strip()[:60]
        self.found = Question(
            place=_("Line %(line)d") % {"line": node.line},
            called=called,
            name=self.text(node.child("name")),
            prompt=self.text(node.child("questiontext")),
            general=self.text(node.child("generalfeedback")),
        )

    def question(self) -> Question:
        ways = {
            "multichoice": self.choice,
            "truefalse": self.truth,
            "matching": self.matching,
            "numerical": self.numerical,
            "ordering": self.ordering,
            "essay": self.essay,
            "shortanswer": self.short_answer,
        }
        made = ways[self.found.called]() if self.found.called in ways else questions.unknown(self.found)
        made = replace(made, name=made.name or self.found.prompt)
        if self.pictures or self.node.child("image_base64") is not None:
            made = made.note(_("The picture is not taken in. Put it in the lesson as a block of its own."))
        if self.combined():
            made = made.note(
                _(
                    "The feedback for right, partly right and wrong is not taken in: ours belongs to each answer."
                )
            )
        return made

    def combined(self) -> bool:
        names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
        return bool({self.text(self.node.child(name)) for name in names} - STANDARD - {""})

    def text(self, node: Node | None) -> str:
        """The node's text; HTML is what Moodle writes when it says nothing."""
        if node is None:
            return ""
        source = node.says("text") or (node.text or "").strip()
        kind = KINDS.get(node.get("format", "html"), "html")
        found = plaintext.of(source, kind, language=self.language)
        self.pictures = self.pictures or found.pictures
        return found.text

    def answers(self) -> list[Answer]:
        return [
            Answer(self.text(node), _share(node), self.text(node.child("feedback")))
            for node in self.node.children("answer")
        ]

    def choice(self) -> Question:
        single = self.node.says("single").lower() not in {"false", "0"}
        return questions.choice(self.found, self.answers(), many=not single)

    def truth(self) -> Question:
        """Old files name the answers in the bank's language; then the first is «true»."""
        nodes = list(self.node.children("answer"))
        if len(nodes) != 2:
            return self.found.refuse(
                _("A true/false question has two answers. There are %(n)d.") % {"n": len(nodes)}
            )
        said = [node.says("text").lower() for node in nodes]
        true = said.index("true") if "true" in said else 1 - said.index("false") if "false" in said else 0
        fact = _share(nodes[true]) > 0.5
        right = nodes[true] if fact else nodes[1 - true]
        wrong = nodes[1 - true] if fact else nodes[true]
        feedback = [self.text(node.child("feedback")) for node in (right, wrong)]
        return questions.truth(self.found, fact=fact, right=feedback[0], wrong=feedback[1])

    def matching(self) -> Question:
        pairs = [
            Answer(self.text(node), 1, other=self.text(node.child("answer")))
            for node in self.node.children("subquestion")
        ]
        return questions.matching(self.found, pairs)

    def ordering(self) -> Question:
        """The share is the line's place in newer files; in older ones it is the same for all."""
        lines = self.answers()
        shares = [line.share for line in lines]
        if len(set(shares)) == len(shares):
            lines.sort(key=lambda line: line.share)
        return questions.ordering(self.found, lines)

    def essay(self) -> Question:
        return questions.reflection(self.found.note(gift.essay()))

    def short_answer(self) -> Question:
        return questions.reflection(self.found.note(gift.short_answer()))

    def numerical(self) -> Question:
        """The first number that gives the whole score."""
        for node in self.node.children("answer"):
            value = numbers.number(node.says("text") or (node.text or ""))
            if value is not None and _share(node) > 0.999:
                tolerance = numbers.number(node.says("tolerance") or "0") or 0
                guess = Guess(value, tolerance, unit=self.node.says("units", "unit", "unit_name"))
                return numbers.estimate(self.found, guess, self.text(node.child("feedback")))
        return self.found.refuse(_("No number gives the whole score. Write it in the file."))


def _share(node: Node) -> float:
    """Moodle writes it in per cent."""
    return (numbers.number(node.get("fraction", "0")) or 0) / 100
