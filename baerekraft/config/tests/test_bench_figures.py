import json
import sqlite3
from datetime import date

from baerekraft.config.bench import figures


def test_a_small_country_is_made_counted_twice_the_same_and_shown(tmp_path):
    folder = str(tmp_path)

    figures.run(folder, "-m", figures.POPULATION, "60", "900")
    digests = []
    for _ in range(2):
        figures.run(folder, "-m", "baerekraft", "rebuild-figures")
        digests.append(figures.run(folder, "-m", figures.COORDINATOR, "digest"))
    told = json.loads(figures.run(folder, "-m", figures.COORDINATOR, "1", "0.05", "70", "60", "12"))

    database = sqlite3.connect(tmp_path / "baerekraft.sqlite3")
    counted = dict(
        database.execute("SELECT what, sum(count) FROM records_total WHERE unit = 0 GROUP BY what")
    )
    begun = database.execute("SELECT count(*) FROM records_attempt").fetchone()[0]
    answers = database.execute("SELECT count(*) FROM records_response").fetchone()[0]
    database.close()
    assert answers >= 900
    assert counted["started"] == begun
    assert digests[0] == digests[1]
    assert {page["queries"] < 25 for page in told["dashboards"].values()} == {True}
    assert told["export"]["rows"] == 70
    assert told["import"]["people"] == 60
    assert told["letters"]["letters"] == 12


def test_a_week_begins_on_a_monday():
    from baerekraft.config.bench import population

    assert population.monday(date(2026, 11, 22)) == date(2026, 11, 16)
