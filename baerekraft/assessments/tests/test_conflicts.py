import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from baerekraft.assessments import conflicts, links
from baerekraft.assessments.conflicts import FIRST, MOST, marks, pairs
from baerekraft.assessments.document import Alternative, Conflict, Document, Judgement, Measure
from baerekraft.assessments.tests.factories import goals, known_sets, make_document, make_link, targets
from baerekraft.sdg import conflicts as interactions
from baerekraft.sdg import targetfile
from baerekraft.sdg.conflicts import Asks

KNOWN = known_sets()
EFFECTS = ["positive", "negative", "both", "none", "unknown"]
ENDS = sorted({end for one in interactions.known() for end in (one.from_, one.to)})

judgements = st.builds(
    Judgement,
    effect=st.sampled_from(["", *EFFECTS]),
    gain=st.sampled_from(["", "small", "medium", "large"]),
    harm=st.sampled_from(["", "small", "medium", "large"]),
)
judged_goals = st.dictionaries(st.integers(1, 17).map(str), judgements, max_size=17)
judged_targets = st.dictionaries(
    st.one_of(
        st.sampled_from(ENDS).map(lambda number: f"un@2015:{number}"),
        st.integers(1, 6).map(lambda area: f"viken@2020:{area}"),
        st.just("nobody@1:2.3"),
    ),
    judgements,
    max_size=10,
)
mains = st.builds(Alternative, goals=judged_goals, targets=judged_targets)
ids = st.one_of(
    st.sampled_from([one.id for one in interactions.known()]),
    st.builds("{}-{}".format, st.integers(1, 17), st.integers(1, 17)),
    st.sampled_from(["own-1a", "own-2b", "99-0", "11.z-15.99"]),
)
words = st.builds(
    Conflict,
    state=st.sampled_from(["", "confirmed", "rejected"]),
    comment=st.sampled_from(["", "Parken får stå"]),
)
measures = st.builds(Measure, text=st.just("Plan for grønt"), about=ids | st.just(""))
documents = st.builds(
    lambda main, said, measures: Document(
        alternatives={"main": main}, conflicts=said, measures=dict(zip("abc", measures, strict=False))
    ),
    mains,
    st.dictionaries(ids, words, max_size=4),
    st.lists(measures, max_size=3),
)
moderately = settings(max_examples=60, deadline=None)


def found(*some, at_most=MOST, **more):
    return conflicts.found(make_document(*some, **more), KNOWN, at_most)


def by_id(*some, at_most=100, **more):
    return {one.id: one for one in found(*some, at_most=at_most, **more)}


def open_ones(some):
    return [one.id for one in some if one.said == Conflict() and not one.measures]


def spoken_of(document):
    said = {
        id
        for id, word in document.conflicts.items()
        if word != Conflict() and (word.comment or not id.startswith("own-"))
    }
    return said | {measure.about for measure in document.measures.values() if measure.about}


def test_an_empty_check_has_no_conflicts():
    assert conflicts.found(Document(), KNOWN) == ()


def test_kari_gains_a_town_and_pays_with_climate_and_is_asked_whether_they_pull_apart():
    one = by_id(goals({4: "positive", 15: "negative"}))["4-15"]

    assert (one.origin, one.asks, one.gains, one.harmed, one.goals) == ("opposed", None, "4", "15", (4, 15))
    with translation.override("en"):
        assert one.title == "4 Quality education against 15 Life on land"
        assert "good for 4 and harms 15" in one.question


def test_a_pair_that_is_known_to_pull_apart_is_told_once_with_its_source():
    some = by_id(goals({11: "positive", 15: "negative"}))

    assert "11-15" not in some
    one = some["11.3-15.5"]
    assert (one.origin, one.asks, one.gains, one.harmed) == ("known", Asks.CONFLICT, "11.3", "15.5")
    assert one.interaction.source.url.startswith("https://")
    assert str(one.interaction.measure)
    with translation.override("nb"):
        assert one.title.startswith("Fortetting: 11.3 ")


def test_what_a_source_says_explains_a_pair_rather_than_what_is_inferred_from_it():
    assert found(goals({11: "positive", 15: "negative"}))[0].id == "11.3-15.5"


