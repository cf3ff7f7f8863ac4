"""Dates as each language writes them."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "written"),
    [("nb", "3. november 2026"), ("nn", "3. november 2026"), ("en", "3 November 2026")],
)
def test_a_date_is_written_as_the_language_does(language, written):
    with translation.override(language):
        assert date_format(date(2026, 11, 3)) == written
