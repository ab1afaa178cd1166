"""What a broken or hostile decoder would do in a worker process. Imported there, so it needs no Django."""

import contextlib
import os
import resource
import signal
import threading
import time
from pathlib import Path

_MB = 1024 * 1024


def abort() -> None:
    """As a C library ends on a failed assertion."""
    os.abort()


def fault() -> None:
    """As a decoder ends that reads beyond its memory."""
    os.kill(os.getpid(), signal.SIGSEGV)


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(120)


def sleep_without_listening(begun: str = "/dev/null") -> None:
    """As native code does: a polite signal is never looked at."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    Path(begun).touch()
    time.sleep(120)


def bloat() -> None:
    """Takes memory and uses it until there is none."""
    taken = []
    while True:
        taken.append(b"\1" * (8 * _MB))


def take(megabytes: int) -> int:
    return len(b"\1" * (megabytes * _MB))


def wait_for(path: str) -> str:
    """Keeps its worker until the file is there."""
    Path(path + ".begun").touch()
    while not Path(path).exists():
        time.sleep(0.01)
    return path


def spare_bytes() -> int:
    """What this process may still take of address space."""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return limit - int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def address_space_while_encoding() -> int:
    """Bytes of it that drawing a face takes, and may leave free, above what is taken before."""
    from pockitflyer.pictures import render

    before = _address_space("VmSize")
    render.warm_up()
    return _address_space("VmPeak") - before


def _address_space(key: str) -> int:
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith(key)).split()[1]) * 1024


def niceness() -> int:
    return os.nice(0)


def capabilities() -> int:
    """Linux's effective capabilities of this process, as bits."""
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("CapEff")).split()[1], 16)


def scheduling_while_encoding() -> set[int]:
    """The scheduling policies of all threads, the encoder's among them."""
    from pockitflyer.pictures import render

    found: set[int] = set()
    done = threading.Event()
    watcher = threading.Thread(target=_watch_scheduling, args=(found, done))
    watcher.start()
    render.warm_up()
    done.set()
    watcher.join()
    return found


def _watch_scheduling(found: set[int], done: threading.Event) -> None:
    while not done.is_set():
        for task in Path("/proc/self/task").iterdir():
            # A thread may end in between.
            with contextlib.suppress(ProcessLookupError):
                found.add(os.sched_getscheduler(int(task.name)))
