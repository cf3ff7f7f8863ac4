import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command

from baerekraft.config.bench import answer, cpu, load, nginx
from baerekraft.config.bench.browser import Browser, Exercises, Learner, Question, answer_to
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.load import Plan
from baerekraft.config.bench.product import Server
from baerekraft.config.bench.report import Report, Round, Target

PAGE = """<body data-lesson="del-1/hva" data-version="3">
<form action="/kurs/sok/"><input name="q"></form>
<form data-exercise="valg" data-kind="single_choice"><input type="radio" name="choice" value="a"><input
  type="radio" name="choice" value="b"></form>
<form data-exercise="myter" data-kind="fact_or_myth"><input type="radio" name="verdict-a" value="fact"><input
  type="radio" name="verdict-a" value="myth"><input type="radio" name="verdict-b" value="fact"></form>
<form data-exercise="anslag" data-kind="estimate"><input type="number" name="guess" min="5" max="90"></form>
<form data-exercise="tanke" data-kind="reflection"><textarea name="text"></textarea></form>
</body>"""


class Handler(BaseHTTPRequestHandler):
    """A server that accepts answers, and refuses those that say «no»."""

    protocol_version = "HTTP/1.1"
    seen: list[str] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Handler.seen.append(body)
        told = b'{"refused": ["x"]}' if "no" in body else b'{"refused": []}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(tmp_path):
    Handler.seen = []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield Server(process=1, port=httpd.server_port, data=tmp_path)
    httpd.shutdown()
    httpd.server_close()


def plan_of(server: Server, body: str) -> Plan:
    file = server.data / "bodies.txt"
    file.write_text(f"pass=1\t{body}\n")
    return Plan("/svar/", "POST", {"Content-Type": "application/json"}, str(file), must_hold='"refused": []')


WAYS = pytest.mark.parametrize(
    "has_wrk",
    [
        pytest.param(False, id="own client"),
        pytest.param(
            True, id="wrk", marks=pytest.mark.skipif(load.by() != "wrk", reason="wrk is not installed")
        ),
    ],
)


@WAYS
def test_every_request_carries_an_id_of_its_own(server, has_wrk, monkeypatch):
    if not has_wrk:
        monkeypatch.setattr(load.shutil, "which", lambda name: None)

    result = load.drive(server, plan_of(server, '{"id": "@ID@"}'), seconds=1, connections=2)

    assert result.acknowledged > 0
    assert len(set(Handler.seen)) == len(Handler.seen) >= result.acknowledged
    assert all(len(json.loads(body)["id"]) == 36 for body in Handler.seen)


@WAYS
def test_one_refused_answer_fails_the_measurement(server, has_wrk, monkeypatch):
    if not has_wrk:
        monkeypatch.setattr(load.shutil, "which", lambda name: None)

    with pytest.raises(BenchFailed, match="requests failed"):
        load.drive(server, plan_of(server, "no"), seconds=1, connections=2)


def test_answers_that_are_not_in_the_database_fail_the_measurement(server, monkeypatch):
    monkeypatch.setattr(answer, "rows", lambda database: 0)
    plan_of(server, "{}")

    with pytest.raises(BenchFailed, match="acknowledged, and 0 rows"):
        answer.counted(server, server.data / "bodies.txt", 1)


def test_cpu_time_counts_children_that_have_ended():
    work = "import time\nwhile time.process_time() < 0.2: pass"
    nested = f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {work!r}]); print(flush=True); input()"
    parent = subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with parent:
        parent.stdout.readline()

        assert 180 < cpu.of_tree(parent.pid) < 2000
        parent.stdin.close()


def test_a_lesson_page_gives_an_answer_to_each_exercise():
    page = Exercises()
    page.feed(PAGE)

    assert (page.lesson, page.version) == ("del-1/hva", 3)
    assert {form.exercise: answer_to(form.kind, form.fields) for form in page.forms} == {
        "valg": {"choice": "a"},
        "myter": {"verdicts": {"a": "fact", "b": "fact"}},
        "anslag": {"guess": 5.0},
        "tanke": {"text": "Vi kan begynne med å dele bil."},
    }


def test_a_line_holds_the_cookie_and_one_response():
    told = answer.line(Learner("pass=1", "uuid"), Question("del-1/hva", 3, "valg", {"choice": "a"}))
    cookie, body = told.rstrip("\n").split("\t")

    assert cookie == "pass=1"
    assert json.loads(body)["responses"][0]["id"] == "@ID@"


def test_the_bare_insert_counts_its_rows(tmp_path):
    result = answer.floor(tmp_path / "floor.sqlite3", 0.2)

    assert result.acknowledged > 0
    assert result.ms_each > 0


@pytest.mark.skipif(not nginx.program(), reason="nginx is not installed")
def test_the_floor_sends_the_same_bytes_and_headers(tmp_path):
    policy = "default-src 'none'; script-src 'self'"
    headers = [("Content-Security-Policy", policy), ("Content-Length", "8"), ("X-Mark", 'a "quoted" word')]

    with nginx.serving(b"<p>page</p>", b"squeezed", headers, tmp_path) as floor, Browser(floor) as browser:
        told, body = browser.get("/page", Accept_Encoding="br")

    assert body == b"squeezed"
    assert told.getheader("Content-Encoding") == "br"
    assert told.getheader("Content-Security-Policy") == policy
    assert told.getheader("X-Mark") == 'a "quoted" word'


def test_a_report_takes_the_middle_of_each_rounds_ratio():
    report = Report("lesson", "", rounds=[Round(2, 50, 1, 100), Round(30, 5, 10, 10), Round(8, 1, 1, 1)])

    assert report.cpu_ratio() == 3
    assert report.speed_ratio() == 0.5


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        (Target("CPU", 2.5, 2.5), True),
        (Target("CPU", 2.6, 2.5), False),
        (Target("speed", 0.6, 0.5, at_least=True), True),
        (Target("speed", 0.4, 0.5, at_least=True), False),
    ],
)
def test_a_target_is_reached_or_not(target, reached):
    assert target.reached is reached
    assert ("NOT REACHED" in str(target)) is not reached


def test_no_rounds_is_not_a_measurement():
    with pytest.raises(CommandError, match="At least one round"):
        call_command("bench", "lesson", rounds=0)
