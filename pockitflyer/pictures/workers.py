"""Worker processes in which strangers' files are decoded: a crash, a hang or a flood of memory stays there.

Each server process has its own few workers and a bounded queue before them.
"""

import contextlib
import ctypes
import logging
import math
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from django.conf import settings
from pebble import ProcessExpired, ProcessPool

from pockitflyer.pictures import drawing, privileges
from pockitflyer.pictures.errors import PictureBusy, PictureDamaged, PictureTooSlow

# Worked on or waiting; one more is told to come back. Each holds its file in memory, 10 MB at most.
_MAX_QUEUED = 24
# Whoever waited this long is told to come back.
_PATIENCE_S = 30
# A worker is replaced after so many pictures: what a decoder leaks stays small.
_PICTURES_PER_WORKER = 200
_OUT_OF_MEMORY = 77
# How the system ends a process that takes too much memory, and how a worker's own alarm does.
_ENDED_BY_SYSTEM = (-signal.SIGKILL, -signal.SIGALRM)
# The pool ends a slow worker; should the server be gone, the worker's alarm does, so much later.
_ALARM_AFTER_S = 2
# So many pools are tried: their workers may all be killed from outside, and that is not the picture's fault.
_TRIES = 3
# Pages come before pictures where both want the processor.
_NICENESS = 10
# The number by which glibc's malloc.h knows the greatest number of heaps.
_M_ARENA_MAX = -8

_log = logging.getLogger(__name__)
_queue = threading.BoundedSemaphore(_MAX_QUEUED)
_lock = threading.Lock()
_pool: ProcessPool | None = None


def run[**P, T](step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The step's result, made in a worker process.

    Raises what the step raises; ``PictureBusy`` when too many wait or no worker lives; ``PictureTooSlow`` when the
    deadline or the memory of a worker ran out; ``PictureDamaged`` when the decoder crashed.
    """
    if not _queue.acquire(blocking=False):
        raise PictureBusy
    try:
        for _ in range(_TRIES):
            pool = _working_pool()
            try:
                return _outcome(_scheduled(pool, step, *args, **kwargs))
            except BrokenProcessPool:
                _give_up(pool)
        _log.error("Workers end before they begin.")
        raise PictureBusy
    finally:
        _queue.release()


def warm_up() -> None:
    """Starts the workers and has them draw, within their bounds, so that the first upload need not wait for that."""
    pool = _working_pool()
    for _ in range(settings.PICTURE_WORKERS):
        _scheduled(pool, drawing.warm_up)


def stop() -> None:
    """Ends all workers of this process; the next picture starts new ones."""
    if _pool is not None:
        _give_up(_pool)


def _outcome[T](future: "Future[T]") -> T:
    try:
        return future.result(timeout=_PATIENCE_S)
    except TimeoutError as error:
        if future.done():
            raise PictureTooSlow from error
        future.cancel()
        raise PictureBusy from error
    except ProcessExpired as error:
        if error.exitcode == _OUT_OF_MEMORY or error.exitcode in _ENDED_BY_SYSTEM:
            raise PictureTooSlow from error
        raise PictureDamaged from error


def _scheduled[**P, T](pool: ProcessPool, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
    """Raises ``BrokenProcessPool``."""
    deadline_s = settings.PICTURE_DEADLINE_S
    try:
        return pool.schedule(_bounded, args=(deadline_s, step, *args), kwargs=kwargs, timeout=deadline_s)
    except RuntimeError as error:
        raise BrokenProcessPool from error


def _working_pool() -> ProcessPool:
    global _pool  # noqa: PLW0603
    with _lock:
        if _pool is None:
            _pool = _new_pool()
        return _pool


def _give_up(pool: ProcessPool) -> None:
    """Ends the pool, unless another thread has done so; a new one may be at work already."""
    global _pool  # noqa: PLW0603
    with _lock:
        if _pool is not pool:
            return
        _pool = None
    pool.stop()
    pool.join()


def _new_pool() -> ProcessPool:
    return ProcessPool(
        max_workers=settings.PICTURE_WORKERS,
        max_tasks=_PICTURES_PER_WORKER,
        initializer=_prepare_worker,
        initargs=(settings.PICTURE_MEMORY_BYTES,),
        # Not forked: a fork after an encoder has run can hang.
        context=multiprocessing.get_context("spawn"),
    )


def _prepare_worker(memory_bytes: int) -> None:
    """Gives up what a worker needs not, loads the decoders, then bounds what may be taken on top of them."""
    # Before the decoders: threads that they start inherit these.
    os.nice(_NICENESS)
    privileges.give_up_all()
    _share_one_heap()
    import pockitflyer.pictures.render  # noqa: F401

    try:
        import resource
        from pathlib import Path

        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        # Only Linux tells and holds it; elsewhere the checks of the header are the bound.
        return
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory_bytes, resource.RLIM_INFINITY))


def _share_one_heap() -> None:
    """Has all threads take memory from one heap.

    glibc reserves up to 64 MB for each of the encoder's twenty threads: 715 MB of address space for one face, of which
    it uses 70. The bound is on the address space. One heap is as fast.
    """
    # Other systems have no such function, or no heap for each thread.
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _bounded[**P, T](deadline_s: float, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    signal.alarm(math.ceil(deadline_s) + _ALARM_AFTER_S)
    try:
        return step(*args, **kwargs)
    except MemoryError as error:
        # Its memory may be in pieces: better a new process than this one again.
        with contextlib.suppress(MemoryError):
            _log.warning("A picture took all memory of its worker: %r", error.__cause__ or error)
        os._exit(_OUT_OF_MEMORY)
    finally:
        signal.alarm(0)
