from collections.abc import Iterator
from typing import Any

import pytest

from baerekraft.mail.tests import postbox as postboxes
from baerekraft.mail.tests.postbox import Postbox


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A mail server to which the product sends."""
    with postboxes.opened() as postbox:
        settings.MAILERS = postbox.mailers()
        yield postbox
