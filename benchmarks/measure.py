"""How things are timed: interleaved rounds, median and p95, CPU time of a whole process tree."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
WARM_UP_ROUNDS = 2


@dataclass(frozen=True)
class Spread:
    """Median and 95th percentile of some runs, in the unit of the runs."""

    median: float
    p95: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[-1])


def interleaved(runs: int, *steps: Callable[[], float]) -> list[list[float]]:
    """What each step returned in each round. A B, B A, A B, …: a drifting machine drifts for both alike."""
    results: list[list[float]] = [[] for _ in steps]
    for number in range(-WARM_UP_ROUNDS, runs):
        turn = list(zip(steps, results, strict=True))
        for step, kept in turn if number % 2 else reversed(turn):
            value = step()
            if number >= 0:
                kept.append(value)
    return results


def wall_ms(step: Callable[[], object]) -> float:
    """Milliseconds on the clock."""
    start = time.perf_counter()
    step()
    return 1000 * (time.perf_counter() - start)


def cpu_ms(step: Callable[[], object]) -> float:
    """CPU milliseconds of all threads of this process."""
    start = time.process_time()
    step()
    return 1000 * (time.process_time() - start)


def tree_cpu_ms(pid: int) -> float | None:
    """CPU milliseconds that a process and its living descendants have used; ``None`` where there is no /proc."""
    if not _PROC.is_dir():
        return None
    used, children = _processes()
    tree, total = [pid], 0.0
    while tree:
        member = tree.pop()
        total += used.get(member, 0.0)
        tree += children.get(member, [])
    return total


def _processes() -> tuple[dict[int, float], dict[int, list[int]]]:
    """CPU milliseconds by process, and children by parent: proc(5), ``/proc/pid/stat``."""
    tick_ms = 1000 / os.sysconf("SC_CLK_TCK")
    used: dict[int, float] = {}
    children: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            # After the name, which may hold spaces: state, ppid, …; utime and stime are fields 14 and 15.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        pid = int(folder.name)
        used[pid] = (int(fields[11]) + int(fields[12])) * tick_ms
        children.setdefault(int(fields[1]), []).append(pid)
    return used, children
