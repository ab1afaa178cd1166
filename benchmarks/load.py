"""Requests per second at a fixed number of keep-alive connections, each waiting for its answer.

``wrk`` where it is on the path, else ``python -m benchmarks.load URL SECONDS``, in a process of its own as well.
"""

import asyncio
import re
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

CONNECTIONS = 8


def generator() -> str:
    """Which one makes the load."""
    return "wrk" if shutil.which("wrk") else "asyncio"


def requests_per_s(url: str, seconds: float) -> float:
    """Raises ``RuntimeError`` when an answer is not a 200: errors are fast, and worth nothing."""
    if generator() == "wrk":
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", url]
    else:
        command = [sys.executable, "-m", "benchmarks.load", url, str(seconds)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    rate = re.search(r"Requests/sec:\s*([\d.]+)", ended.stdout)
    if ended.returncode or rate is None or "Non-2xx" in ended.stdout or "Socket errors" in ended.stdout:
        raise RuntimeError(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")
    return float(rate[1])


async def _load(url: str, seconds: float) -> float:
    start = time.perf_counter()
    counts = await asyncio.gather(*(_ask_until(start + seconds, url) for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - start)


async def _ask_until(end: float, url: str) -> int:
    """How many answers one connection got."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    count = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", head)
        if not head.startswith(b"http/1.1 200") or length is None:
            raise RuntimeError(head.decode())
        await reader.readexactly(int(length[1]))
        count += 1
    writer.close()
    return count


if __name__ == "__main__":
    print(f"Requests/sec: {asyncio.run(_load(sys.argv[1], float(sys.argv[2]))):.1f}")
