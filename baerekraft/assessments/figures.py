"""A municipality's assessments in figures, counted from the rows when somebody asks.

What the answers say is counted from final assessments alone: a draft is nobody's business but its authors'. An
assessment is about a case and not about a person, but where there are few, a colleague may know whose one is; so
whoever shows figures to others asks `shareable` first, and shows the number of drafts to nobody else.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from baerekraft.assessments import fields
from baerekraft.assessments.document import Document
from baerekraft.assessments.models import Assessment
from baerekraft.municipalities.models import Municipality
from baerekraft.sdg.conflicts import Effect

FEWEST = 5
HARMS = {Effect.NEGATIVE, Effect.BOTH}


@dataclass(frozen=True)
class Overview:
    """`harmed` is the goals that what is proposed harms, `outcomes` what became of the measures; the most first.

    An outcome that nobody has told is `""`.
    """

    drafts: int
    finals: int
    kinds: dict[str, int]
    harmed: dict[int, int]
    outcomes: dict[str, int]

    @property
    def shareable(self) -> bool:
        return self.finals >= FEWEST


def of_municipality(municipality: Municipality) -> Overview:
    all_of_them = Assessment.objects.filter(municipality=municipality)
    finals = 0
    kinds, harmed, outcomes = Counter[str](), Counter[int](), Counter[str]()
    rows = all_of_them.exclude(final=None).order_by("pk").values_list("fields", flat=True)
    for row in rows.iterator(chunk_size=200):
        document = fields.read(row)
        finals += 1
        kinds[document.case.kind] += 1
        harmed.update(_harmed(document))
        outcomes.update(_outcomes(document))
    drafts = all_of_them.filter(final=None).count()
    return Overview(drafts, finals, _ordered(kinds), _ordered(harmed), _ordered(outcomes))


def _harmed(document: Document) -> Iterator[int]:
    return (int(goal) for goal, judgement in document.main.goals.items() if judgement.effect in HARMS)


def _outcomes(document: Document) -> Iterator[str]:
    return (str(measure.outcome) for measure in document.measures.values() if measure.text)


def _ordered[Key: (str, int)](counter: Counter[Key]) -> dict[Key, int]:
    """The most first; those that are as many stand in their own order."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
