import time

import pytest

from baerekraft.learners import passes
from baerekraft.learners.tests.factories import make_learner

pytestmark = pytest.mark.django_db


def test_a_pass_says_what_it_was_given():
    kari = make_learner("Kari")

    found = passes.parse(passes.value(kari, proven=True, shared=True))

    assert found is not None
    assert (found.learner, found.proven, found.shared) == (kari.pk, True, True)


@pytest.mark.parametrize("value", [None, "", "x", "a.b.c:sig", "🦊" * 50, "0" * 5000])
def test_nonsense_is_no_pass(value):
    assert passes.parse(value) is None


def test_an_altered_pass_is_no_pass():
    value = passes.value(make_learner("Kari"), proven=False, shared=False)

    assert passes.parse(value.replace("..", ".p.", 1)) is None


def test_a_shared_computer_left_alone_forgets(monkeypatch):
    value = passes.value(make_learner("Kari"), proven=False, shared=True)
    later = time.time() + 31 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    assert passes.parse(value) is None
