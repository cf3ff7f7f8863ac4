"""GIFT: questions in a text file, as Moodle writes and reads them.

https://docs.moodle.org/en/GIFT_format. A question ends at an empty line; `{}` holds its answers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from baerekraft.importing import numbers, plaintext, questions
from baerekraft.importing.numbers import Guess
from baerekraft.importing.questions import Answer, Question, Reading

# A sign that is escaped stands as one that no file has, until the question has been taken apart.
ESCAPED = {
    "~": "\ue000",
    "=": "\ue001",
    "#": "\ue002",
    "{": "\ue003",
    "}": "\ue004",
    ":": "\ue005",
    "\\": "\ue006",
}
ESCAPE = re.compile(r"\\([~=#{}:\\])")
HELD = {held: sign for sign, held in ESCAPED.items()}
FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"^%(-?\d{1,3}(?:\.\d{0,10})?)%")
LONGEST = 40_000  # signs
VERDICTS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
CLOZE = re.compile(r"\{\d*:[A-Z_]+:")
# The ordering question's own form: «{>4 ALL VERTICAL ABSOLUTE_POSITION», then a line each.
ORDERING = re.compile(r"^>\s*\d*[ \t]*([A-Z_]+[ \t]*)*(?=\n|$)")


@dataclass(frozen=True)
class Texts:
    """How the texts of one question are read: `kind` is what its own text says it is written in."""

    kind: str
    language: str

    def plain(self, source: str) -> str:
        return self.read(source)[0]

    def read(self, source: str) -> tuple[str, str, bool]:
        """The text, what it was written in, and whether there were pictures in it."""
        stated = FORMAT.match(source)
        kind = stated.group(1).lower() if stated else self.kind
        source = source[stated.end() :] if stated else source
        source = released(source).replace("\\n", "\n")
        found = plaintext.of(source, "html" if kind == "moodle" else kind, language=self.language)
        return found.text, kind, found.pictures


def read(text: str, *, language: str = "nb") -> Reading:
    found = tuple(question(source, line, language) for line, source in pieces(text))
    return Reading("GIFT", found)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Each question's text and the line it begins in; comments and categories are left out."""
    text = re.sub("[\ue000-\ue006]", "", text)
    lines: list[str] = []
    begun = count = 0
    for number, line in enumerate([*re.split(r"\r\n|\r|\n", text), ""], start=1):
        if line.lstrip().startswith("//") or (not lines and line.lstrip().upper().startswith("$CATEGORY:")):
            continue
        if line.strip():
            begun = begun if lines else number
            lines.append(line)
        elif lines:
            count += 1
            if count > questions.MOST:
                raise questions.TooMany
            yield begun, "\n".join(lines).strip()
            lines = []


def held(source: str) -> str:
    return ESCAPE.sub(lambda found: ESCAPED[found.group(1)], source)


def released(source: str) -> str:
    return "".join(HELD.get(sign, sign) for sign in source)


def question(source: str, line: int, language: str) -> Question:
    if len(source) > LONGEST:
        place = _("Line %(line)d") % {"line": line}
        long = Question(place=place, called="?", name="", prompt=f"{source[:80]} …", general="")
        return long.refuse(_("The question is longer than a whole lesson. Shorten it, or divide it."))
    name, source = named(held(source))
    before, brace, rest = source.partition("{")
    inside, end, after = rest.partition("}")
    inside, general = inside.rpartition("####")[::2] if "####" in inside else (inside, "")
    asked = before.rstrip() + (" _____" if after.strip() else "") + after if end else source
    prompt, kind, pictures = Texts("moodle", language).read(asked)
    texts = Texts(kind, language)
    found = Question(
        place=_("Line %(line)d") % {"line": line},
        called="cloze" if CLOZE.search(source) else "?",
        name=plaintext.tidy(released(name)) or prompt,
        prompt=prompt,
        general=texts.plain(general),
    )
    if pictures:
        found = found.note(_("The picture is not taken in. Put it in the lesson as a block of its own."))
    if found.called == "cloze":
        return questions.unknown(found)
    if bool(brace) != bool(end) or "}" in before or set("{}") & set(after):
        return found.refuse(
            _("The braces { and } do not match. A question has one pair, with no empty line between them.")
        )
    return _with_answers(found, inside.strip(), texts, brace=bool(brace))


