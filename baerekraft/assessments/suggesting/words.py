"""A text's words as they stand and as they are compared: stems, without what means nothing, compounds by their parts."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import snowballstemmer

# A pasted text may hold combining marks and soft hyphens inside its words; PP-tjeneste and EE-avfall are one word each.
WORD = re.compile(r"(?:\b[^\W_]{1,2}-)?[^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]*)*")
INSIDE = "\u00ad"
BETWEEN = re.compile(r"[^.!?;:<>\n]{0,25}")  # what may stand between the words of a phrase
LONGEST = 45  # letters; the longest compound that is taken apart
SHORTEST = 3
ENDING = re.compile(r"(?:ene|ane|er|ar|en|et|e|a)$")
SHORTEST_HEAD, SHORTEST_TAIL = 4, 5  # where the rest of the compound is not known
JOINTS = ("s", "e", "-", "")

# The Norwegian stemmer knows bokmål and nynorsk alike.
STEMMERS = {"no": "norwegian", "en": "english"}

# Function words of both kinds of Norwegian, and what a case always says: that there is a case, a plan, a measure.
EMPTY = {
    "no": """administrasjonen alle allerede alt altfor andre anna annen annet ansvar antall arbeid arbeide at
        auke av avdeling bare bedre behov ber bes bidra bidrar blant ble bli blir blitt bort bruk
        bruke brukes både bør da dag dagens de deg dei deira del den denne der dere deres dersom det
        dette din dit ditt dra du eg egen eget ei eige eigen ein eine eit eller en enda enhet
        enkelte enn enten er et etablere etter fall fast faste fem fikk finne finnes fire fleire
        flere flertallet flest folk for foran foreslå foreslår foreslås formannskapet forslag
        forslaget fra fram framlegg fremme frå få får fått før føreslår første gang ganger gi gir
        gitt gje gjeld gjelder gjennom gjer gjev gjort gjør gjøre god gode godkjent godt grunn gå
        går gått ha hadde halv han har heile hele helst hennes her heretter hjelpe hos hun hus hva
        hvem hver hvert hvilke hvis hvor hvordan hvorfor høve høy høye høyt i ikke ikkje ingen inn
        innbyggar innbygger innbyggerne inne ja jeg kan kjem kom koma komme kommer kommunal
        kommunale kommunalt kommune kommunedirektør kommunedirektøren kommunen kommunens kommuner
        kommunestyret kostnad kostnaden kostnader kr krav krever krone kroner kun kunne kvar kvart
        lage lagt land lang langt legg legge legger legges ligger lik like lite liten litt man mange
        med meg meiner meir mellom men mener mens mer mest midlar midler millionar millioner mindre
        minst mot mulig mulighet muligheter mye mykje må mål målet måned måtte nabo naboer ned neste
        nivå nivåer no noe noen nok noko nokon ny nye nytt nytte nå når og også om omfatter område
        områdene områder opp oppe opplegg ordning ordningen oss over pengar penger person personer
        pga plan planen planer prosent prosjekt prosjektet på rask rundt rådmann rådmannen sak saka
        saken saker saman same samme sammen samt seg setje sett sette sidan side siden sikre sin
        sine sist siste sitt skal skulle slik slike små so som stad stadig starte stat staten sted
        stor store stort styrke står større støtte svært så særlig søke søker søkes søkjer søknad
        sørge ta tar tas tatt ti tid til tilbud tilbudet tilskot tilskudd tiltak tiltaka tiltaket to
        tre treng trenger tusen under ut utan ute uten utredning utviklede utvikling utviklingsland
        var varig vart ved vedta vedtak verd verden vere vi videre vil vill ville vise viser visse
        vurdere vurderer vurderes vurdering vår våre være yte år året årlig åtte øke øker økt ønske
        ønsker""",
    "en": """a about above according across after again all also am among an and any are as at based be because
        been before being below best better between both but by can case cases could council
        countries country developed developing did different do does doing down during each ensure
        especially etc few first for from further get global good great had has have having he her
        here hers high him his how however if important improve in including increase international
        into is it its itself just large last least less level levels like low made make many may
        measure measures more most much municipal municipality must my national need needs new no
        nor not number of off often on once one only or other our out over own particular people per
        percent person plan plans project projects promote proposal same second she should
        significantly since small so some state states strengthen substantially such support than
        that the their them then there these they this those three through time to too towards two
        under until up upon us use used using very was way we well were what when where which while
        who whom why will with within without work world would year years you your""",
}

# These mean nothing in just these forms; what has the same stem may: natur, bygd, lag, dyr.
EMPTY_FORMS = {
    "no": """brukar bruker brukere bygg byggast bygge byggene bygger bygges byggje byggjer dyrere dyrt dør følge
        følger følges følgje følgjer hindre hindrer kutter lager lages levere leverer naturlege
        naturlig naturligvis samler seg slag val valg velge velger verker virker""",
    "en": "natural leaves saw",
}


@dataclass(frozen=True)
class Token:
    """A word of the text: as it stands, where, its stem, and whether it means nothing alone."""

    surface: str
    start: int
    end: int
    stem: str
    empty: bool


@cache
def stemmer(family: str) -> Any:
    return snowballstemmer.stemmer(STEMMERS[family]).stemWord


@cache
def empty(family: str) -> frozenset[str]:
    return frozenset(EMPTY[family].split()) | frozenset(EMPTY_FORMS[family].split())


@cache
def empty_stems(family: str) -> frozenset[str]:
    """Of the longer ones, so that every form of them is known."""
    return frozenset(
        short for short in (stem(word, family) for word in EMPTY[family].split()) if len(short) >= 5
    )


def is_empty(word: str, stemmed: str, family: str) -> bool:
    """Whether the word means nothing alone. What a stemmer has cut much from is not the same word: kommunelege."""
    plain = folded(word)
    if len(plain) < SHORTEST or plain.isdigit() or plain in empty(family):
        return True
    return stemmed in empty_stems(family) and len(plain) <= len(stemmed) + 4


def folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).replace(INSIDE, "").lower()


def stem(word: str, family: str) -> str:
    """The stem, without the doubling that Norwegian writes before an ending: hjemmet is hjem."""
    plain = folded(word)
    found = str(stemmer(family)(plain))
    if len(found) <= SHORTEST < len(plain) - 1:  # demens is not dem, nor bolig bol
        found = ENDING.sub("", plain)
    if family == "no" and len(found) > 4:  # senteret is senter, and lærarar are lærar
        found = found.removesuffix("er").removesuffix("ar")
    return found[:-1] if len(found) > SHORTEST and found[-1] == found[-2] else found


def tokens(text: str, family: str) -> list[Token]:
    """Every word, in order."""
    seen: dict[str, tuple[str, bool]] = {}
    found = []
    for match in WORD.finditer(text):
        surface = match[0]
        if surface not in seen:
            stemmed = stem(surface[:LONGEST], family)
            seen[surface] = stemmed, is_empty(surface[:LONGEST], stemmed, family)
        found.append(Token(surface, match.start(), match.end(), *seen[surface]))
    return found


def stems(phrase: str, family: str) -> tuple[str, ...]:
    return tuple(stem(word, family) for word in WORD.findall(phrase))


def belong_together(text: str, first: Token, second: Token) -> bool:
    """Whether no sentence ends between the two words."""
    return BETWEEN.fullmatch(text, first.end, second.start) is not None


def parts(stemmed: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The stems of a compound's known parts: both where both are known, else the longer that begins or ends it."""
    length = len(stemmed)
    if length > LONGEST:
        return ()
    heads = [cut for cut in range(length - SHORTEST, SHORTEST - 1, -1) if stemmed[:cut] in known]
    tails = {cut for cut in range(SHORTEST, length - SHORTEST) if stemmed[cut:] in known}
    for head in heads:
        for joint in JOINTS:
            if head + len(joint) in tails and stemmed.startswith(joint, head):
                return known[stemmed[:head]], known[stemmed[head + len(joint) :]]
    begins = [stemmed[:cut] for cut in heads if cut >= SHORTEST_HEAD]
    ends = [stemmed[cut:] for cut in sorted(tails) if length - cut >= SHORTEST_TAIL]
    return tuple(known[part] for part in sorted([*begins[:1], *ends[:1]], key=len)[-1:])
