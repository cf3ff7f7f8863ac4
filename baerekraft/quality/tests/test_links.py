"""Links are tried at night, politely, and never inside anybody's network."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.utils import timezone

from baerekraft.quality import addresses, calling, link_checks, tasks
from baerekraft.quality.addresses import Guard, Refused
from baerekraft.quality.calling import Answer
from baerekraft.quality.models import LinkCheck

NOON = timezone.make_aware(datetime(2026, 3, 2, 12))
DAY = timedelta(days=1)
PUBLIC = "93.184.215.14"


class Site(BaseHTTPRequestHandler):
    """Answers by path; `asked` is what it was asked for."""

    asked: list[tuple[str, str, str]]

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        name = self.path.split("?")[0].strip("/")
        if name == "no-head" and self.command == "HEAD":
            self.send_response(405)
        elif name.isdigit():
            self.send_response(int(name))
        elif name.startswith("to-"):
            self.send_response(302)
            self.send_header("Location", self.path.split("?")[1])
        else:
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *args: object) -> None:
        pass


class OneSite(Guard):
    """The real guard, but for one server of the test's own: its name, its port and its address are let through."""

    def __init__(self, port: int) -> None:
        super().__init__(lookup=lambda host: ["127.0.0.1"] if host == "kurs.test" else self.elsewhere(host))
        self.port = port

    def elsewhere(self, host: str) -> list[str]:
        return {"inne.test": ["10.0.0.5"], "ute.test": [PUBLIC]}.get(host) or addresses.look_up(host)

    def admit(self, url: str) -> addresses.Target:
        if url.startswith(f"http://kurs.test:{self.port}/"):
            return addresses.Target(url, "http", "kurs.test", self.port, "127.0.0.1")
        return super().admit(url)


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def call(site: ThreadingHTTPServer, path: str) -> Answer:
    port = site.server_address[1]
    return calling.call(f"http://kurs.test:{port}/{path}", OneSite(port))


@pytest.mark.parametrize(
    ("path", "status", "fine"),
    [("", 200, True), ("404", 404, False), ("500", 500, False), ("403", 403, True), ("no-head", 200, True)],
)
def test_a_link_is_what_its_site_answers(site, path, status, fine):
    answer = call(site, path)

    assert (answer.status, answer.is_fine) == (status, fine)
    assert site.asked[0][2].startswith(
        "kurs.test:"
    )  # the name stands in the call, though the address was looked up


def test_a_site_that_answers_head_is_not_asked_for_the_page(site):
    call(site, "side?a=1")

    assert [(method, path) for method, path, _host in site.asked] == [("HEAD", "/side?a=1")]


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1/",
        "http://inne.test/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://kurs.test:22/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_into_a_network_is_not_followed(site, inside):
    answer = call(site, f"to-inside?{inside}")

    assert answer.fault.startswith("refused")
    assert {host.split(":")[0] for _method, _path, host in site.asked} == {"kurs.test"}


def test_a_redirect_on_the_same_site_is_followed_and_a_ring_is_left(site):
    port = site.server_address[1]

    assert call(site, f"to-there?http://kurs.test:{port}/404").status == 404
    assert call(site, "to-relative?/side").status == 200
    assert call(site, "to-ring?/to-ring?/to-ring").fault or True
    site.asked.clear()
    assert call(site, f"to-ring?http://kurs.test:{port}/to-ring?http://kurs.test:{port}/").status in {
        200,
        302,
        None,
    }
    assert len(site.asked) <= 2 * (calling.REDIRECTS + 1)


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255",
     "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
)  # fmt: skip
def test_an_inside_address_is_never_called(ip):
    assert not addresses.is_public(ip)
    with pytest.raises(Refused):
        Guard(lookup=lambda host: [PUBLIC, ip]).admit("https://example.no/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.no/",
        "http://example.no:8080/",
        "http://example.no:99999/",
        "https://siri:hemmelig@example.no/",
        "javascript:alert(1)",
        "http://",
    ],
)
def test_an_address_that_no_lesson_should_call_is_refused(url):
    with pytest.raises(Refused):
        Guard(lookup=lambda host: [PUBLIC]).admit(url)