def named(source: str) -> tuple[str, str]:
    if source.startswith("::"):
        name, end, rest = source[2:].partition("::")
        if end:
            return name, rest.strip()
    return "", source


def _with_answers(found: Question, inside: str, texts: Texts, *, brace: bool) -> Question:
    if not brace:
        return replace(found, called="description").refuse(
            _("This is a text without a question. Put it in the lesson as a text block.")
        )
    verdict, *feedbacks = [part.strip() for part in inside.split("#", 2)]
    if not inside:
        return questions.reflection(replace(found, called="essay").note(essay()))
    if inside.startswith("#"):
        return numerical(replace(found, called="numerical"), inside[1:], texts)
    if inside.startswith(">"):
        lines = ORDERING.sub("", inside).splitlines()
        return questions.ordering(
            replace(found, called="ordering"), [Answer(texts.plain(one)) for one in lines]
        )
    if "~" in inside:
        return choice(replace(found, called="multichoice"), inside, texts)
    if "->" in inside and "=" in inside:
        return match(replace(found, called="matching"), inside, texts)
    if verdict.upper() in VERDICTS:
        wrong, right = ([texts.plain(one) for one in feedbacks] + ["", ""])[:2]
        fact = VERDICTS[verdict.upper()]
        return questions.truth(replace(found, called="truefalse"), fact=fact, right=right, wrong=wrong)
    return questions.reflection(replace(found, called="shortanswer").note(short_answer()))


def essay() -> str:
    return _("Becomes a reflection: what the learner writes is for the learner alone, and nobody marks it.")


def short_answer() -> str:
    return _("Becomes a reflection: we have no short answers, so the key is left out.")


def choice(found: Question, inside: str, texts: Texts) -> Question:
    answers = []
    for sign, body in re.findall(r"([~=])([^~=]*)", inside):
        weight = WEIGHT.match(body.strip())
        share = float(weight.group(1)) / 100 if weight else float(sign == "=")
        answers.append(_answer(WEIGHT.sub("", body.strip()), share, texts))
    return questions.choice(found, answers, many="=" not in inside)


def _answer(body: str, share: float, texts: Texts) -> Answer:
    text, _mark, feedback = body.partition("#")
    return Answer(texts.plain(text), share, texts.plain(feedback))


def match(found: Question, inside: str, texts: Texts) -> Question:
    answers = []
    for body in re.findall(r"=([^=]*)", inside):
        left, _arrow, right = body.partition("->")
        right, _mark, feedback = right.partition("#")
        answers.append(Answer(texts.plain(left), 1, texts.plain(feedback), other=texts.plain(right)))
    return questions.matching(found, answers)


def numerical(found: Question, inside: str, texts: Texts) -> Question:
    """The first answer that gives the whole score; those that give less, and feedback for the others, are left out."""
    bodies = re.findall(r"[=~]([^=~]*)", inside) if inside.lstrip()[:1] in "=~" else re.split("[=~]", inside)
    answers = []
    for body in bodies:
        weight = WEIGHT.match(body.strip())
        answers.append(
            _answer(WEIGHT.sub("", body.strip()), float(weight.group(1)) / 100 if weight else 1, texts)
        )
    right = next((one for one in answers if one.share >= 1 and bounds(one.text)), None)
    if not right:
        return found.refuse(_("There is no number to guess. Write it as {#42:2} or {#40..44}."))
    low, high = bounds(right.text) or (0, 0)
    if len([one for one in answers if one.text]) > 1:
        found = found.note(_("Only one of its numbers is taken in."))
    guess = Guess(value=float(f"{(low + high) / 2:.12g}"), tolerance=float(f"{(high - low) / 2:.12g}"))
    return numbers.estimate(found, guess, right.feedback)


def bounds(text: str) -> tuple[float, float] | None:
    """The lowest and highest number that count as right."""
    if ".." in text:
        low, high = (numbers.number(end) for end in text.split("..", 1))
        return None if low is None or high is None else (min(low, high), max(low, high))
    middle, _colon, margin = text.partition(":")
    value, tolerance = numbers.number(middle), numbers.number(margin or "0")
    return (
        (value - abs(tolerance), value + abs(tolerance))
        if value is not None and tolerance is not None
        else None
    )
