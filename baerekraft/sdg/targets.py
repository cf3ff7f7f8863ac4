"""Targets and sets of them. A set never changes: what changes gets a new version, and an old assessment keeps the old.

What an assessment keeps is a target's identity: set, version and number, written `un@2015:13.2`.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from baerekraft.sdg.texts import Frozen, Texts

SetId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$", max_length=20)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.([0-9]{1,3}|[a-z]))*$", max_length=15)]
Relevance = Literal["high", "medium", "low"]

UN, UN_VERSION = "un", "2015"
IDENTITY = re.compile(r"([a-z0-9-]{1,40})@([0-9A-Za-z.-]{1,20}):([0-9a-z.]{1,15})")


class Identity(Frozen):
    """Which target, once and for all. In the UN's set the number may be a goal's, `13`."""

    set: SetId
    version: Version
    number: Number

    @classmethod
    def parse(cls, text: str) -> "Identity":
        match = IDENTITY.fullmatch(text)
        if match is None:
            raise ValueError(f"«{text}» is not an identity such as un@2015:13.2")
        return cls(set=match[1], version=match[2], number=match[3])

    @classmethod
    def un(cls, number: str) -> "Identity":
        return cls(set=UN, version=UN_VERSION, number=number)

    def __str__(self) -> str:
        return f"{self.set}@{self.version}:{self.number}"


class Target(Frozen):
    """`goal` is the UN's goal that it stands under; a target outside the UN's set has mappings instead.

    `relevance` is how much a Norwegian municipality can do about it: our own judgement, with its reason in bokmål and,
    where the judgement rests on something read, that page's address.
    """

    number: Number
    text: Texts
    goal: Annotated[int, Field(ge=1, le=17)] | None = None
    relevance: Relevance | None = None
    reason: str = ""
    basis: str = ""

    @property
    def is_means(self) -> bool:
        """Whether it is one of the UN's means of implementation, lettered instead of numbered."""
        return self.goal is not None and self.number[-1].isalpha()


class Mapping(Frozen):
    """That a target is part of another: of the UN's, of a goal of the UN's, or of one in its own set."""

    number: Number
    to: Identity


class TargetSet(Frozen):
    format: Literal[1] = 1
    id: SetId
    version: Version
    title: Texts
    source: str = ""
    targets: Annotated[tuple[Target, ...], Field(min_length=1, max_length=500)]
    mappings: Annotated[tuple[Mapping, ...], Field(max_length=20_000)] = ()

    @model_validator(mode="after")
    def hangs_together(self) -> "TargetSet":
        numbers = [target.number for target in self.targets]
        if len(set(numbers)) < len(numbers):
            twice = next(number for number in numbers if numbers.count(number) > 1)
            raise ValueError(f"the target {twice} stands twice")
        if len(set(self.mappings)) < len(self.mappings):
            raise ValueError("a mapping stands twice")
        for mapping in self.mappings:
            if mapping.number not in self._by_number or not self._has(mapping.to):
                raise ValueError(f"the mapping from {mapping.number} to {mapping.to} leads nowhere")
        if round_trip := self.circle():
            raise ValueError(f"the targets are part of each other in a circle: {' → '.join(round_trip)}")
        return self

    def __getitem__(self, number: str) -> Target:
        return self._by_number[number]

    def __contains__(self, number: object) -> bool:
        return number in self._by_number

    def identity(self, number: str) -> Identity:
        return Identity(set=self.id, version=self.version, number=self[number].number)

    def under(self, goal: int) -> tuple[Target, ...]:
        """The targets that concern the UN's goal."""
        return tuple(target for target in self.targets if goal in self.goals(target.number))

    def goals(self, number: str) -> frozenset[int]:
        """The UN's goals that the target concerns."""
        return frozenset(int(un.partition(".")[0]) for un in self.un(number))

    def un(self, number: str) -> frozenset[str]:
        """The UN's targets, or goals, that the target is part of, by number."""
        if self.id == UN:
            return frozenset([self[number].number])
        found: set[str] = set()
        ahead, seen = [number], {number}
        while ahead:
            for to in self._leads_to.get(ahead.pop(), ()):
                if to.set == UN:
                    found.add(to.number)
                elif to.number not in seen:
                    seen.add(to.number)
                    ahead.append(to.number)
        return frozenset(found)

    def towards(self, un: str) -> tuple[Target, ...]:
        """The set as a view over the UN's: the targets in it that the UN's target `un` belongs to."""
        goal = un.partition(".")[0]
        return tuple(target for target in self.targets if self.un(target.number) & {un, goal})

    def circle(self) -> tuple[str, ...]:
        """The first circle of targets that are part of each other; empty where there is none, as in every set made."""
        return circle(
            [(mapping.number, mapping.to.number) for mapping in self.mappings if mapping.to.set != UN]
        )

    @cached_property
    def fingerprint(self) -> str:
        """Names the content, so that two sets with one id and version can be told apart."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @cached_property
    def _by_number(self) -> dict[str, Target]:
        return {target.number: target for target in self.targets}

    @cached_property
    def _leads_to(self) -> dict[str, tuple[Identity, ...]]:
        found: dict[str, tuple[Identity, ...]] = {}
        for mapping in self.mappings:
            found[mapping.number] = (*found.get(mapping.number, ()), mapping.to)
        return found

    def _has(self, to: Identity) -> bool:
        """Whether a mapping may lead there. That the UN has the number is asked where the UN's set is at hand."""
        if to.set == UN:
            return to.version == UN_VERSION
        return (to.set, to.version) == (self.id, self.version) and to.number in self._by_number


def circle(steps: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The first circle among the steps, from a number back to it; empty where there is none."""
    leads: dict[str, list[str]] = {}
    for number, to in steps:
        leads.setdefault(number, []).append(to)
    done: set[str] = set()
    for start in leads:
        way: list[str] = []
        ahead = [(start, False)]
        while ahead:
            number, leaving = ahead.pop()
            if leaving:
                done.add(way.pop())
            elif number in way:
                return (*way[way.index(number) :], number)
            elif number not in done:
                way.append(number)
                ahead += [(number, True), *((to, False) for to in leads.get(number, ()))]
    return ()