def test_what_has_been_overlooked_is_asked_about():
    one = by_id(targets({"11.3": "positive"}))["11.3-11.7"]

    assert (one.asks, one.gains, one.harmed, one.follows) == (Asks.BLIND_SPOT, "11.3", "11.7", False)


def test_harm_that_brings_more_harm_is_not_told_as_a_gain():
    one = by_id(targets({"15.1": "negative"}))["15.1-13.1"]

    assert one.follows
    with translation.override("en"):
        assert "harms 15.1" in one.question
        assert "against" not in one.title


def test_a_conflict_met_from_its_other_side_tells_who_gains_and_who_is_harmed():
    one = by_id(targets({"11.3": "negative", "11.7": "positive"}))["11.3-11.7"]

    assert (one.gains, one.harmed) == ("11.7", "11.3")


def test_the_question_names_the_goal_where_only_the_goal_was_marked():
    with translation.override("en"):
        assert "good for 11." in by_id(goals({11: "positive"}))["11.3-11.7"].question
        assert "good for 11.3." in by_id(targets({"11.3": "positive"}))["11.3-11.7"].question


def test_a_goals_target_speaks_before_the_goal():
    some = by_id(goals({11: "positive", 15: "negative"}), targets({"15.5": "none"}))

    assert some["11.3-15.5"].asks is Asks.DOUBT
    assert "11-15" in some


def test_a_pair_keeps_company_with_what_is_known_to_be_neither_good_nor_bad():
    one = by_id(targets({"12.3": "positive", "3.8": "negative"}))["12-3"]

    assert (one.origin, one.asks) == ("opposed", None)
    assert one.interaction.id == "12.3-3.8"


def test_the_largest_effects_come_first():
    some = found(
        goals({4: "positive"}, gain="small"),
        goals({10: "positive"}, gain="large"),
        goals({6: "negative"}, harm="large"),
        goals({5: "negative"}, harm="small"),
    )

    assert some[0].id == "10-6"


def test_each_goal_is_heard_once_before_any_is_heard_again():
    marked = make_document(
        goals({1: "positive", 3: "positive", 4: "positive"}),
        goals({5: "negative", 6: "negative", 14: "negative"}),
    )
    chosen = pairs.strongest(pairs.apart(marks.made(marked, KNOWN)), (), MOST)

    assert {goal for pair in chosen[:3] for goal in pair} == {1, 3, 4, 5, 6, 14}
    assert chosen == chosen[:3]


def test_two_large_effects_are_told_though_both_goals_have_been_heard():
    marked = make_document(
        goals({1: "positive"}, gain="large"),
        goals({3: "positive"}, gain="small"),
        goals({5: "negative", 6: "negative"}, harm="large"),
    )

    assert (1, 6) in pairs.strongest(pairs.apart(marks.made(marked, KNOWN)), (), MOST)


def test_everything_marked_is_still_a_list_that_a_person_can_work_through():
    some = found(goals(dict.fromkeys(range(1, 18), "both"), gain="large", harm="large"))

    assert len(some) == MOST


def test_one_judgement_of_a_broad_target_is_no_conflict_between_the_goals_it_is_part_of():
    area = Judgement(effect="both")
    document = Document(alternatives={"main": Alternative(targets={"viken@2020:3": area})})

    assert not [one for one in conflicts.found(document, KNOWN, 100) if one.origin == "opposed"]


def test_a_municipalitys_own_target_speaks_for_the_uns():
    content = (
        "id;asker\nversion;2025\ntitle_nb;Asker\n\nnumber;text_nb;maps_to\n1;Tett by;un:11.3\n2;Natur;un:15\n"
    )
    own = targetfile.parse(content.encode(), "asker.csv", known=KNOWN.values())
    said = {"asker@2025:1": Judgement(effect="positive"), "asker@2025:2": Judgement(effect="negative")}
    document = Document(alternatives={"main": Alternative(targets=said)})

    some = {one.id: one for one in conflicts.found(document, {**KNOWN, "asker@2025": own})}

    assert some["11.3-15.5"].asks is Asks.CONFLICT


