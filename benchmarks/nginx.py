"""docs/nginx.conf in front of a board on this machine, for the bench and for the tests."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

_CONFIGURATION = Path(__file__).parents[1] / "docs" / "nginx.conf"
_START_TIMEOUT_S = 10
# What distributions ship around a site, and as many workers as there are cores, as the board starts.
_AROUND = """\
daemon off;
{user}
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    sendfile on;
    tcp_nopush on;
    access_log off;
    include {mime_types};
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def program() -> str | None:
    """Where nginx is; Debian keeps it off the path of ordinary users."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def in_front_of(board_port: int, home: Path, folder: Path) -> Iterator[str]:
    """Runs it over the data folder ``home``, with its own files in ``folder``; yields its origin."""
    nginx = program()
    assert nginx, "nginx is not installed"
    port = _free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_written(nginx, folder, _site(port, board_port, home)))
    process = subprocess.Popen([nginx, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(configuration)])
    try:
        _await(port, process, folder / "error.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _site(port: int, board_port: int, home: Path) -> str:
    """The documented configuration with this machine's places, and without certificates."""
    site = re.sub(r"\n\s*ssl_\w+ [^;]*;", "", _CONFIGURATION.read_text())
    for documented, here in {
        "listen 80;": f"listen 127.0.0.1:{_free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{board_port};",
        "root /srv/board;": f"root {home};",
    }.items():
        assert documented in site, documented
        site = site.replace(documented, here)
    return site


def _written(nginx: str, folder: Path, site: str) -> str:
    built = subprocess.run([nginx, "-V"], check=True, capture_output=True, text=True).stderr
    found = re.search(r"--conf-path=(\S+)", built)
    assert found, built
    # Started by root, its workers would be someone who may not read a temporary folder.
    user = "user root;" if os.geteuid() == 0 else ""
    mime_types = Path(found[1]).parent / "mime.types"
    return _AROUND.format(user=user, folder=folder, mime_types=mime_types, site=site)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nginx did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
