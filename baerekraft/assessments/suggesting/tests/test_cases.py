from collections import Counter

import pytest

from baerekraft.assessments.suggesting import cases, embedding, suggestions
from baerekraft.sdg import un


def figures(its, **options):
    return cases.measure(
        its,
        goals=lambda case: suggestions.goals(case.text, language=case.language, **options),
        targets=lambda case: tuple(
            one.number for one in suggestions.suggest(case.text, language=case.language, **options)
        ),
    )


def test_words_alone_find_the_main_goal_in_four_of_five_cases_that_nothing_was_tuned_on():
    assert figures(cases.test(), with_extra=False).main >= 0.80


@pytest.mark.skipif(not embedding.is_installed(), reason="the extra baerekraft[suggest] is not installed")
def test_with_the_extra_it_is_nine_of_ten():
    assert figures(cases.test()).main >= 0.90


def test_the_cases_are_many_short_and_speak_of_everything():
    every = cases.every()

    assert len(every) >= 140
    assert len({case.id for case in every}) == len({case.text for case in every}) == len(every)
    assert sum(case.language == "nn" for case in every) >= 25
    assert {case.goals[0] for case in every} == set(range(1, 18))
    for case in every:
        assert 25 <= len(case.text.split()) <= 70, case.id
        assert 1 <= len(case.goals) <= 4, case.id
        assert 1 <= len(case.targets) <= 5, case.id
        assert set(case.targets) <= un.numbers(), case.id


def test_the_halves_follow_from_the_ids_and_every_goal_is_in_both():
    tuning, test = cases.tuning(), cases.test()

    assert Counter(tuning + test) == Counter(cases.every())
    assert (len(tuning), len(test)) == (73, 76)
    assert {case.goals[0] for case in tuning} == {case.goals[0] for case in test} == set(range(1, 18))


def test_a_hit_is_the_main_goal_among_the_first_three():
    kari = cases.Case("kari", "nb", "…", goals=(4, 3), targets=("4.1", "3.4"))

    late = cases.measure([kari], goals=lambda case: (1, 2, 3, 4), targets=lambda case: ("3.4", "4.1"))
    found = cases.measure([kari], goals=lambda case: (1, 2, 4), targets=lambda case: ("4.1", "1.2", "1.3"))

    assert (late.main, late.any, late.targets) == (0.0, 1.0, 1.0)
    assert (found.main, found.any, found.targets) == (1.0, 1.0, 0.5)
