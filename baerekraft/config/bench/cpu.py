"""CPU time of a process and of everything it has started, as Linux counts it."""

import os
from pathlib import Path

PROC = Path("/proc")
MS_A_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def of_tree(root: int) -> float:
    """CPU milliseconds used so far by the process, its children, and those of their children that have ended."""
    stats = {process: fields for process, fields in map(_stat, _processes()) if fields}
    tree = {root}
    for process in sorted(stats, key=lambda process: int(stats[process][START])):
        if int(stats[process][PARENT]) in tree:
            tree.add(process)
    return MS_A_TICK * sum(
        int(field) for process in tree if process in stats for field in stats[process][TIMES]
    )


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
