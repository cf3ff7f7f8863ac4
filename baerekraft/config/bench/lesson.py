"""A lesson's page, beside the same bytes from nginx."""

from baerekraft.config.bench import load, nginx, product
from baerekraft.config.bench.browser import Browser
from baerekraft.config.bench.load import Plan
from baerekraft.config.bench.report import Report, Round, Say, Target, close

CPU_LIMIT = 2.5
SPEED_LIMIT = 0.5
CONNECTIONS = 32


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    with product.running() as server, Browser(server) as browser:
        path = browser.lessons()[0]
        plain = browser.get(path)[1]
        answer, compressed = browser.get(path, Accept_Encoding="br")
        ask = {"Accept-Encoding": "br"}
        with nginx.serving(plain, compressed, answer.getheaders(), server.data) as floor:
            with Browser(floor) as other:
                same = other.get("/page", Accept_Encoding="br")[1] == compressed
            report = Report(
                "lesson",
                f"{path}, {len(compressed):,} bytes of brotli, {CONNECTIONS} connections, load from {load.by()}",
                f"nginx, 1 worker, {'the same bytes' if same else 'OTHER BYTES'}",
            )
            say(f"{report.subject}: {report.described}; floor: {report.floor}")
            for number in range(rounds + 1):
                ours = load.drive(server, Plan(path, headers=ask), seconds=seconds, connections=CONNECTIONS)
                its = load.drive(floor, Plan("/page", headers=ask), seconds=seconds, connections=CONNECTIONS)
                if number:  # the first round warms both
                    report.rounds.append(Round(ours.ms_each, ours.per_second, its.ms_each, its.per_second))
                    say(f"  {number}. {report.rounds[-1]}")
    report.targets = [
        Target("CPU as a ratio to nginx", report.cpu_ratio(), CPU_LIMIT),
        Target("requests a second as a ratio to nginx", report.speed_ratio(), SPEED_LIMIT, at_least=True),
    ]
    return close(report, say)