def test_what_was_said_of_the_very_target_goes_before_what_another_set_implies():
    said = {"viken@2020:3": Judgement(effect="positive"), "un@2015:2.4": Judgement(effect="none")}
    document = Document(alternatives={"main": Alternative(targets=said)})

    assert marks.effects(marks.made(document, KNOWN))["2.4"] == "none"


def test_an_answer_moves_nothing_and_lets_no_new_one_in():
    marked = goals(dict.fromkeys(range(1, 18), "both"), gain="large", harm="large")
    before = [one.id for one in found(marked)]

    after = found(marked, {f"conflicts/{before[1]}/state": "confirmed"})

    assert [one.id for one in after] == before
    assert after[1].answered
    assert after[1].confirmed


def test_an_answer_stays_when_the_marks_no_longer_point_to_it():
    said = {"conflicts/11.3-15.5/state": "rejected", "conflicts/3-4/comment": "Vi ser på det"}

    some = by_id(goals({1: "positive"}), said)

    assert some["11.3-15.5"].stale
    assert some["11.3-15.5"].interaction.id == "11.3-15.5"
    assert (some["3-4"].stale, some["3-4"].origin, some["3-4"].goals) == (True, "opposed", (3, 4))
    assert some["3-4"].question


def test_a_conflict_with_a_measure_stays_and_shows_it():
    measure = {
        "measures/b1/text": "Plan for parker",
        "measures/b1/about": "11.3-11.7",
        "measures/a1/text": "Annet",
    }

    one = by_id(measure)["11.3-11.7"]

    assert [(id, measure.text) for id, measure in one.measures] == [("b1", "Plan for parker")]


def test_karis_own_conflicts_come_last_as_she_made_them():
    some = found(
        goals({11: "positive"}),
        {
            "conflicts/own-b/title": "Støy mot søvn",
            "conflicts/own-a/gains": "9",
            "conflicts/own-a/harmed": "3",
            "conflicts/own-c/comment": "?",
        },
    )

    assert [one.id for one in some[-3:]] == ["own-a", "own-b", "own-c"]
    assert [one.goals for one in some[-3:]] == [(9, 3), (0, 0), (0, 0)]
    assert some[-2].title == "Støy mot søvn"
    assert all(one.title for one in some)
    assert not some[-1].stale


@pytest.mark.django_db
def test_the_page_opens_when_karis_own_conflict_names_no_goals(client):
    link = make_link(goals({11: "positive"}), {"conflicts/own-a/title": "Støy mot søvn"})

    page = client.get(reverse("assessments:step", args=[links.secret(link), "konflikter"]))

    assert page.status_code == 200
    assert "Støy mot søvn" in page.text


def test_an_empty_form_for_a_conflict_of_her_own_is_none():
    assert found({"conflicts/own-a/state": "confirmed"}) == ()


def test_good_that_nobody_looked_for_is_no_conflict_but_an_opportunity():
    document = make_document(targets({"11.2": "positive"}))

    assert "11.2-3.4" not in {one.id for one in conflicts.found(document, KNOWN, 100)}
    assert "11.2-3.4" in {one.interaction.id for one in conflicts.opportunities(document, KNOWN)}
    assert len(conflicts.opportunities(document, KNOWN, 2)) == 2


@pytest.mark.parametrize("known", interactions.known(), ids=lambda known: known.id)
def test_every_one_of_the_67_can_be_reached_and_shows_its_source(known):
    """A conflict from what gains, a joint gain from what is harmed, and what is neither beside the pair."""
    effect = "negative" if known.kind == "synergy" else "positive"
    other = {known.to: "negative"} if known.kind == "neutral" else {}

    some = found(targets({known.from_: effect, **other}))

    assert known in [one.interaction for one in some]


@pytest.mark.parametrize(
    "known", [one for one in interactions.known() if one.sign > 0], ids=lambda known: known.id
)
def test_every_joint_gain_can_be_pointed_out(known):
    document = make_document(targets({known.from_: "positive"}))

    assert known in [one.interaction for one in conflicts.opportunities(document, KNOWN, 67)]


