from collections.abc import Iterator
from pathlib import Path

import pytest

from baerekraft.indicators.fetching.client import Client, Limits
from baerekraft.indicators.fetching.tests import server


class Clock:
    """Time that passes only when somebody sleeps, or the test says so."""

    def __init__(self) -> None:
        self.now, self.slept = 1_800_000_000.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ssb(monkeypatch) -> Iterator[server.Ssb]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with server.running() as running:
        yield running


@pytest.fixture
def make_client(ssb: server.Ssb, clock: Clock, tmp_path: Path):
    made = []

    def make(*, ask_again: bool = False, **limits: float) -> Client:
        limits = {"silent_seconds": 5, **limits}
        made.append(
            Client(
                tmp_path / "ssb",
                hosts={ssb.url},
                limits=Limits(**limits),
                ask_again=ask_again,
                clock=clock,
                sleep=clock.sleep,
            )
        )
        return made[-1]

    yield make
    for client in made:
        client.__exit__(None, None, None)
