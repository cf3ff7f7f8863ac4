"""CPU time and memory of a process and of everything it has started, as Linux counts them."""

import os
from pathlib import Path

PROC = Path("/proc")
MS_A_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def of_tree(root: int) -> float:
    """CPU milliseconds used so far by the process, its children, and those of their children that have ended."""
    return MS_A_TICK * sum(int(field) for fields in _tree(root).values() for field in fields[TIMES])


def largest_mb(root: int) -> float:
    """Megabytes of the largest process in the tree; what several share is divided between them."""
    return max(map(_pss_mb, _tree(root)), default=0.0)


def _tree(root: int) -> dict[int, list[str]]:
    stats = {process: fields for process, fields in map(_stat, _processes()) if fields}
    tree = {root}
    for process in sorted(stats, key=lambda process: int(stats[process][START])):
        if int(stats[process][PARENT]) in tree:
            tree.add(process)
    return {process: stats[process] for process in tree if process in stats}


def _pss_mb(process: int) -> float:
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:  # it has ended meanwhile
        return 0.0
    return int(text.partition("\nPss:")[2].split()[0]) / 1000


# Where the fields of /proc/<pid>/stat stand, counted from after the program's name: see proc(5).
PARENT = 1
TIMES = slice(11, 15)  # user, system, and both of the children that have ended
START = 19


def _processes() -> list[int]:
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]


def _stat(process: int) -> tuple[int, list[str]]:
    try:
        text = (PROC / str(process) / "stat").read_text()
    except OSError:  # it has ended meanwhile
        return process, []
    return process, text.rpartition(")")[2].split()
