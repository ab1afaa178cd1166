"""A real board for tests: the same command people use, on a free port, with a data folder of its own."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.collected import copy_collected

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    url: str
    home: Path
    process: subprocess.Popen[str]
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def django(self, script: str) -> str:
        """Runs a script against the board's own data and returns what it prints."""
        return self.command("shell", "--no-imports", "-c", script)

    def command(self, *arguments: str) -> str:
        """Runs ``pockitflyer`` with these arguments on the board's own data and returns what it prints."""
        command = [sys.executable, "-m", "pockitflyer", *arguments]
        env = environment(self.home, self.port)
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def await_gone(self, patience_s: float = 30) -> None:
        """Until no process of the server is left: each of them has the log open, and so holds its lock."""
        deadline = time.monotonic() + patience_s
        with self.log.open() as log:
            while True:
                try:
                    return fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    assert time.monotonic() < deadline, "a process of the server is still there"
                    time.sleep(0.05)


@contextmanager
def serving(home: Path, *arguments: str, **variables: str) -> Iterator[Server]:
    """Starts with these environment variables as well, waits until it answers, stops with SIGTERM."""
    copy_collected(home / "static")
    port = free_port()
    log_path = home.parent / f"server-{port}.log"
    with log_path.open("w+") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "-m", "pockitflyer", "run", *arguments],
            cwd=ROOT,
            env=environment(home, port) | variables,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            # A group of its own, so that all of it can be killed at once.
            start_new_session=True,
        )
        try:
            wait(f"http://localhost:{port}/health/", process, log)
        except BaseException:
            process.kill()
            raise
    try:
        yield Server(f"http://localhost:{port}", home, process, log_path)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(home: Path, port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("POCKITFLYER_")}
    return kept | {"POCKITFLYER_HOME": str(home), "PORT": str(port), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(url: str, process: subprocess.Popen[str], log, patience_s: float = 180) -> None:
    """Until the address answers; fails with what the server said when it ends or takes too long."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    log.seek(0)
    raise AssertionError(f"the board did not start:\n{log.read()}")
