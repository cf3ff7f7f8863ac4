"""How the assessment was made, and what it is not."""

from django.utils.translation import gettext as _

from baerekraft.assessments import sets
from baerekraft.assessments.document import Document
from baerekraft.assessments.reporting.parts import Paragraphs
from baerekraft.assessments.reporting.sayings import listed
from baerekraft.sdg.targets import Identity


def paragraphs(case: Document, known: sets.Sets, *, judged: bool, sources: bool) -> Paragraphs:
    """`judged` where effects are told, and `sources` where conflicts with a source are."""
    return (
        _(
            "The report is made with Bærekraftsjekken. It shows how those who took part judge that the case affects the UN’s 17 Sustainable Development Goals. The judgements are theirs."
        ),
        *(_scale() if judged else ()),
        *(_coding() if sources else ()),
        _(
            "The report does not replace a statutory impact assessment (KU), an assessment under the Instructions for Official Studies, or a duty to consult."
        ),
        *(_targets(case, known) if judged else ()),
    )


def _scale() -> Paragraphs:
    return (
        _(
            "An effect is positive, negative or both, and small, medium or large, after the scale of Viken county. In tables + is small, ++ medium and +++ large, (+) a size that is not told, 0 not affected and ? not known. “Do not know” is an answer, and is listed as something that is not known."
        ),
        _(
            "There is no total score: a good effect on one goal does not cancel a bad effect on another. Effects and weighing are kept apart."
        ),
    )


def _coding() -> Paragraphs:
    return (
        _(
            "Conflicts that are known from elsewhere are told with their source. How strong and how certain they are is our own coding of what the source says."
        ),
    )


def _targets(case: Document, known: sets.Sets) -> Paragraphs:
    """Which sets of targets were used, in which version."""
    if not case.extended:
        return ()
    used = {
        f"{found.set}@{found.version}"
        for one in case.alternatives.values()
        for found in map(Identity.parse, one.targets)
    }
    named = [_set(name, known) for name in sorted(used or {case.targets or sets.DEFAULT})]
    return (_("Targets are taken from %(sets)s.") % {"sets": listed(named)},)


def _set(name: str, known: sets.Sets) -> str:
    found = known.get(name)
    version = name.partition("@")[2]
    if found is None:
        return _("the set %(name)s, which is not known here") % {"name": name}
    return _("%(title)s (version %(version)s)") % {"title": str(found.title), "version": version}
