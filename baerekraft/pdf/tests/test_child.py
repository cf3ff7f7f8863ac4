"""The child process that makes long documents."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from baerekraft.pdf import child
from baerekraft.pdf import compile as typesetting
from baerekraft.pdf.compile import PdfNotMade
from baerekraft.pdf.tests import reading

HERE = Path(__file__).parent
DAY = date(2026, 11, 22)
ENDLESS = HERE / "endless.typ"


def letter(text: str = "Kjære Kari") -> bytes:
    return child.pdf(HERE / "letter.typ", {"title": "Et brev", "text": text}, language="nb", created_on=DAY)


def process() -> subprocess.Popen[bytes]:
    letter()
    assert child._keeper.child
    return child._keeper.child.process


@pytest.fixture(autouse=True)
def a_new_child():
    child.stop()
    yield
    child.stop()


def test_it_makes_the_same_document_as_this_process_would():
    data = {"title": "Et brev", "text": "Kjære Kari"}

    assert letter() == typesetting.pdf(HERE / "letter.typ", data, language="nb", created_on=DAY)


def test_nothing_is_started_before_it_is_needed():
    assert child._keeper.child is None


def test_one_process_makes_many():
    first = process()

    assert process().pid == first.pid != os.getpid()


def test_a_fault_in_the_document_is_told_and_the_child_goes_on():
    before = process()

    with pytest.raises(PdfNotMade, match=r"without_alternative\.typ: .*alt"):
        child.pdf(HERE / "without_alternative.typ", {"title": "Et brev"}, language="nb", created_on=DAY)

    assert process().pid == before.pid


def test_a_killed_child_is_replaced_and_nobody_notices():
    killed = process()
    killed.kill()

    assert reading.text(letter("Kjære Ola")) == "Et brev Kjære Ola"
    assert process().pid != killed.pid


def test_a_child_killed_in_the_middle_of_a_document_is_given_one_more_try(monkeypatch):
    started = []
    monkeypatch.setattr(child.Child, "__init__", remembering(child.Child.__init__, started))
    stopping = threading.Event()
    killer = threading.Thread(target=kill_all, args=(started, stopping))
    killer.start()
    try:
        with pytest.raises(PdfNotMade, match="in the middle"):
            child.pdf(ENDLESS, {}, language="nb", created_on=DAY)
    finally:
        stopping.set()
        killer.join()

    assert len(started) == 2
    assert reading.text(letter()) == "Et brev Kjære Kari"


def remembering(make, started):
    def made(self):
        make(self)
        started.append(self.process)

    return made


def kill_all(started, stopping):
    while not stopping.wait(0.4):
        for one in started:
            one.kill()


def test_a_document_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(child, "SECONDS", 2)
    began = time.monotonic()

    with pytest.raises(PdfNotMade, match="not ready in 2 seconds"):
        child.pdf(ENDLESS, {}, language="nb", created_on=DAY)

    assert time.monotonic() - began < 20
    assert child._keeper.child is None
    assert reading.text(letter()) == "Et brev Kjære Kari"


def test_a_child_that_has_grown_is_replaced_by_a_smaller_one(monkeypatch):
    before = process()
    monkeypatch.setattr(child, "MEGABYTES", 1)

    grown = letter()

    monkeypatch.undo()
    assert before.returncode is not None
    assert letter() == grown


def test_many_at_a_time_do_not_mix():
    names = [f"Kari {number}" for number in range(12)]

    with ThreadPoolExecutor(6) as people:
        documents = list(people.map(letter, names))

    assert [reading.text(document) for document in documents] == [f"Et brev {name}" for name in names]


def test_a_failure_inside_tells_its_kind_and_not_what_stood_in_the_document():
    with pytest.raises(PdfNotMade) as refusal:
        child._made(make="pdf", template="/nowhere/Kari.typ", data={}, language="nb", created_on="Kari")

    assert "ValueError" in str(refusal.value)
    assert "Kari" not in str(refusal.value)


def test_it_has_none_of_our_secrets_and_no_django():
    told = Path(f"/proc/{process().pid}/environ").read_bytes()
    ask = "import sys; import baerekraft.pdf.child, baerekraft.pdf.__main__; print('django' in sys.modules)"

    assert {name.split(b"=")[0] for name in told.split(b"\0") if name} == {b"PYTHONPATH"}
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout == "False\n"


def test_it_ends_when_whoever_started_it_is_killed():
    lines = (
        "import time; from datetime import date; from pathlib import Path; from baerekraft.pdf import child\n"
        f"child.pdf(Path({str(HERE / 'letter.typ')!r}), {{'title': 'x', 'text': 'x'}}, language='nb', created_on=date(2026, 1, 1))\n"
        "print(child._keeper.child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", lines], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and is_running(pid):
        time.sleep(0.05)

    assert not is_running(pid)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_picture_becomes_a_png_this_wide():
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'

    made = child.png(drawn, width_mm=50, pixels=300)

    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20]) == int.from_bytes(made[20:24]) == 300


def test_what_is_no_picture_is_refused():
    with pytest.raises(PdfNotMade, match="picture"):
        child.png("<b>Kari</b>", width_mm=50, pixels=300)
