from baerekraft.interop.lti.models import LtiLearner, LtiLine, Platform
from baerekraft.interop.lti.tests.walking import address, arrive
from baerekraft.learners import erasure, own_data
from baerekraft.learners.models import Learner


def test_kari_sees_where_she_came_from_in_her_download(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))

    (told,) = own_data.everything(Learner.objects.get())["learning_platforms"]

    assert (told["platform"], told["subject"]) == ("KS Øving", "u-kari")
    assert told["links"][0]["lesson"] == first_lesson.slug


def test_nobody_elses_is_in_it(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    arrive(client, lms, address(first_lesson), user="u-ola")

    ola = Learner.objects.get(name="Ola Hansen")

    assert [told["subject"] for told in own_data.everything(ola)["learning_platforms"]] == ["u-ola"]


def test_when_kari_is_erased_nothing_of_her_is_left_here(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))

    erasure.erase(Learner.objects.get())

    assert not LtiLearner.objects.exists()
    assert not LtiLine.objects.exists()
    assert Platform.objects.exists()


def test_erased_she_comes_back_as_somebody_new(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    before = Learner.objects.get().pk
    erasure.erase(Learner.objects.get())

    arrive(client, lms, address(first_lesson))

    assert Learner.objects.get().pk != before
