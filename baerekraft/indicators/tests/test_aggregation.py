"""What must hold however figures are split and joined."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators import lineage
from baerekraft.indicators.lineage import CannotJoin
from baerekraft.indicators.models import Indicator

NAMES = st.text("0123456789", min_size=4, max_size=4)
COUNTS = st.decimals(min_value=0, max_value=1000000, places=2)
WEIGHTS = st.decimals(min_value=1, max_value=200000, places=0)
PARTS = st.dictionaries(NAMES, st.tuples(COUNTS, WEIGHTS), min_size=1, max_size=12)
SEVERAL = st.dictionaries(NAMES, st.tuples(COUNTS, WEIGHTS), min_size=2, max_size=12)
NEAR = Decimal("1e-15")


def values(parts):
    return {name: value for name, (value, _weight) in parts.items()}


def weights(parts):
    return {name: weight for name, (_value, weight) in parts.items()}


def joined_as(joining: str) -> Indicator:
    return Indicator(slug="utsikt", joining=joining)


@given(PARTS)
def test_a_sum_of_counts_is_at_least_the_largest_and_at_most_all_as_large(parts):
    whole = lineage.aggregate(values(parts))

    assert max(values(parts).values()) <= whole <= max(values(parts).values()) * len(parts)


@given(PARTS, COUNTS)
def test_one_more_part_adds_what_it_has(parts, more):
    assert lineage.aggregate({**values(parts), "more": more}) == lineage.aggregate(values(parts)) + more


@given(SEVERAL, st.integers(min_value=1))
def test_a_mean_is_the_same_when_the_parts_are_first_joined_in_two_groups(parts, cut):
    names = sorted(parts)
    at = 1 + cut % (len(names) - 1)
    groups = {"left": names[:at], "right": names[at:]}
    means = {
        group: lineage.aggregate({name: parts[name][0] for name in its}, weights(parts))
        for group, its in groups.items()
    }
    heavy = {group: sum(parts[name][1] for name in its) for group, its in groups.items()}

    whole = lineage.aggregate(values(parts), weights(parts))

    assert lineage.aggregate(means, heavy) == pytest.approx(whole, rel=NEAR, abs=NEAR)


@given(PARTS, st.integers(min_value=2, max_value=10))
def test_a_place_split_in_equal_parts_has_the_mean_it_had(parts, pieces):
    split = {f"{name}-{n}": (value, weight) for name, (value, weight) in parts.items() for n in range(pieces)}

    whole = lineage.aggregate(values(parts), weights(parts))

    assert lineage.aggregate(values(split), weights(split)) == pytest.approx(whole, rel=NEAR, abs=NEAR)


@given(SEVERAL)
def test_a_higher_part_makes_no_mean_lower(parts):
    raised = {name: (value + 1, weight) for name, (value, weight) in parts.items()}

    assert lineage.aggregate(values(raised), weights(parts)) >= lineage.aggregate(
        values(parts), weights(parts)
    )


@given(SEVERAL, st.data())
def test_without_a_weight_for_each_there_is_no_mean(parts, data):
    forgotten = data.draw(st.sampled_from(sorted(parts)))
    known = {name: weight for name, weight in weights(parts).items() if name != forgotten}

    for nothing in (known, {**known, forgotten: Decimal(0)}):
        with pytest.raises(CannotJoin, match=f"no weight for {forgotten}"):
            lineage.aggregate(values(parts), nothing)


@given(SEVERAL, st.data())
def test_a_weight_below_nothing_is_refused(parts, data):
    name = data.draw(st.sampled_from(sorted(parts)))

    with pytest.raises(CannotJoin, match="below nothing"):
        lineage.aggregate(values(parts), {**weights(parts), name: Decimal(-1)})


@given(SEVERAL, st.data(), st.sampled_from(["sum", "population"]))
def test_one_part_too_few_or_too_many_is_refused(parts, data, joining):
    missing = data.draw(st.sampled_from(sorted(parts)))
    fewer = {name: value for name, value in values(parts).items() if name != missing}
    indicator = joined_as(joining)

    with pytest.raises(CannotJoin, match=f"no figure for {missing}"):
        lineage.join(indicator, fewer, parts=parts, population=weights(parts))
    with pytest.raises(CannotJoin, match=f"{missing} is not a part"):
        lineage.join(indicator, values(parts), parts=fewer, population=weights(parts))


@given(SEVERAL, st.randoms(), st.sampled_from(["sum", "population"]))
def test_the_order_of_the_parts_does_not_matter(parts, random, joining):
    names = list(parts)
    random.shuffle(names)
    shuffled = {name: parts[name] for name in names}
    indicator = joined_as(joining)

    assert lineage.join(indicator, values(parts), parts=parts, population=weights(parts)) == lineage.join(
        indicator, values(shuffled), parts=names, population=weights(shuffled)
    )


@given(SEVERAL)
def test_a_share_of_something_unknown_is_never_joined(parts):
    with pytest.raises(CannotJoin, match="cannot be made from its parts"):
        lineage.join(joined_as("none"), values(parts), parts=parts, population=weights(parts))


@given(COUNTS, st.sampled_from(["sum", "population", "none"]))
def test_the_only_part_is_the_whole(value, joining):
    assert lineage.join(joined_as(joining), {"3001": value}, parts=["3001"]) == value
