"""Whole reports of a county and its municipalities, attacked by all numbers at once and over two mornings."""

from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from baerekraft.reports import settling
from baerekraft.reports.counting import Cell, Counted
from baerekraft.reports.suppression import Split, rounded
from baerekraft.reports.tests.attacking import at_least_outside, bounds

MONDAY = date(2026, 11, 2)
LESSONS = (1, 2, 3)
PART = SimpleNamespace(slug="del-1", lessons=[SimpleNamespace(lesson=lesson) for lesson in LESSONS])
UNITS = (11, 12)

people = st.tuples(
    st.sampled_from([1, 2, 3]),  # municipality
    st.sampled_from([0, *UNITS]),
    st.sampled_from(["", "employee", "leader"]),
    st.sets(st.sampled_from(LESSONS), min_size=1),  # started
    st.integers(0, 3),  # how many of them completed
)
# Alike people come in groups, so that numbers are reached where something is shown.
crowds = st.lists(st.tuples(people, st.integers(1, 9)), min_size=1, max_size=14)


def counted(crowds, municipality):
    one = Counted(units=UNITS)
    for (where, unit, role, started, done), many in crowds:
        if where != municipality:
            continue
        completed = sorted(started)[:done]
        whats = [("begun:del-1", 0), *(("started", lesson) for lesson in started)]
        whats += [("completed", lesson) for lesson in completed]
        whats += [("part:del-1", 0)] if len(completed) == len(LESSONS) else []
        for what, lesson in whats:
            groups = [Cell(what, lesson)]
            groups += [Cell(what, lesson, unit=unit)] if unit else []
            groups += [Cell(what, role=role)] if role and not lesson else []
            one.sums.update(dict.fromkeys(groups, many))
            if not lesson:
                one.weeks[MONDAY].update(dict.fromkeys(groups, many))
    return one


def settled(crowds):
    places = {
        municipality: settling.municipality(
            counted(crowds, municipality), [PART], as_of=MONDAY + timedelta(days=7)
        )
        for municipality in (1, 2, 3)
    }
    return places, settling.county(places, [PART], as_of=MONDAY + timedelta(days=7))


class System:
    """All that someone sees who sees several places at once, and all that must hold between the numbers."""

    def __init__(self):
        self.shown, self.true, self.splits, self.orders, self.rests = {}, {}, [], [], {}

    def see(self, settled, place=0):
        """A municipality, or with place 0 a county."""

        def at(cell):
            return cell._replace(place=cell.place or place)

        one = settled.counted
        splits = list(settling._by_lesson(one, [PART]))
        splits += [] if place == 0 else list(settling._by_group(one, [PART]))
        self.true |= {at(cell): count for cell, count in one.sums.items()}
        self.shown |= {at(cell): count for cell, count in settled.cells.items()}
        for split in splits:
            self.add(at(split.total), tuple(map(at, split.parts)), split.overlap)
        self.orders += [(at(low), at(high)) for low, high in settling._orders(one, [PART])]

    def see_county(self, settled, places):
        self.see(settled)
        for cell in settled.counted.sums:
            self.add(cell, tuple(cell._replace(place=place) for place in places), False)

    def add(self, total, parts, overlap):
        if not parts or parts[0].what.startswith("time:"):
            return  # nobody has made a pledge or told her time here
        self.splits.append(Split(total, parts, overlap))
        if not overlap:
            rest = self.true.get(total, 0) - sum(self.true.get(part, 0) for part in parts)
            self.rests[total, parts] = 0 if parts[0].place != total.place else rest

    def proven(self):
        cells = {cell for split in self.splits for cell in (split.total, *split.parts)}
        cells |= {cell for order in self.orders for cell in order}
        shown = {cell: self.shown.get(cell) for cell in cells}
        found = bounds(shown, self.splits, self.orders, self.rests)
        few = [split for split in self.splits if 0 < self.rests.get((split.total, split.parts), 0) < 5]
        outside = [split.total for split in few if at_least_outside(split, found) > 0]
        return [cell for cell, (low, _high) in found.items() if low > 0 and not shown[cell]] + outside


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_a_municipalitys_tables_together_tell_of_nobody_who_is_not_shown(crowds):
    places, _county = settled(crowds)
    for place, one in places.items():
        system = System()
        system.see(one, place)
        assert system.proven() == []


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_nor_does_a_county_with_everything_its_municipalities_see(crowds):
    places, county = settled(crowds)
    system = System()
    for place, one in places.items():
        system.see(one, place)
    system.see_county(county, places)

    assert system.proven() == []


def test_the_attacker_wins_over_numbers_that_are_only_rounded():
    crowds = [((1, 11, "leader", {1}, 0), 9), ((1, 12, "employee", {1}, 0), 4)]
    places, _county = settled(crowds)
    places[1].cells = {cell: rounded(count) for cell, count in places[1].counted.sums.items()}
    system = System()
    system.see(places[1], 1)

    assert {cell.unit for cell in system.proven()} == {12}
