import pytest

from baerekraft.municipalities import loading


@pytest.fixture
def municipalities(db):
    loading.load()
