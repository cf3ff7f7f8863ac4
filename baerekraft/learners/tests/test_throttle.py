import pytest
from django.test import RequestFactory

from baerekraft.learners import throttle

pytestmark = pytest.mark.django_db


def caller(address: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return throttle.address_of(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))


def test_nobody_gets_another_address_by_saying_so(settings):
    settings.TRUST_PROXY = False

    assert caller("203.0.113.9", "10.0.0.1") == "203.0.113.9"


def test_behind_a_proxy_only_what_the_proxy_saw_counts(settings):
    settings.TRUST_PROXY = True

    assert caller("127.0.0.1", "10.0.0.1, 203.0.113.9") == "203.0.113.9"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("not an address:", "not an address:"),
    ],
)
def test_one_line_with_a_billion_addresses_counts_as_one(address, counted):
    assert caller(address) == counted


def test_each_stretch_of_time_is_counted_by_itself(monkeypatch):
    monkeypatch.setattr(throttle.time, "time", lambda: 3_600_000.0)
    assert [throttle.count("mail", "kari", minutes=60) for _ in range(3)] == [1, 2, 3]

    monkeypatch.setattr(throttle.time, "time", lambda: 3_600_000.0 + 59 * 60)
    assert throttle.count("mail", "kari", minutes=60) == 4

    monkeypatch.setattr(throttle.time, "time", lambda: 3_600_000.0 + 60 * 60)
    assert throttle.count("mail", "kari", minutes=60) == 1
