from hypothesis import given
from hypothesis import strategies as st

from baerekraft.assessments.merging import Merged, merge

paths = st.sampled_from(["case/title", "case/description", "weighing/summary", "measures/a1/text"])
texts = st.sampled_from(["", "Parken", "Torget", "Elva"])
tables = st.dictionaries(paths, texts)


def test_what_nobody_else_has_touched_is_karis():
    assert merge({"case/title": "A"}, {"case/title": "A"}, {"case/title": "B"}) == Merged(
        {"case/title": "B"}, {}
    )


def test_what_kari_has_not_touched_stays_olas():
    assert merge({"case/title": "A"}, {"case/title": "Ola"}, {"case/title": "A"}) == Merged({}, {})


def test_both_have_written_and_karis_words_are_set_aside():
    assert merge({"case/title": "A"}, {"case/title": "Ola"}, {"case/title": "Kari"}) == Merged(
        {}, {"case/title": "Kari"}
    )


def test_both_have_written_the_same():
    assert merge({}, {"case/title": "Torget"}, {"case/title": "Torget"}) == Merged({}, {})


def test_kari_empties_what_ola_has_rewritten_and_both_get_to_know():
    assert merge({"case/title": "A"}, {"case/title": "Ola"}, {"case/title": ""}) == Merged(
        {}, {"case/title": ""}
    )


def test_kari_rewrites_what_ola_has_emptied():
    assert merge({"case/title": "A"}, {}, {"case/title": "Kari"}) == Merged({}, {"case/title": "Kari"})


@given(tables, tables, tables)
def test_nothing_sent_is_lost(base, theirs, mine):
    """Every value that differs from what she saw is written, set aside, or stands there already."""
    merged = merge(base, theirs, mine)

    for path, value in mine.items():
        if value != base.get(path, ""):
            assert value in (merged.changed.get(path), merged.clashes.get(path), theirs.get(path, ""))


@given(tables, tables, tables)
def test_nothing_that_another_has_written_is_overwritten(base, theirs, mine):
    merged = merge(base, theirs, mine)

    assert all(theirs.get(path, "") == base.get(path, "") for path in merged.changed)


@given(tables, tables, tables)
def test_only_what_was_sent_and_changed_is_touched(base, theirs, mine):
    merged = merge(base, theirs, mine)

    assert merged.changed.keys() | merged.clashes.keys() <= mine.keys()
    assert not merged.changed.keys() & merged.clashes.keys()
    for path, value in {**merged.changed, **merged.clashes}.items():
        assert value == mine[path]
        assert value not in (base.get(path, ""), theirs.get(path, ""))


@given(tables, tables, tables)
def test_sent_again_it_changes_nothing_more(base, theirs, mine):
    first = merge(base, theirs, mine)
    again = merge(base, {**theirs, **first.changed}, mine)

    assert again == Merged({}, first.clashes)


@given(tables, tables)
def test_alone_she_is_always_right(base, mine):
    merged = merge(base, base, mine)

    assert merged.clashes == {}
    after = {**base, **merged.changed}
    assert all(after.get(path, "") == value for path, value in mine.items())


@given(tables, tables, tables)
def test_an_empty_field_is_the_same_as_none(base, theirs, mine):
    def without_empty(table):
        return {path: value for path, value in table.items() if value}

    assert merge(without_empty(base), without_empty(theirs), mine) == merge(base, theirs, mine)
