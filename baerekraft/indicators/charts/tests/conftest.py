from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english(nobodys_language: None) -> Iterator[None]:
    """What a chart says is then what stands in the code."""
    with translation.override("en"):
        yield
