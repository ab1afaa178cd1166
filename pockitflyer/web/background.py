"""Processes that are there as long as the server is: one beside it, and its own workers."""

import multiprocessing
import os
import signal
import subprocess
import threading
from multiprocessing.process import BaseProcess


def end_with_parent() -> None:
    """Asks this process to end when the one that made it is gone: a killed server cannot stop its workers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


class Companion:
    """Runs a command, starts it again when it ends by itself, and ends it with ``stop`` or with this process.

    The command must end when its standard input closes.
    """

    def __init__(self, command: list[str], pause_s: float = 2) -> None:
        self._command = command
        self._pause_s = pause_s
        self._stopping = threading.Event()
        # Held while a process is being started, so that none is started after ``stop``.
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        self._watcher.start()

    def stop(self, patience_s: float = 10) -> None:
        """Asks it to end, and ends it after ``patience_s`` seconds."""
        with self._starting:
            self._stopping.set()
        if (process := self._process) is None:
            return
        process.terminate()
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _keep_running(self) -> None:
        while (process := self._started()) is not None:
            with process:
                process.wait()
            self._stopping.wait(self._pause_s)

    def _started(self) -> "subprocess.Popen[bytes] | None":
        with self._starting:
            if self._stopping.is_set():
                return None
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603
            return self._process
