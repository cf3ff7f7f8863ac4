import pytest

from baerekraft.learners.guard import from_elsewhere


def asked(method: str = "POST", **headers: str) -> bool:
    return from_elsewhere({"REQUEST_METHOD": method, "HTTP_HOST": "kurs.example.no", **headers})


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://kurs.example.no"},
        {},
    ],
)
def test_own_pages_may_post(headers):
    assert not asked(**headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://evil.example.com"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://["},
        {"HTTP_ORIGIN": "\ud800"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://kurs.example.no"},
    ],
)
def test_other_sites_may_not(headers):
    assert asked(**headers)
    assert not asked("GET", **headers)
