"""Driving load at a server: with wrk where it is installed, else with a small client of our own."""

import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from baerekraft.config.bench import cpu
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.product import Server

SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Plan:
    """What to send again and again; `bodies` is a file of lines, each a cookie, a tab and a body with @ID@ in it."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    bodies: str = ""
    status: int = 200
    must_hold: str = ""


@dataclass(frozen=True)
class Result:
    """What a round gave; `acknowledged` counts the answers that were as they should be."""

    acknowledged: int
    failed: int
    seconds: float
    cpu_ms: float

    @property
    def ms_each(self) -> float:
        return self.cpu_ms / self.acknowledged

    @property
    def per_second(self) -> float:
        return self.acknowledged / self.seconds


def by() -> str:
    return (
        "wrk"
        if shutil.which("wrk")
        else "the built-in client (slower than the server: mind the requests per second)"
    )


def drive(server: Server, plan: Plan, *, seconds: float, connections: int) -> Result:
    """Send for a while; any answer that is not as it should be fails the measurement."""
    before = cpu.of_tree(server.process)
    told = (_with_wrk if shutil.which("wrk") else _with_client)(server, plan, seconds, connections)
    used = cpu.of_tree(server.process) - before
    result = Result(told["acknowledged"], told["failed"], told["seconds"], used)
    if result.failed or not result.acknowledged:
        example = f" Such as: {told['example']}" if told.get("example") else ""
        raise BenchFailed(f"{result.failed} requests failed, {result.acknowledged} went well.{example}")
    return result


def _with_wrk(server: Server, plan: Plan, seconds: float, connections: int) -> dict:
    headers = [part for name, value in plan.headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", *headers, "-s", str(SCRIPT)]
    address = f"http://127.0.0.1:{server.port}{plan.path}"
    return _told([*command, address, "--", plan.method, plan.bodies, str(plan.status), plan.must_hold])


def _with_client(server: Server, plan: Plan, seconds: float, connections: int) -> dict:
    order = json.dumps(
        {"port": server.port, "plan": asdict(plan), "seconds": seconds, "connections": connections}
    )
    return _told([sys.executable, "-m", "baerekraft.config.bench.client", order])


def _told(command: list[str]) -> dict:
    ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    lines = [line for line in ran.stdout.splitlines() if line.startswith('{"acknowledged"')]
    if ran.returncode or not lines:
        raise BenchFailed(f"{command[0]} failed:\n{ran.stdout[-800:]}{ran.stderr[-800:]}")
    return json.loads(lines[-1])
