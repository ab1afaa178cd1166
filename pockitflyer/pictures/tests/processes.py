"""The worker processes of this test, seen from outside."""

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path


def worker_pids() -> list[int]:
    """Living children of this process that decode pictures."""
    return [child.pid for child in multiprocessing.active_children() if child.pid and "pebble" in child.name]


def is_running(pid: int) -> bool:
    """False for a zombie as well."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_known(pid: int) -> bool:
    """True for a zombie as well."""
    return Path(f"/proc/{pid}").exists()


def memory_mb(pid: int | str = "self") -> float:
    """Resident memory of a process; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    resident = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(resident[0]) / 1024 if resident else 0


def wait_until(claim: Callable[[], bool], within_s: float = 30) -> bool:
    end = time.monotonic() + within_s
    while not (held := claim()) and time.monotonic() < end:
        time.sleep(0.02)
    return held