@moderately
@given(documents, st.integers(-1, 30))
def test_no_conflict_is_told_twice_and_never_more_than_asked_for(document, at_most):
    some = conflicts.found(document, KNOWN, at_most)

    assert len({one.id for one in some}) == len(some)
    assert len(open_ones(some)) <= max(0, at_most)
    assert len(some) <= max(0, at_most) + len(spoken_of(document))


@moderately
@given(documents)
def test_only_what_is_marked_speaks_and_harm_is_told_where_signs_oppose(document):
    made = marks.made(document, KNOWN)
    gains, harms = marks.gains(made), marks.harms(made)

    for one in conflicts.found(document, KNOWN, 200):
        if one.stale or one.origin == "own":
            continue
        assert one.id == f"{one.gains}-{one.harmed}" or one.interaction.id == one.id
        if one.asks in (None, Asks.CONFLICT):
            assert one.goals[0] in gains
            assert one.goals[1] in harms
        else:
            assert one.goals[0] in (harms if one.follows else gains)


@moderately
@given(documents)
def test_where_one_goal_gains_and_another_pays_it_is_among_the_first(document):
    apart = pairs.apart(marks.made(document, KNOWN))
    first = conflicts.found(document, KNOWN, FIRST)

    if apart:
        assert [one for one in first if one.asks in (None, Asks.CONFLICT) and one.goals in apart]


@moderately
@given(documents, st.integers(0, 15))
def test_what_has_been_spoken_of_never_vanishes(document, at_most):
    listed = {one.id: one for one in conflicts.found(document, KNOWN, at_most)}

    assert spoken_of(document) <= listed.keys()
    for id in spoken_of(document):
        assert listed[id].said == document.conflicts.get(id, Conflict())
        assert {key for key, _measure in listed[id].measures} == {
            key for key, measure in document.measures.items() if measure.about == id
        }


@moderately
@given(documents, st.integers(0, 15), st.integers(0, 15))
def test_what_is_open_in_a_longer_list_begins_with_the_shorter(document, some, more):
    shorter = open_ones(conflicts.found(document, KNOWN, some))
    longer = open_ones(conflicts.found(document, KNOWN, some + more))

    assert longer[: len(shorter)] == shorter


@moderately
@given(mains, st.integers(0, 15), st.integers(0, 15))
def test_before_anything_is_answered_a_longer_list_begins_with_the_shorter(main, some, more):
    document = Document(alternatives={"main": main})
    shorter = conflicts.found(document, KNOWN, some)

    assert conflicts.found(document, KNOWN, some + more)[: len(shorter)] == shorter


@moderately
@given(documents, st.randoms(use_true_random=False))
def test_the_order_in_which_marks_were_made_does_not_matter(document, random):
    def shuffled(table):
        items = list(table.items())
        random.shuffle(items)
        return dict(items)

    main = Alternative(goals=shuffled(document.main.goals), targets=shuffled(document.main.targets))
    again = Document(
        alternatives={"main": main},
        conflicts=shuffled(document.conflicts),
        measures=shuffled(document.measures),
    )

    assert conflicts.found(again, KNOWN) == conflicts.found(document, KNOWN)


@moderately
@given(documents, st.data())
def test_an_answer_never_changes_the_order_of_what_was_shown(document, data):
    before = [one.id for one in conflicts.found(document, KNOWN)]
    if not before:
        return
    id = data.draw(st.sampled_from(before))
    said = document.conflicts.get(id, Conflict()).model_copy(update={"state": "rejected"})
    answered = {**document.conflicts, id: said}

    after = conflicts.found(document.model_copy(update={"conflicts": answered}), KNOWN)

    assert [one.id for one in after] == before


@moderately
@given(documents)
def test_every_conflict_can_be_put_in_words(document):
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            for one in conflicts.found(document, KNOWN, 200):
                assert one.title
                assert one.question or one.origin == "own"
                assert len(one.goals) == 2


@moderately
@given(documents)
def test_the_zero_alternative_has_no_part_in_it(document):
    zero = Alternative(goals={"1": Judgement(effect="positive"), "2": Judgement(effect="negative")})
    with_zero = document.model_copy(update={"alternatives": {**document.alternatives, "zero": zero}})

    assert conflicts.found(with_zero, KNOWN) == conflicts.found(document, KNOWN)
