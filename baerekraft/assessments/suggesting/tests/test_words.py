import pytest

from baerekraft.assessments.suggesting import evidence, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sykehjem", "sykehjemmet"),
        ("barnehage", "barnehagene"),
        ("bolig", "boliger"),
        ("krisesenter", "krisesenteret"),
        ("elev", "elevane"),
        ("lærar", "lærarar"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert words.stem(one, "no") == words.stem(other, "no")


@pytest.mark.parametrize(("one", "other"), [("demens", "dem"), ("kommunelege", "lege"), ("varm", "vare")])
def test_different_words_have_different_stems(one, other):
    assert words.stem(one, "no") != words.stem(other, "no")


KNOWN = {
    "barnehage": "barnehag",
    "barnehag": "barnehag",
    "plass": "plas",
    "plas": "plas",
    "bydel": "bydel",
    "utvikling": "utvikling",
    "verk": "verk",
    "sverk": "sverk",
    "flom": "flom",
    "skole": "skol",
    "av": "av",
}


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("barnehageplas", ("barnehag", "plas")),
        ("bydelsutvikling", ("bydel", "utvikling")),
        ("utviklingsverk", ("utvikling", "verk")),  # not utvikling and sverk
        ("flomvern", ("flom",)),
        ("småskole", ("skol",)),
        ("avgift", ()),
        ("sk", ()),
        ("flom" * 20, ()),
    ],
)
def test_a_compound_is_taken_apart_where_its_parts_are_known(compound, parts):
    assert words.parts(compound, KNOWN) == parts


def test_a_word_under_many_goals_says_less_than_one_under_one():
    known = evidence.gathered("no")
    rare, common = (
        known.of((words.stem("parkslirekne", "no"),)),
        known.of((words.stem("forurensning", "no"),)),
    )

    assert max(rare.values()) > max(common.values())


def test_a_target_that_a_municipality_can_do_little_about_weighs_less():
    known = evidence.gathered("no")

    assert known.of(("overfisk",)).get("14.4", 0) < known.of(("parkslirekn",))["15.8"]
