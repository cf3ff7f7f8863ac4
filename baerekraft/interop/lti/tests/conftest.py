from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from baerekraft.interop.lti.models import Platform
from baerekraft.interop.lti.platforms import PlatformForm
from baerekraft.interop.lti.tests import lms as platforms
from baerekraft.interop.lti.tests.lms import Lms


@pytest.fixture(autouse=True)
def neighbours(settings) -> None:
    """The platform is on this machine."""
    settings.OUTGOING_PRIVATE = True


@pytest.fixture
def lms(db: None) -> Iterator[Lms]:
    """A platform that staff have written down, and that knows our keys."""
    with platforms.running(settings.BASE_URL) as running:
        form = PlatformForm(running.described())
        assert form.is_valid(), form.errors
        form.save()
        running.registration.set_tool_key_set(Client().get("/lti/jwks.json").json())
        yield running


@pytest.fixture
def platform(lms: Lms) -> Platform:
    return Platform.objects.get()
