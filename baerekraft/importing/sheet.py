"""Questions in a spreadsheet: one row a question, with headings in Norwegian."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from baerekraft.importing import numbers, plaintext, questions
from baerekraft.importing.numbers import Guess
from baerekraft.importing.questions import Answer, Question, Reading
from baerekraft.sheets import spreadsheets
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.spreadsheets import Grid, Row

# What a heading may be called, in lower case. The first is the template's.
HEADINGS = {
    "type": ("type", "oppgavetype", "kind", "slag"),
    "name": ("navn", "namn", "name", "id", "tittel"),
    "prompt": ("spørsmål", "oppgave", "oppgåve", "question", "spørsmålstekst"),
    "right": ("riktig", "rett", "fasit", "correct", "riktig svar"),
    "general": ("forklaring", "generell tilbakemelding", "explanation", "feedback"),
    "unit": ("enhet", "eining", "unit"),
    "low": ("laveste", "lågaste", "minimum"),
    "high": ("høyeste", "høgaste", "maksimum", "maximum"),
    "margin": ("slingringsmonn", "toleranse", "tolerance"),
    "first": ("øverst", "first"),
    "last": ("nederst", "nedst", "last"),
}
NUMBERED = {
    "answer": re.compile(r"(?:svar|alternativ|påstand|linje|answer|option)\s*(\d{1,2})"),
    "feedback": re.compile(r"(?:tilbakemelding|feedback)\s*(\d{1,2})"),
}
NAMES = {
    "single_choice": ("ett riktig", "ett riktig svar", "eitt rett", "eitt rett svar", "enkeltvalg", "multichoice", "flervalg"),
    "multiple_choice": ("flere riktige", "flere riktige svar", "fleire rette", "fleire rette svar", "multiple choice"),
    "fact_or_myth": ("fakta eller myte", "sant/usant", "sant eller usant", "truefalse", "true/false"),
    "matching": ("finn parene", "finn para", "par", "kobling", "match"),
    "ordering": ("rekkefølge", "rekkjefølgje", "sortering i rekkefølge", "order"),
    "estimate": ("anslag", "anslå", "tall", "tal", "numerical"),
    "reflection": ("refleksjon", "tenk etter", "essay", "fritekst", "kortsvar", "shortanswer"),
}  # fmt: skip
KINDS = {name: kind for kind, names in NAMES.items() for name in (kind, kind.replace("_", " "), *names)}
HELP_SHEET = "Slik fyller du ut"
ARROW = re.compile(r"\s*(?:->|→|=>|⇒)\s*")
NONE = {"ingen", "none", "0"}


def read(body: bytes, *, language: str = "nb") -> Reading:
    grid = spreadsheets.read(body)
    columns, rows = headed(grid)
    if len(rows) > questions.MOST:
        raise questions.TooMany
    if not rows:
        raise BadFile(
            _("There are headings, but no questions below them. Fill in one row for each question.")
        )
    found = tuple(Line(row, columns, language).question() for row in rows)
    notes = []
    if len([sheet for sheet in grid.sheets if sheet != HELP_SHEET]) > 1:
        notes.append(_("Only the sheet “%(sheet)s” is read.") % {"sheet": grid.sheets[0]})
    return Reading(_("spreadsheet"), found, tuple(notes))


def headed(grid: Grid) -> tuple[dict[str, int], list[Row]]:
    """Which column is what, and the rows below the headings."""
    for place, row in enumerate(grid.rows[:20]):
        columns = dict(_columns(row))
        if "prompt" in columns:
            return columns, [row for row in grid.rows[place + 1 :] if row]
    raise BadFile(
        _("There is no column called “Spørsmål”. Begin with the template, which has the right headings.")
    )


def _columns(row: Row) -> Iterator[tuple[str, int]]:
    for column, cell in reversed(list(enumerate(row.cells))):
        heading = " ".join(cell.lower().split())
        for name, known in HEADINGS.items():
            if heading in known:
                yield name, column
        for name, pattern in NUMBERED.items():
            numbered = pattern.fullmatch(heading)
            if numbered:
                yield f"{name} {int(numbered.group(1))}", column


def is_headed(text: str) -> bool:
    """Whether a text file is a spreadsheet rather than GIFT."""
    head = text[:2_000].lower()
    return any(
        f'{mark}"{name}"' in head or f"{mark}{name}" in head
        for mark in ";,\t"
        for name in ("spørsmål", "question")
    )


class Line:
    """One row."""

    def __init__(self, row: Row, columns: dict[str, int], language: str) -> None:
        self.row, self.columns, self.language = row, columns, language
        self.found = Question(
            place=_("Row %(row)d") % {"row": row.number},
            called=self.cell("type") or "?",
            name=self.cell("name") or self.cell("prompt"),
            prompt=self.cell("prompt"),
            general=self.cell("general"),
        )

    def cell(self, name: str) -> str:
        column = self.columns.get(name)
        if column is None or column >= len(self.row.cells):
            return ""
        return plaintext.of(self.row.cells[column], "html", language=self.language).text

    def question(self) -> Question:
        if self.row.faults:
            return self.found.refuse("; ".join(self.row.faults) + ".")
        called = self.found.called.lower()
        kind = KINDS.get(" ".join(called.split())) or (self.guessed() if called == "?" else "")
        ways = {
            "single_choice": self.choice,
            "multiple_choice": self.choice,
            "fact_or_myth": self.truth,
            "matching": self.matching,
            "ordering": self.ordering,
            "estimate": self.estimate,
            "reflection": lambda: questions.reflection(self.found),
        }
        if kind not in ways:
            return self.unknown()
        return ways[kind]()

    def unknown(self) -> Question:
        if self.found.called == "?":
            return self.found.refuse(_("The column “Type” is empty. Write which kind of exercise this is."))
        return questions.unknown(self.found)

    def guessed(self) -> str:
        """What an empty «Type» must mean, where that is clear."""
        if any(ARROW.search(answer.text) for answer in self.answers()):
            return "matching"
        return "single_choice" if self.answers() and self.right() is not None else ""

    def answers(self) -> list[Answer]:
        numbered = range(1, questions.OPTIONS + 1)
        found = [Answer(self.cell(f"answer {n}"), 0, self.cell(f"feedback {n}")) for n in numbered]
        while found and not found[-1].text:
            found.pop()
        return found

    def right(self) -> set[int] | None:
        """The numbers of those that are right; None when the column does not say."""
        said, answers = self.cell("right"), self.answers()
        if said.lower() in NONE:
            return set()
        by_text = {answer.text.lower(): n for n, answer in enumerate(answers, start=1) if answer.text}
        if said.lower() in by_text:
            return {by_text[said.lower()]}
        found = set()
        for part in re.split(r"[;,\s]+(?:og\s+)?|\s+og\s+", said.lower().strip(" .")):
            n = (
                int(part)
                if part.isdecimal() and len(part) < 3
                else ord(part) - 96
                if re.fullmatch("[a-p]", part)
                else 0
            )
            if not 1 <= n <= len(answers):
                return None
            found.add(n)
        return found

    def choice(self) -> Question:
        right = self.right()
        if right is None:
            return self.found.refuse(
                _("The column “Riktig” must hold the numbers of the right answers, such as 2, or 1, 3.")
            )
        answers = [
            Answer(answer.text, float(n in right), answer.feedback)
            for n, answer in enumerate(self.answers(), start=1)
        ]
        many = KINDS.get(self.found.called.lower()) == "multiple_choice"
        return questions.choice(self.found, answers, many=many)

    def truth(self) -> Question:
        """Statements in the answers' columns; without any, the question is the statement, and «Riktig» says fact or myth."""
        answers = [answer for answer in self.answers() if answer.text]
        if not answers:
            return self.one_statement()
        right = self.right()
        if right is None:
            return self.found.refuse(
                _("The column “Riktig” must hold the numbers of the statements that are facts, or “ingen”.")
            )
        found = [
            {"text": answer.text, "fact": n in right, "feedback": answer.feedback or self.found.general}
            for n, answer in enumerate(self.answers(), start=1)
            if answer.text
        ]
        return questions.statements(self.found, found)

    def one_statement(self) -> Question:
        said = self.cell("right").lower()
        if said not in {
            "fakta",
            "sant",
            "sann",
            "ja",
            "t",
            "true",
            "myte",
            "usant",
            "usann",
            "nei",
            "f",
            "false",
        }:
            return self.found.refuse(_("The column “Riktig” must say “fakta” or “myte”."))
        fact = said in {"fakta", "sant", "sann", "ja", "t", "true"}
        return questions.truth(self.found, fact=fact, right=self.cell("feedback 1"), wrong="")

    def matching(self) -> Question:
        pairs = []
        for answer in self.answers():
            left, *right = ARROW.split(answer.text, maxsplit=1)
            pairs.append(Answer(left, 1, answer.feedback, other=right[0] if right else ""))
        if not any(pair.other for pair in pairs):
            return self.found.refuse(_("Write a pair in each answer, with an arrow between: bil -> utslipp."))
        return questions.matching(self.found, pairs)

    def ordering(self) -> Question:
        return questions.ordering(
            self.found, self.answers(), first=self.cell("first"), last=self.cell("last")
        )

    def estimate(self) -> Question:
        value = numbers.number(self.cell("right") or self.cell("answer 1"))
        if value is None:
            return self.found.refuse(_("The column “Riktig” must hold the number to guess."))
        guess = Guess(
            value,
            numbers.number(self.cell("margin")) or 0,
            self.cell("unit"),
            numbers.number(self.cell("low")),
            numbers.number(self.cell("high")),
        )
        return numbers.estimate(self.found, guess, self.cell("feedback 1"))
