import pytest

from baerekraft.config.bench import indicator_table as figures
from baerekraft.indicators import table
from baerekraft.indicators.models import Indicator, Value


@pytest.mark.django_db
def test_figures_are_made_many_and_the_floor_answers_with_the_same_cells(tmp_path):
    figures.make(1, 1)
    today = {"indicators": Indicator.objects.count(), "values": Value.objects.count()}
    cells = table.latest().cells

    figures.make(2, 3)
    found = table.latest().cells
    floor = figures.make_floor(
        str(tmp_path), [(*key, float(cell.value), cell.year) for key, cell in found.items()]
    )
    answer = figures.read(floor)
    floor.close()

    assert Indicator.objects.count() == 2 * today["indicators"]
    assert Value.objects.count() == 2 * 3 * today["values"]
    assert len(found) == 2 * len(cells)
    assert answer.keys() == found.keys()
    assert all(answer[key] == (float(cell.value), cell.year) for key, cell in found.items())


def test_a_round_counts_calls_and_cpu_time():
    milliseconds, each_second = figures.timed(lambda: sum(range(10_000)), 0.05)

    assert 0 < milliseconds < 50
    assert each_second > 20
