"""The file that an assessment can be kept in, and opened from here or on another installation.

It is JSON that a person can read. Whoever sends one may have written anything in it: each value is cleaned as if it had
been typed, and what cannot be taken is left out and told, so that nothing is lost unseen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ValidationError

from baerekraft.assessments import envelope, fields, ladder, places, sets
from baerekraft.assessments.document import LONGEST_LINE, LONGEST_TEXT, MAIN, ZERO, Document
from baerekraft.assessments.envelope import FORMAT, VERSION, BadFile, sayable, shown
from baerekraft.assessments.fields import Fields
from baerekraft.assessments.models import Assessment, Comment, content_of
from baerekraft.sdg import targetfile, un
from baerekraft.sdg.sets import ours
from baerekraft.sdg.targets import UN, Target, TargetSet

# Each of the UN's targets judged in full in eight alternatives, and all the rest.
MOST_VALUES = 15_000
MOST_COMMENTS = 500
MOST_TOLD = 20
DEEPEST = 6
LONGEST_IN_COMMENT = {"step": 12, "name": 120, "text": 4000, "answer": 4000, "resolved_by": 120}
LONGEST_KEY = 80
# Mark-up that came along may be longer than the text that is in it.
LONGEST_RAW = 4 * LONGEST_TEXT

# What belongs to one case only, and would be wrong in the next.
OF_ONE_CASE = {
    "case/number",
    "case/municipality",
    "case/unit",
    "case/participants",
    "case/decided_on",
    "triage/impact_assessment",
    "triage/sami",
    "triage/children",
    "triage/universal_design",
}
OF_ONE_CASE_MEASURE = ("owner", "due_on", "outcome", "outcome_note")


@dataclass(frozen=True)
class Opened:
    """What a file held. `left_out` tells, in words, what the person should know of what could not be taken.

    `comments` are ready to become rows: step, name, text, at, answer, resolved_at, resolved_by.
    """

    fields: Fields
    language: str
    brought_set: dict[str, Any]
    comments: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...]


def _in_our_time(moment: datetime) -> datetime:
    """Years at the end of the calendar cannot be told in another time zone."""
    if not 1900 < moment.year < 2200:
        raise ValueError(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_in_our_time)]


class _Comment(BaseModel):
    step: str = ""
    name: str = ""
    text: str
    at: Moment
    answer: str = ""
    resolved_at: Moment | None = None
    resolved_by: str = ""


def write(assessment: Assessment, *, at: datetime, known: sets.Sets, comments: bool = True) -> bytes:
    """The assessment with its `comments`, and with its set of targets unless every installation has that."""
    document = fields.read(dict(sorted(assessment.fields.items())))
    target_set = _to_send(document, known)
    raw: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "saved_at": at.isoformat(timespec="seconds"),
        "installation": settings.ISSUER,
        "language": assessment.language,
        "document": content_of(document),
        "comments": [_comment(comment) for comment in assessment.comments.all()] if comments else None,
        "target_set": target_set.model_dump(mode="json", exclude_defaults=True) if target_set else None,
    }
    content = envelope.seal(raw)
    # The set can be had elsewhere, the assessment cannot.
    return content if len(content) <= envelope.MOST_BYTES else envelope.seal({**raw, "target_set": None})


def read(content: bytes) -> Opened:
    """What can be taken from a file that somebody sends. Raises BadFile."""
    raw, told = envelope.open(content)
    document = _document(raw)
    found: Fields = {}
    for path, value in _within_limits(document, told):
        _take(path, value, found, told)
    if sum(map(len, found.values())) > fields.MOST:
        raise BadFile(_("The file holds more text than an assessment can have. Shorten the longest texts."))
    brought = _brought(raw.get("target_set"), told)
    _tell_unknown_set(found, brought, told)
    comments = tuple(_comments(raw.get("comments"), told))
    return Opened(found, _language(raw, told), brought, comments, _first(told))


def template(fields: Mapping[str, str]) -> Fields:
    """A new case's fields from another's: its structure and what was thought, without what was true of that case only.

    The case number, who took part, days, owners, outcomes and the weighing go; so do the municipality and unit, lest
    the new case be counted in a stranger's list, and the answers about the law, which each case must give itself.

    The title stays, marked as a copy: the writer sees where she began, the two can be told apart in her list, and a
    title that was not changed is seen before it reaches a council.
    """
    kept = {path: value for path, value in fields.items() if not _of_one_case(path)}
    title, mark = kept.get("case/title", ""), _("(copy)")
    if title and not title.endswith(mark):
        kept["case/title"] = f"{title[: LONGEST_LINE - len(mark) - 1]} {mark}"
    return kept


def _of_one_case(path: str) -> bool:
    first, _slash, rest = path.partition("/")
    own = first == "measures" and rest.endswith(OF_ONE_CASE_MEASURE)
    return own or first in ("follow_up", "weighing") or path in OF_ONE_CASE


def _to_send(document: Document, known: sets.Sets) -> TargetSet | None:
    """The set that the assessment is made with, or else the one that its targets come from."""
    used = [
        document.targets,
        *(id.partition(":")[0] for a in document.alternatives.values() for id in a.targets),
    ]
    everywhere = {"", *map(sets.name, ours())}
    return next((known[name] for name in used if name not in everywhere and name in known), None)


def _comment(comment: Comment) -> dict[str, Any]:
    said = {name: getattr(comment, name) for name in _Comment.model_fields}
    return _Comment(**said).model_dump(mode="json", exclude_defaults=True)


def _document(raw: dict[str, Any]) -> dict[str, Any]:
    document = raw.get("document")
    if not isinstance(document, dict):
        raise BadFile(_("The file holds no assessment. Choose another file that you saved."))
    return document


def _within_limits(document: dict[str, Any], told: list[str]) -> list[tuple[str, str]]:
    """The document's values by path, of no more alternatives, conflicts and measures than one can have."""
    kept = {**document}
    for name, field in Document.model_fields.items():
        most = next((limit.max_length for limit in field.metadata if hasattr(limit, "max_length")), None)
        held = kept.get(name)
        if most and isinstance(held, dict) and len(held) > most:
            first = sorted(held, key=lambda id: id not in (MAIN, ZERO))
            kept[name] = {id: held[id] for id in first[:most]}
            told.append(_left(places.words(name), _("at most %d; the rest is left out.") % most))
    leaves = list(_leaves(kept, "", told))
    if len(leaves) > MOST_VALUES:
        raise BadFile(_("The file holds more than an assessment can have."))
    return leaves


