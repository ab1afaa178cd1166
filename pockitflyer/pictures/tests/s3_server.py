"""A real S3 server for tests: one that the environment names, or a Ceph of one node with its S3 gateway.

POCKITFLYER_TEST_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY name a server on which a bucket may be made. Without them
Ceph's programs are looked for; on Debian:
apt-get install --no-install-recommends radosgw ceph-mon ceph-mgr ceph-osd ceph-common
It is up in about 15 s and takes 500 MB of memory. (A mock would prove nothing: those that there are accept any
signature.)
"""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROGRAMS = ("ceph-mon", "ceph-osd", "ceph-mgr", "radosgw", "radosgw-admin", "ceph", "ceph-authtool", "monmaptool")
_START_TIMEOUT_S = 90
_CONFIGURATION = """\
[global]
fsid = {fsid}
mon host = [v1:127.0.0.1:{mon_port}/0]
public network = 127.0.0.0/8
cluster network = 127.0.0.0/8
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
keyring = {folder}/keyring
run dir = {folder}
log file = {folder}/$name.log
admin socket = {folder}/$name.asok
crash dir = {folder}
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
[mon]
mon data = {folder}/mon
mon cluster log file = {folder}/cluster.log
[mgr]
mgr data = {folder}/mgr
[osd]
osd data = {folder}/osd
osd objectstore = bluestore
bluestore block create = true
bluestore block size = 4294967296
osd memory target = 939524096
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw data = {folder}/rgw
"""
_CAPABILITIES = {
    "mon.": {"mon": "allow *"},
    "client.admin": {"mon": "allow *", "osd": "allow *", "mgr": "allow *"},
    "client.rgw": {"mon": "allow rw", "osd": "allow rwx", "mgr": "allow rw"},
    "mgr.x": {"mon": "allow profile mgr", "osd": "allow *"},
    "osd.0": {"mon": "allow profile osd", "osd": "allow *", "mgr": "allow *"},
}


class S3Server(NamedTuple):
    endpoint: str
    access_key: str
    secret_key: str


def why_not() -> str:
    """Why there is no server to test with; empty when there is."""
    if "POCKITFLYER_TEST_S3_ENDPOINT" in os.environ:
        return ""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"SKIPPED: no S3 server; install Ceph ({' '.join(missing)}) or set POCKITFLYER_TEST_S3_…" if missing else ""


@contextlib.contextmanager
def running() -> Iterator[S3Server]:
    """The server that the environment names, or one that lives as long as the context."""
    if "POCKITFLYER_TEST_S3_ENDPOINT" in os.environ:
        names = ("ENDPOINT", "ACCESS_KEY", "SECRET_KEY")
        yield S3Server(*[os.environ[f"POCKITFLYER_TEST_S3_{name}"] for name in names])
        return
    # Not pytest's folder: the paths of its sockets would be too long.
    with tempfile.TemporaryDirectory(prefix="ceph-", ignore_cleanup_errors=True) as folder:
        yield from _ceph(Path(folder))


def _ceph(folder: Path) -> Iterator[S3Server]:
    conf = folder / "ceph.conf"
    port, mon_port = _free_port(), _free_port()
    fsid, osd_id = str(uuid.uuid4()), str(uuid.uuid4())
    conf.write_text(_CONFIGURATION.format(folder=folder, fsid=fsid, port=port, mon_port=mon_port))
    _prepare_monitor(folder, fsid, mon_port)
    with contextlib.ExitStack() as programs:
        programs.enter_context(_program(conf, "ceph-mon", "-i", "a", "--public-addr", f"127.0.0.1:{mon_port}"))
        _run("ceph", "--conf", conf, "osd", "new", osd_id)
        _run("ceph-osd", "--conf", conf, "-i", "0", "--mkfs", "--osd-uuid", osd_id)
        programs.enter_context(_program(conf, "ceph-osd", "-i", "0"))
        programs.enter_context(_program(conf, "ceph-mgr", "-i", "x"))
        programs.enter_context(_program(conf, "radosgw", "-n", "client.rgw"))
        server = S3Server(f"http://127.0.0.1:{port}", "appkey", "appsecret")
        _wait_for(server.endpoint)
        keys = (f"--access-key={server.access_key}", f"--secret-key={server.secret_key}")
        _run("radosgw-admin", "--conf", conf, "user", "create", "--uid=app", "--display-name=app", *keys)
        yield server


def _prepare_monitor(folder: Path, fsid: str, mon_port: int) -> None:
    for part in ("mon", "mgr", "osd", "rgw"):
        (folder / part).mkdir()
    keyring, monmap = folder / "keyring", folder / "monmap"
    _run("ceph-authtool", "--create-keyring", keyring)
    for name, allowed in _CAPABILITIES.items():
        caps = [word for service, rule in allowed.items() for word in ("--cap", service, rule)]
        _run("ceph-authtool", keyring, "--gen-key", "-n", name, *caps)
    _run("monmaptool", "--create", "--addv", "a", f"[v1:127.0.0.1:{mon_port}]", "--fsid", fsid, monmap)
    _run("ceph-mon", "--conf", folder / "ceph.conf", "--mkfs", "-i", "a", "--monmap", monmap, "--keyring", keyring)


@contextlib.contextmanager
def _program(conf: Path, *command: str) -> Iterator[None]:
    with (conf.parent / f"{command[0]}.out").open("wb") as output:
        process = subprocess.Popen([*command, "--conf", conf, "-f"], stdout=output, stderr=output)
    try:
        yield
    finally:
        # Nothing of it is kept, and a gentle end takes ten seconds.
        process.kill()
        process.wait()


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_START_TIMEOUT_S, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-2000:]}"


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=1).close()
            return
        time.sleep(0.2)
    raise AssertionError("Ceph's S3 gateway did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
