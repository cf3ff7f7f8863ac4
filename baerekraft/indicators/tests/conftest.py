import pytest
from django.conf import settings

from baerekraft.indicators import loading
from baerekraft.indicators.models import Indicator
from baerekraft.municipalities import loading as municipalities


@pytest.fixture
def lines(db):
    """The municipalities, and not one figure."""
    municipalities.load()
    Indicator.objects.all().delete()


@pytest.fixture
def figures(db):
    """Those in the content files."""
    municipalities.load()
    loading.load(settings.CONTENT_DIR / loading.FOLDER)
