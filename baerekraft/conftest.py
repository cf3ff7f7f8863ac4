"""What every test may lean on: the real course in the database, and people who walk through it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from baerekraft.authoring import seeding
from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        seeding.seed(Path(settings.CONTENT_DIR))


@pytest.fixture(autouse=True)
def fresh_shelf() -> Iterator[None]:
    shelf.forget()
    yield
    shelf.forget()


@pytest.fixture(autouse=True)
def nobodys_language() -> None:
    """A page in another language leaves it active in its thread; the next test begins without."""
    translation.deactivate()


@pytest.fixture
def first_lesson(db: None) -> Entry:
    return shelf.now().lessons[0]


@pytest.fixture
def browser_without_script() -> Client:
    """A learner's browser: it says where its posts come from."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"})
