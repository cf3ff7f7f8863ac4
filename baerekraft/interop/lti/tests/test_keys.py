from datetime import timedelta

import jwt
import pytest
from django.core.management import call_command
from django.utils import timezone

from baerekraft.interop.lti import keys
from baerekraft.interop.lti.keys import KeyUnreadable
from baerekraft.interop.lti.models import LtiKey

pytestmark = pytest.mark.django_db


def kids(client) -> list[str]:
    return [key["kid"] for key in client.get("/lti/jwks.json").json()["keys"]]


def test_the_key_is_made_once_and_only_its_public_half_is_shown(client):
    shown = client.get("/lti/jwks.json").json()["keys"][0]

    assert kids(client) == [shown["kid"]] == [LtiKey.objects.get().kid]
    assert {"kty": "RSA", "use": "sig", "alg": "RS256"}.items() <= shown.items()
    assert not {"d", "p", "q"} & shown.keys()


def test_the_private_half_is_not_in_the_database_in_plain(client):
    key = keys.current()

    assert "PRIVATE KEY" not in key.private
    token = jwt.encode({"a": 1}, keys.private(key), algorithm="RS256")
    assert jwt.decode(token, key.public, algorithms=["RS256"]) == {"a": 1}


def test_with_another_secret_key_it_says_what_to_do(settings):
    key = keys.current()
    settings.SECRET_KEY = "another"

    with pytest.raises(KeyUnreadable, match="rotate-lti-key"):
        keys.private(key)


def test_after_a_rotation_the_old_public_half_is_shown_for_a_week(client, capsys):
    old = keys.current()

    call_command("rotate_lti_key")

    new = keys.current()
    assert new.kid != old.kid
    assert new.kid in capsys.readouterr().out
    assert kids(client) == [new.kid, old.kid]
    LtiKey.objects.filter(kid=old.kid).update(retired_at=timezone.now() - timedelta(days=8))
    assert kids(client) == [new.kid]
    call_command("rotate_lti_key")
    assert not LtiKey.objects.filter(kid=old.kid).exists()


def test_two_processes_that_begin_at_once_get_the_same_key():
    first = keys.current()

    assert keys._make(at=timezone.now()) == first
