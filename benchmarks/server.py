"""Starts real servers for a bench: ours, and the baseline on the same data with the same server settings."""

import contextlib
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

# A first start compresses the static files, on whatever cores are left.
_START_TIMEOUT_S = 300
_STOP_TIMEOUT_S = 15


@dataclass(frozen=True)
class Server:
    """A running server; ``pid`` is its main process, the parent of its workers."""

    origin: str
    pid: int


def use_home(home: Path) -> None:
    """Points this process and its children at an empty data folder, and away from the caller's own settings."""
    for name in [name for name in os.environ if name.startswith("POCKITFLYER_") or name in ("HOST", "PORT")]:
        del os.environ[name]
    os.environ["POCKITFLYER_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "pockitflyer.settings"
    # One person of a bench sends more than any person does.
    os.environ["POCKITFLYER_UPLOADS_PER_MINUTE"] = "100000"
    # It would tell of every request.
    logging.getLogger("httpx").setLevel(logging.WARNING)


@contextlib.contextmanager
def our_server() -> Iterator[Server]:
    """As ``bin/run`` starts it, on an empty board."""
    port = _free_port()
    with _running([sys.executable, "-m", "pockitflyer", "run", "--empty"], port) as server:
        yield server


@contextlib.contextmanager
def board_server(environment: dict[str, str]) -> Iterator[Server]:
    """As ``bin/run`` starts it, on a board of its own that ``environment`` names."""
    with _running([sys.executable, "-m", "pockitflyer", "run", "--empty"], _free_port(), **environment) as server:
        yield server


@contextlib.contextmanager
def baseline_server(environment: dict[str, str] | None = None) -> Iterator[Server]:
    """The baseline on the board of ``our_server``, which must have prepared it, or the one ``environment`` names."""
    from django.conf import settings

    port = _free_port()
    # The figures of pockitflyer/__main__.py.
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(settings.WORKERS), "--blocking-threads", str(settings.THREADS_PER_WORKER)]
    command += ["--no-ws", "--respawn-failed-workers", "benchmarks.baseline.wsgi:application"]
    settings_module = {"DJANGO_SETTINGS_MODULE": "benchmarks.baseline.settings"}
    with _running(command, port, **(environment or {}), **settings_module) as server:
        yield server


@contextlib.contextmanager
def _running(command: list[str], port: int, **environment: str) -> Iterator[Server]:
    log = Path(os.environ["POCKITFLYER_HOME"]) / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, "PORT": str(port), **environment}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        origin = f"http://127.0.0.1:{port}"
        _await_health(origin, process, log)
        yield Server(origin, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_health(origin: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{origin}/health/").is_success:
                return
        time.sleep(0.1)
    raise SystemExit(f"The server did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