def _leaves(value: Any, path: str, told: list[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and path.count("/") < DEEPEST:
        for key, inner in value.items():
            inner_path = f"{path}/{key}" if path else key
            if key and "/" not in key and len(key) <= LONGEST_KEY:
                yield from _leaves(inner, inner_path, told)
            else:
                told.append(_left(places.words(shown(inner_path)), _("not known here.")))
    elif isinstance(value, str):
        yield path, value
    elif value is not None:
        told.append(_left(places.words(shown(path)), _("not a text.")))


def _take(path: str, raw: str, found: Fields, told: list[str]) -> None:
    raw = sayable(raw)
    if len(raw) > LONGEST_RAW:
        told.append(_left(places.words(shown(path)), _("the text is too long.")))
        return
    try:
        if value := fields.clean(path, raw):
            found[path] = value
    except fields.NoSuchField:
        told.append(_left(places.words(shown(path)), _("not known here.")))
    except fields.Refused as refusal:
        told.append(_left(places.words(path), f"«{shown(raw)}». {refusal}"))


def _brought(raw: Any, told: list[str]) -> dict[str, Any]:
    """The set that came along, if it can be trusted and is not here already.

    Of its targets only the number and the text are taken: judgements and addresses in a stranger's set are not ours.
    """
    if raw is None:
        return {}
    visitor = _bare(raw)
    if visitor is None:
        told.append(_("The file's own set of targets has errors and is left out."))
        return {}
    here = sets.every().get(sets.name(visitor))
    if here and here.fingerprint == visitor.fingerprint:
        return {}
    if here or visitor.id == UN:
        told.append(
            _("The file's set of targets «%s» is not the one we know by that name, and is left out.")
            % sets.name(visitor)
        )
        return {}
    return visitor.model_dump(mode="json", exclude_defaults=True)


def _bare(raw: Any) -> TargetSet | None:
    try:
        visitor = TargetSet.model_validate(raw)
        bare = tuple(Target(number=target.number, text=target.text) for target in visitor.targets)
        visitor = TargetSet(**{**dict(visitor), "targets": bare})
    except (ValidationError, RecursionError):
        return None
    return visitor if _sound(visitor) else None


def _sound(visitor: TargetSet) -> bool:
    """What is asked of a set that is taken in by hand too: texts that can be read, and mappings that lead somewhere."""
    said = [visitor.title, *(target.text for target in visitor.targets)]
    texts = [visitor.source, *(getattr(text, code) for text in said for code in ("nb", "nn", "en"))]
    readable = all(
        len(text) <= targetfile.LONGEST_TEXT and text == sayable(fields.tidy(text)) for text in texts
    )
    return readable and all(m.to.set != UN or m.to.number in un.numbers() for m in visitor.mappings)


def _tell_unknown_set(found: Fields, brought: dict[str, Any], told: list[str]) -> None:
    wanted = found.get("targets", "")
    if wanted and wanted not in sets.every(brought):
        told.append(
            _(
                "The set of targets «%s» is not known here. Its targets keep their numbers, but not their texts."
            )
            % wanted
        )


def _comments(raw: Any, told: list[str]) -> Iterator[dict[str, Any]]:
    rows = raw if isinstance(raw, list) else []
    if raw is not None and (not isinstance(raw, list) or len(rows) > MOST_COMMENTS):
        told.append(_("Some of the comments could not be taken."))
    for row in rows[:MOST_COMMENTS]:
        try:
            comment = _Comment.model_validate(row)
        except ValidationError:
            told.append(_("A comment could not be taken: «%s»") % shown(str(row)))
        else:
            yield _as_row(comment)


def _as_row(comment: _Comment) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in dict(comment).items():
        if isinstance(value, str):
            value = fields.tidy(sayable(value))[: LONGEST_IN_COMMENT[name]]
        found[name] = value
    if found["step"] not in {step.key for step in ladder.STEPS}:
        found["step"] = ladder.STEPS[0].key
    return found


def _language(raw: dict[str, Any], told: list[str]) -> str:
    wanted = raw.get("language")
    if isinstance(wanted, str) and wanted in dict(settings.LANGUAGES):
        return wanted
    told.append(_("The file's language is not known here. The assessment is opened in bokmål."))
    return settings.LANGUAGE_CODE


def _left(where: str, why: str) -> str:
    return _("%(where)s: %(why)s") % {"where": where, "why": why}


def _first(told: Iterable[str]) -> tuple[str, ...]:
    once = list(dict.fromkeys(told))
    more = len(once) - MOST_TOLD
    return tuple(once) if more <= 0 else (*once[:MOST_TOLD], _("And %d more.") % more)