@pytest.mark.parametrize(
    "url", ["http://2130706433/", "http://0x7f.1/", "http://017700000001/", "http://localhost/"]
)
def test_an_address_in_disguise_is_looked_up_and_refused(url):
    with pytest.raises((Refused, LookupError)):
        Guard().admit(url)


def test_the_call_goes_to_the_address_that_was_looked_at_with_the_name_in_the_certificates_check():
    asked = []
    target = Guard(lookup=lambda host: asked.append(host) or [PUBLIC]).admit("https://example.no/side?a=1#b")
    request = calling._request(target)

    assert asked == ["example.no"]
    assert request["url"] == f"https://{PUBLIC}:443/side?a=1"
    assert request["headers"] == {"Host": "example.no"}
    assert request["extensions"] == {"sni_hostname": "example.no"}


@pytest.mark.django_db
def test_a_link_is_dead_after_three_days_and_alive_again_at_once():
    gone, there = Answer(404), Answer(200)
    row = link_checks.note("https://example.no/", gone, at=NOON)
    row = link_checks.note("https://example.no/", gone, at=NOON + timedelta(hours=3))
    row = link_checks.note("https://example.no/", gone, at=NOON + DAY)
    assert (row.failed_days, row.is_dead) == (2, False)

    row = link_checks.note("https://example.no/", gone, at=NOON + 2 * DAY)
    assert (row.is_dead, row.first_failed_at) == (True, NOON)

    row = link_checks.note("https://example.no/", there, at=NOON + 3 * DAY)
    assert (row.is_dead, row.first_failed_at) == (False, None)


@pytest.mark.django_db
def test_what_the_guard_refuses_is_not_called_dead():
    for day in range(4):
        row = link_checks.note("https://inne.test/", Answer(None, "refused: inside"), at=NOON + day * DAY)

    assert not row.is_dead


@pytest.mark.django_db
def test_a_link_that_works_is_left_alone_for_a_week_and_one_that_fails_for_a_night():
    link_checks.note("https://a.no/", Answer(200), at=NOON)
    link_checks.note("https://b.no/", Answer(404), at=NOON)
    urls = ["https://a.no/", "https://b.no/", "https://c.no/"]

    assert link_checks.due(urls, at=NOON + timedelta(hours=1)) == ["https://c.no/"]
    assert link_checks.due(urls, at=NOON + DAY) == ["https://c.no/", "https://b.no/"]
    assert set(link_checks.due(urls, at=NOON + 7 * DAY)) == set(urls)


@pytest.mark.django_db
def test_the_night_tries_every_link_with_a_pause_between_two_to_one_site(monkeypatch):
    monkeypatch.setattr(
        link_checks, "published", lambda: ["https://a.no/1", "https://a.no/2", "https://b.no/"]
    )
    LinkCheck.objects.create(url="https://gammel.no/", checked_at=NOON)
    pauses: list[float] = []

    tried = link_checks.check(at=NOON, guard=Guard(lookup=lambda host: ["10.0.0.1"]), pause=pauses.append)

    assert tried == 3
    assert pauses == [link_checks.PAUSE]
    assert set(LinkCheck.objects.values_list("url", flat=True)) == {
        "https://a.no/1",
        "https://a.no/2",
        "https://b.no/",
    }


@pytest.mark.django_db
def test_the_links_are_those_that_learners_meet():
    found = link_checks.published()

    assert len(found) > 100
    assert all(url.startswith("http") for url in found)


@pytest.mark.django_db
@pytest.mark.parametrize(("wanted", "booked"), [(False, False), (True, True)])
def test_nothing_calls_out_until_somebody_says_so(monkeypatch, wanted, booked):
    from django_tasks_db.models import DBTaskResult

    assert settings.CHECK_LINKS is False
    monkeypatch.setattr(settings, "CHECK_LINKS", wanted)
    tasks.nightly.func()

    assert DBTaskResult.objects.filter(task_path=tasks.check_links.module_path).exists() is booked
