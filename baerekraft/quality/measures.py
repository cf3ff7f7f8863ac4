"""Measures of text: sentences, words, and how hard it is to read.

LIX (C.-H. Björnsson, Läsbarhet, 1968): words a sentence plus the share in per cent of words with more than six letters.
English has no LIX tradition: Coleman–Liau (M. Coleman and T. L. Liau, Journal of Applied Psychology 60, 1975) is the
school year that can read it, 0.0588 L − 0.296 S − 15.8, where L is letters and S sentences to a hundred words. It
counts letters, so nobody has to guess at syllables.
"""

import re

WORD = re.compile(r"\d+(?:[ \u00a0,.]\d+)*|[^\W_]+(?:[-'’.,][^\W_]+)*")  # 48 000 is one word
LETTERS = re.compile(r"[^\W\d_]")
# A stop that ends no sentence. An ordinal needs no rule: a small letter follows it.
SHORT = re.compile(
    r"(?:\b(?:bl\.a|f\.eks|t\.d|m\.a|d\.v\.s|dvs|osv|ca|nr|kl|jf|jfr|mill|mrd|pkt|kap|art|evt|eks|inkl|mv|m\.m|o\.l|st"
    r"|prop|innst|meld|tlf|e\.g|i\.e|etc|mr|mrs|ms|dr|prof|vs))\.$",
    re.IGNORECASE,
)
END = re.compile(r"(?<=[.!?…:])[»”\"')]*\s+(?=[«“\"'(–-]*\s?[A-ZÆØÅ\d])|\n")


def sentences(text: str) -> list[str]:
    """The text's sentences. A colon ends one when a capital follows, and so does the end of a paragraph or list item."""
    found: list[str] = []
    for paragraph in text.splitlines():
        held = ""
        for piece in END.split(paragraph):
            held = f"{held} {piece}".strip()
            if not SHORT.search(held):
                found.append(held)
                held = ""
        if held:
            found.append(held)
    return [sentence for sentence in found if WORD.search(sentence)]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def lix(text: str) -> int:
    """How hard the text is: under 30 very easy, 40 newspapers, over 50 official prose, over 60 very hard."""
    every, told = words(text), len(sentences(text))
    if not every:
        return 0
    long = sum(len(LETTERS.findall(word)) > 6 for word in every)
    return round(len(every) / told + 100 * long / len(every))


def school_year(text: str) -> int:
    """Coleman–Liau: the school year that can read the text; 9 and below is plain English for everybody."""
    every, told = words(text), len(sentences(text))
    if not every:
        return 0
    hundred = len(every) / 100
    letters = len(LETTERS.findall(text))
    return max(0, round(0.0588 * letters / hundred - 0.296 * told / hundred - 15.8))
