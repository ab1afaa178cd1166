"""Asks one address again and again and tells how long each answer took, in a process of its own.

``python -m benchmarks.asking URL`` asks until its standard input closes, then prints milliseconds as JSON.
"""

import contextlib
import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from benchmarks.measure import wall_ms


@contextlib.contextmanager
def asking(url: str) -> Iterator[list[float]]:
    """Asks while the body runs, and fills the list when it ends. ``RuntimeError`` when an answer is not a 200."""
    found: list[float] = []
    command = [sys.executable, "-m", "benchmarks.asking", url]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    # Its start costs a second of the processor, which is not to be measured.
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield found
    finally:
        output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{url} was not answered")
    found += json.loads(output)


def _ask_until_stdin_closes(url: str) -> list[float]:
    closed = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), closed.set()), daemon=True).start()
    print("ready", flush=True)
    took = []
    while not closed.is_set():
        took.append(wall_ms(lambda: _ask(url)))
    return took


def _ask(url: str) -> None:
    """On a new connection, as a first visit."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{answer.status} {url}")


if __name__ == "__main__":
    print(json.dumps(_ask_until_stdin_closes(sys.argv[1])))
