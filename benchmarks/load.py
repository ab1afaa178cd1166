"""Load: requests per second and the time of the slowest hundredth, at a fixed number of keep-alive connections.

Each connection waits for its answer before it asks again.

``wrk`` where it is on the path, else ``python -m benchmarks.load URL SECONDS``, in a process of its own as well.
"""

import asyncio
import itertools
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
# For wrk. The start keeps one run's addresses from those of the one before.
_NUMBERED = """
local number = os.time() * 100000
request = function()
  number = number + 1
  return wrk.format("GET", wrk.path .. "?n=" .. number)
end
"""


def generator() -> str:
    """Which one makes the load."""
    return "wrk" if shutil.which("wrk") else "asyncio"


@dataclass(frozen=True)
class Load:
    """What came back under load."""

    requests_per_s: float
    p99_ms: float


def requests_per_s(url: str, seconds: float) -> float:
    """Raises ``RuntimeError`` when an answer is an error: errors are fast, and worth nothing."""
    return under_load(url, seconds).requests_per_s


def under_load(url: str, seconds: float, etag: str = "", *, never_twice: bool = False, token: str = "") -> Load:
    """With an ETag, asks whether the answer has changed; ``never_twice`` gives each request an address of its own.

    With a token, asks as who is signed in.

    Raises ``RuntimeError`` when an answer is an error.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if generator() == "wrk":
            script.write(_NUMBERED if never_twice else "")
            script.flush()
            command = [
                "wrk",
                "-t1",
                f"-c{CONNECTIONS}",
                f"-d{max(1, round(seconds))}s",
                "--timeout",
                "30s",
                "--latency",
            ]
            command += ["-s", script.name, url]
            command += ["-H", f"If-None-Match: {etag}"] if etag else []
            command += ["-H", f"Authorization: Bearer {token}"] if token else []
        else:
            command = [
                sys.executable,
                "-m",
                "benchmarks.load",
                url,
                str(seconds),
                etag,
                "numbered" * never_twice,
                token,
            ]
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
    rate = re.search(r"Requests/sec:\s*([\d.]+)", ended.stdout)
    slow = re.search(r"99%\s*([\d.]+)(us|ms|s)", ended.stdout)
    if ended.returncode or not (rate and slow) or "Non-2xx" in ended.stdout or "Socket errors" in ended.stdout:
        raise RuntimeError(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")
    return Load(float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slow[2]])


async def _load(url: str, seconds: float, etag: str, is_numbered: bool, token: str = "") -> tuple[float, float]:
    """Requests per second, and milliseconds that all but a hundredth stay below."""
    start = time.perf_counter()
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    numbers = itertools.count(time.time_ns())
    paths = (f"{path}?n={number}" if is_numbered else path for number in numbers)
    each_one = (_ask_until(start + seconds, parts.netloc, paths, etag, token) for _ in range(CONNECTIONS))
    all_ms = await asyncio.gather(*each_one)
    each = sorted(ms for some in all_ms for ms in some)
    return len(each) / (time.perf_counter() - start), each[len(each) * 99 // 100]


async def _ask_until(end: float, host: str, paths: Iterator[str], etag: str, token: str) -> list[float]:
    """The milliseconds of each answer on one connection."""
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    known += f"Authorization: Bearer {token}\r\n" if token else ""
    took = []
    while (asked := time.perf_counter()) < end:
        writer.write(f"GET {next(paths)} HTTP/1.1\r\nHost: {host}\r\n{known}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", head)
        is_full = head.startswith(b"http/1.1 200") and length is not None
        if not is_full and not (etag and head.startswith(b"http/1.1 304")):
            raise RuntimeError(head.decode())
        if is_full and length is not None:
            await reader.readexactly(int(length[1]))
        took.append(1000 * (time.perf_counter() - asked))
    writer.close()
    return took


if __name__ == "__main__":
    rate_, slow_ = asyncio.run(_load(sys.argv[1], float(sys.argv[2]), sys.argv[3], bool(sys.argv[4]), *sys.argv[5:]))
    print(f"Requests/sec: {rate_:.1f}\n99% {slow_:.2f}ms")
