from pathlib import Path

import pytest
from django.conf import settings

from baerekraft.authoring import seeding, spelling

FOLDER = Path(settings.CONTENT_DIR)


@pytest.mark.parametrize("language", spelling.DICTIONARIES)
def test_every_word_is_in_a_dictionary_or_in_our_own_list(language):
    assert spelling.misspelt(seeding.read(FOLDER, language), FOLDER / language) == []


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("nb", "Kommunen kjøpte nye møbbler i går.", {"møbbler"}),
        ("nn", "Kommunen kjøpte ikke nye møblar i går.", {"ikke"}),
        ("en", "The municipality recieved used furniture.", {"recieved"}),
    ],
)
def test_a_wrong_word_is_found(language, text, wrong):
    assert spelling.unknown(spelling.words_of(text), language) == wrong


def test_a_missing_dictionary_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(spelling.NoDictionary, match="apt-get install hunspell"):
        spelling.unknown(["ord"], "nb")
