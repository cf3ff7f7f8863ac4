from baerekraft.credentials.models import Certificate
from baerekraft.learners import passes
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.player.tests.browsing import browser
from baerekraft.records.tests.factories import make_part_done


def make_certificate(name: str = "Kari Nordmann", *, proven: bool = True) -> Certificate:
    learner = make_learner(name, email=f"{name.split()[0].lower()}@example.no", proven=proven)
    make_part_done(learner)
    return Certificate.objects.get(learner=learner)


def device_of(learner: Learner):
    """A browser where she has entered."""
    device = browser()
    device.cookies["baerekraft"] = passes.value(learner, proven=bool(learner.proven_at), shared=False)
    return device
