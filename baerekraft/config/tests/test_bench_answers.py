"""The load generator answers as a learner would: every kind of exercise takes what it sends."""

import pytest

from baerekraft.config.bench.browser import Exercises, answer_to
from baerekraft.exercises.kinds import BY_NAME
from baerekraft.pages import serving
from baerekraft.player import samples

pytestmark = pytest.mark.django_db


def test_the_load_generator_knows_every_kind():
    rendered = serving.render("/kurs/ovelser/")
    assert rendered
    page = Exercises()
    page.feed(rendered[0].decode().replace("<body", '<body data-lesson="a/b"', 1))

    answered = {form.kind: answer_to(form.kind, form.fields) for form in page.forms}

    assert set(answered) == set(BY_NAME)
    for form in page.forms:
        samples.samples().exercises[form.exercise].read(answered[form.kind])
