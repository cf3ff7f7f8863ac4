import pytest
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.sdg import conflicts, sets, tables, un
from baerekraft.sdg.conflicts import Asks, Effect

marks = st.dictionaries(st.sampled_from(sorted(un.numbers())), st.sampled_from(Effect), max_size=25)
# Those that the known interactions are about, so that there is something to find.
ends = sorted({end for i in conflicts.known() for end in (i.from_, i.to, i.from_.partition(".")[0])})
telling = st.dictionaries(st.sampled_from(ends), st.sampled_from(Effect), min_size=1, max_size=12)


def ask(at_most=conflicts.MOST, **marked):
    """`_11_3="positive"` marks 11.3."""
    return conflicts.between(
        {key[1:].replace("_", "."): Effect(value) for key, value in marked.items()}, at_most
    )


def pairs(findings):
    return [(finding.seen, finding.other, finding.asks.value) for finding in findings]


def test_all_67_are_known_each_with_its_source_in_three_languages():
    known = conflicts.known()

    assert len({interaction.id for interaction in known}) == len(known) == 67
    for interaction in known:
        assert interaction.source.publisher
        assert interaction.source.url.startswith("http")
        for text in (interaction.topic, interaction.text, interaction.measure):
            assert all([text.nb, text.nn, text.en]), interaction.id
        assert interaction.from_ in sets.un()
        assert interaction.to in sets.un()


def test_building_densely_asks_of_the_green_spaces():
    found = ask(_11_3="positive")

    assert len(found) == 5
    assert {finding.asks for finding in found} == {Asks.BLIND_SPOT}
    assert ("11.3", "11.7", "blind_spot") in pairs(found)


def test_what_has_been_looked_at_is_no_blind_spot_but_may_be_a_conflict():
    found = pairs(ask(67, _11_3="positive", _11_7="negative", _15_5="none", _3_9="unknown", _11_4="both"))

    assert ("11.3", "11.7", "conflict") in found
    assert ("11.3", "15.5", "doubt") in found
    assert ("11.3", "3.9", "blind_spot") in found
    assert ("11.3", "11.4", "conflict") in found


def test_harm_follows_what_others_depend_on():
    """Whoever fills in a bog takes away what held the flood back."""
    assert ("15.1", "13.1", "blind_spot") in pairs(ask(_15_1="negative"))


def test_good_that_nobody_looked_for_comes_after_all_harm():
    found = ask(67, _11_3="positive")
    order = [finding.asks for finding in found]

    assert Asks.OPPORTUNITY in order
    assert order == sorted(order, key=conflicts.TIER.__getitem__)


def test_what_agrees_asks_nothing():
    found = pairs(ask(67, _11_2="positive", _3_4="positive", _13_2="positive", _3_9="positive"))

    assert not [pair for pair in found if pair[0] == "11.2"]


def test_every_mark_speaks_before_one_speaks_twice():
    found = ask(_11_3="positive", _8_9="positive", _7_2="positive", _9_1="positive")

    assert {finding.seen for finding in found[:4]} == {"11.3", "8.9", "7.2", "9.1"}


def test_the_very_target_comes_before_its_goal():
    found = ask(_8_9="positive", _7="positive")

    assert [(finding.seen, finding.by_goal) for finding in found[:2]] == [("8.9", False), ("7.2", True)]


def test_what_a_source_says_comes_before_what_is_inferred():
    """A nursing home: more traffic harms the climate, but that harms no climate budget. Farmland goes first."""
    found = ask(_13_2="negative", _9_1="positive", _8_1="positive")

    assert [finding.inferred for finding in found[:3]] == [0, 0, 1]
    assert found[2].seen == "13.2"


def test_a_conflict_marked_on_both_sides_is_what_its_target_says_first():
    found = ask(_11_3="positive", _11_2="positive", _13_2="positive", _11_7="negative", _11_1="positive")

    assert ("11.3", "11.7", "conflict") in pairs(found)


