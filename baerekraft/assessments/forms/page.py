"""What every step's form is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from baerekraft.assessments import sets
from baerekraft.assessments.document import Document
from baerekraft.assessments.inputs import Sheet
from baerekraft.assessments.models import Link


@dataclass(frozen=True)
class Page:
    """`chosen` is what the address asks for, such as which alternative."""

    link: Link
    secret: str
    document: Document
    sheet: Sheet
    language: str
    chosen: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def known(self) -> sets.Sets:
        assessment = self.link.assessment
        return sets.every(assessment.brought_set if assessment else None)
