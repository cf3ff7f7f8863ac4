import re

import pytest


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_person_reads_what_can_be_asked_for(client, db, language):
    response = client.get(f"/api/v1/?language={language}")
    text = response.content.decode()

    assert f'<html lang="{language}">' in text
    assert "/api/v1/municipalities/{municipality}" in text
    assert "/api/v1/openapi.json" in text
    examples = re.findall(r'<h4><a href="([^"]+)"', text)
    assert any("/lessons/" in example for example in examples)
    for example in examples:
        assert client.get(example).status_code == 200
    assert text.count("?language=") == 2


def test_nothing_is_fetched_from_elsewhere(client, db):
    text = client.get("/api/v1/").content.decode()

    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
