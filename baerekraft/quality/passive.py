"""Passive: sentences that hide who does it.

A single passive is no fault; it is a heap of them that makes a text hard to follow. So a block is told about when it has
several, and they are a good share of its sentences.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from baerekraft.quality import measures
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.passages import Passage

HEAP, SHARE = 3, 0.34
NEXT = r"(?=\s+(?:av|i|på|for|til|med|fra|frå|om|ved|uten|utan|etter|før|og|som|slik|når|mens|medan|da|då)\b|[.,;:!?»)]|$)"
ADVERBS = (
    "ikke|ikkje|også|óg|òg|ofte|aldri|alltid|da|då|nå|no|det|de|dei|den|han|hun|ho|dessuten|gjerne|bare|berre|derfor"
    "|fortsatt|framleis|nesten|helt|heilt|raskt|lett|snart|allerede|allereie|sjelden|sjeldan|likevel|først|sist|stadig"
)
BETWEEN = rf"(?:\s+(?:{ADVERBS})){{0,2}}"
STRONG = (
    "gjort|sagt|lagt|satt|tatt|gitt|sett|hørt|brukt|kjøpt|solgt|valgt|søkt|bygd|bygget|revet|skrevet|drevet|funnet"
    "|trukket|sendt|meldt|spurt|bedt|ført|styrt|stilt|løst|lest|vist|delt|målt|telt|kjørt|fulgt|hjulpet|holdt|pålagt"
    "|foreslått|vedtatt|avgjort|omtalt|påvist|brutt|skutt|båret|stjålet|tvunget|slått|født|dømt|kalt|nevnt|tømt|fylt"
    "|oppdaget|bestemt|innført|gjennomført|utført|godkjent|fjernet|stengt|åpnet"
)
STRONG_NN = (
    "gjort|sagt|lagt|sett|teke|tatt|gjeve|gitt|høyrt|brukt|kjøpt|selt|valt|søkt|bygd|bygt|rive|skrive|drive|funne"
    "|trekt|sendt|meldt|spurt|bede|ført|styrt|stilt|løyst|lese|vist|delt|målt|talt|køyrt|følgt|hjelpt|halde|pålagt"
    "|foreslått|vedteke|avgjort|omtalt|påvist|brote|skote|bore|stole|tvinga|slått|født|dømd|kalla|nemnt|tømt|fylt"
    "|bestemt|innført|gjennomført|utført|godkjent|fjerna|stengt|opna"
)
IRREGULAR = (
    "done|said|put|taken|given|seen|heard|bought|sold|chosen|built|written|driven|found|drawn|sent|told|shown|led|read"
    "|held|kept|made|brought|broken|cut|known|lost|paid|set|spent|taught|thrown|won|felt|left|met|run|begun|born"
)
# Words in -s that are no passive: reciprocal and deponent verbs, and other words.
ACTIVE = {
    "deres", "alles", "felles", "finnes", "lykkes", "mislykkes", "synes", "trives", "møtes", "minnes", "enes", "lovens",
    "undres", "begges", "annes", "ellers", "dennes", "dettes", "våres", "omgås", "slås", "kappes", "skjemmes", "grues",
    "eldes", "tvinnes", "samles", "skilles", "kjennes", "føles", "høres", "samarbeides", "forhåpentligvis", "selves",
    "forundres", "vanskes", "nødes", "trengs", "nylandes", "nordes", "ses", "utenlandes", "innenlandes",
    "hennes", "annerledes", "møttes", "fantes", "trivdes", "andres", "ansattes", "offentliges", "skyldes", "syntes",
    "lyktes", "mintes",
}  # fmt: skip
ACTIVE_NN = {
    "finnast", "synast", "møtast", "trivast", "lukkast", "minnast", "kjennast", "samlast", "skiljast", "høyrast", "semjast",
    "undrast", "slåast", "nærmast", "beast",
}  # fmt: skip
VERB_ES = re.compile(r"\b[a-zæøå]{2,}(?:[^\Waeiouyæøå\d_]es)\b|\b(?:\w*(?:tas|gis|nås|fås|dras))\b")
GENITIVE = re.compile(r"(?:(?:e|er|a)nes|hets|skaps|ets|ens|ings|ers|as)$")
VERBS_IN_NES = {
    "fjernes",
    "tjenes",
    "menes",
    "lånes",
    "regnes",
    "åpnes",
    "dannes",
    "kjennetegnes",
    "forenes",
    "skjønnes",
}

NB = re.compile(
    rf"\b(?:bli|blir|ble|blei|blitt){BETWEEN}\s+(?:(?:{STRONG})\b|(?!sikkert|konsert|ekspert)\w{{3,}}(?:ert|dd)\b|\w{{4,}}et\b{NEXT})",
    re.IGNORECASE,
)
NN = re.compile(
    rf"\b(?:bli|blir|blei|blitt|vert|verte|vart|vorte|vorti){BETWEEN}"
    rf"\s+(?:(?:{STRONG_NN})\b|\w{{3,}}(?:ert|dd)\b|\w{{4,}}a\b{NEXT})",
    re.IGNORECASE,
)
# Nynorsk has the s-passive after a modal verb only, which also tells it from superlatives such as «lettast».
NN_S = re.compile(
    r"\b(?:skal|skulle|må|måtte|kan|kunne|bør|burde|vil|ville|å)\b(?:\s+\w+){0,3}?\s+(\w{2,}ast)\b"
)
EN = re.compile(
    rf"\b(?:am|is|are|was|were|be|been|being)(?:\s+(?:not|also|often|never|always|already|then|now|\w+ly))?"
    rf"\s+(?:(?:{IRREGULAR})|\w{{2,}}ed)\b",
    re.IGNORECASE,
)
ADJECTIVES_EN = re.compile(
    r"\b(?:interested|tired|used|located|concerned|supposed|limited|related|worried|retired|need(?:ed)?|crowded|scared|pleased"
    r"|involved|married|allowed|bored|indeed|red|left|led|read|set|cut|run|felt|aged|invented|imagined)$",
    re.IGNORECASE,
)


def found(sentence: str, language: str) -> str:
    """The passive in the sentence as it stands there, empty when there is none."""
    return {"nb": _bokmal, "nn": _nynorsk, "en": _english}[language](sentence)


def _bokmal(sentence: str) -> str:
    if match := NB.search(sentence):
        return match[0]
    return next((word[0] for word in VERB_ES.finditer(sentence) if _is_s_passive(word[0])), "")


def _is_s_passive(word: str) -> bool:
    return word not in ACTIVE and (
        word in VERBS_IN_NES or not GENITIVE.search(word) or word.endswith(("tas", "dras"))
    )


def _nynorsk(sentence: str) -> str:
    if match := NN.search(sentence):
        return match[0]
    return next((match[1] for match in NN_S.finditer(sentence) if match[1] not in ACTIVE_NN), "")


def _english(sentence: str) -> str:
    return next((match[0] for match in EN.finditer(sentence) if not ADJECTIVES_EN.search(match[0])), "")


def heaps(passages: Iterable[Passage], language: str) -> Iterator[Hint]:
    for passage in passages:
        told = measures.sentences(passage.text) if passage.role == "prose" else []
        passives = [match for sentence in told if (match := found(sentence, language))]
        if len(passives) >= HEAP and len(passives) >= SHARE * len(told):
            what = _("%(count)d of %(all)d sentences are passive. Say who does it.")
            quote = " · ".join(passives)
            yield Hint.at(
                passage.place,
                Kind.PASSIVE,
                what % {"count": len(passives), "all": len(told)},
                Weight.COULD,
                quote,
            )
