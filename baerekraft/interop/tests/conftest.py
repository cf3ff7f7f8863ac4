import pytest
from django.test import Client


@pytest.fixture
def ask(client: Client, db):
    """Ask the API, and get what the answer says."""

    def answer(address, status=200, **headers):
        response = client.get(f"/api/v1/{address}", headers=headers)
        assert response.status_code == status, response.content
        return response.json()

    return answer
