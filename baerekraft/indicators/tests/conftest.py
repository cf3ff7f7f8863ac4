import pytest
from django.conf import settings

from baerekraft.indicators import loading
from baerekraft.municipalities import loading as municipalities


@pytest.fixture
def lines(db):
    municipalities.load()


@pytest.fixture
def figures(lines):
    loading.load(settings.CONTENT_DIR / loading.FOLDER)