def test_a_goals_mark_gives_way_to_its_targets():
    assert "11.3" in {finding.seen for finding in ask(67, _11="positive")}
    assert "11.3" not in {finding.seen for finding in ask(67, _11="positive", _11_2="positive")}


def test_one_goal_can_hide_a_conflict_within_itself():
    assert ("11.3", "11.7", "blind_spot") in pairs(ask(67, _11="positive"))
    assert ("11.3", "11.7", "conflict") in pairs(ask(67, _11="both"))


def test_a_conflict_can_be_met_from_its_other_side_but_a_synergy_cannot():
    assert ("11.7", "11.3", "blind_spot") in pairs(ask(67, _11_7="positive"))
    assert not [
        finding
        for finding in ask(67, _13_2="negative")
        if finding.interaction.sign > 0 and not finding.forward
    ]


@pytest.mark.parametrize("at_most", [0, -1])
def test_whoever_asks_for_none_gets_none(at_most):
    assert ask(at_most, _11_3="positive") == ()


@given(marks | telling, st.integers(0, 70))
def test_never_more_than_asked_for_and_a_longer_list_begins_with_the_shorter(marked, at_most):
    found = conflicts.between(marked, at_most)

    assert len(found) <= at_most
    assert found == conflicts.between(marked, 100)[:at_most]
    assert len({finding.interaction.id for finding in found}) == len(found)


@given(telling, st.randoms())
def test_the_order_in_which_marks_were_made_does_not_matter(marked, random):
    shuffled = list(marked.items())
    random.shuffle(shuffled)

    assert conflicts.between(dict(shuffled)) == conflicts.between(marked)


@given(telling)
def test_each_finding_concerns_a_mark_and_a_blind_spot_has_not_been_looked_at(marked):
    for finding in conflicts.between(marked, 100):
        assert {finding.seen, finding.other} == {finding.interaction.from_, finding.interaction.to}
        mark = finding.seen.partition(".")[0] if finding.by_goal else finding.seen
        assert marked[mark].signs
        if finding.asks is Asks.BLIND_SPOT:
            assert marked.get(finding.other) in (None, Effect.UNKNOWN)
        if finding.asks is Asks.CONFLICT:
            assert finding.interaction.kind == "conflict"


@given(telling)
def test_harm_is_never_pushed_out_by_gain(marked):
    tiers = [conflicts.TIER[finding.asks] for finding in conflicts.between(marked, 100)]

    assert tiers == sorted(tiers)


@given(st.dictionaries(st.sampled_from(ends), st.sampled_from([Effect.NONE, Effect.UNKNOWN]), max_size=20))
def test_without_an_effect_there_is_nothing_to_ask(marked):
    assert conflicts.between(marked) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1.1-99.1,1,low,NRK,,2020,https://nrk.no", "the UN has no goal or target «99.1»"),
        ("1.1-1.2,4,low,NRK,,2020,https://nrk.no", "sign"),
        ("1.1-1.2,pluss,low,NRK,,2020,https://nrk.no", "sign is «pluss»"),
        ("1.1-1.2,1,sikkert,NRK,,2020,https://nrk.no", "certainty"),
        ("1.1-1.2,1,low,NRK,,i fjor,https://nrk.no", "year"),
        ("1.1-1.2,1,low,NRK,,2020,javascript:alert(1)", "url"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path, row, said):
    id = row.partition(",")[0]
    (tmp_path / "conflicts.csv").write_text(
        f"id,sign,certainty,publisher,title,year,url\n{row}\n", encoding="utf-8"
    )
    for language in tables.LANGUAGES:
        (tmp_path / f"conflicts.{language}.csv").write_text(
            f"id,topic,text,measure\n{id},a,b,c\n", encoding="utf-8"
        )

    with pytest.raises(tables.BadTable, match=r"conflicts\.csv, line 2") as told:
        conflicts.read(tmp_path)

    assert said in str(told.value)
