"""A throwaway PostgreSQL, where its programs exist.      python -m tests.postgres COMMAND …

Runs the command with the server's address in ``DATABASE_UNDER_TEST``. Without PostgreSQL it exits with 3, and a 3 of
the command itself becomes 1.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.board_server import free_port

NOT_THERE = 3
_USER = "postgres"


class NoPostgres(RuntimeError):
    """Its programs are nowhere to be found."""


def programs() -> Path:
    """The folder of ``initdb`` and ``pg_ctl``, the newest there is. Raises ``NoPostgres``."""
    on_path = shutil.which("initdb")
    usual = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    found = [folder for folder in usual if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    if on_path is None and not found:
        raise NoPostgres
    return Path(on_path).parent if on_path else max(found, key=lambda folder: [int(part) for part in _digits(folder)])


def _digits(folder: Path) -> list[str]:
    return ["".join(filter(str.isdecimal, part)) or "0" for part in folder.parts]


@contextmanager
def throwaway(*settings: str) -> Iterator[str]:
    """The address of an empty server that is gone afterwards; ``settings`` are like ``work_mem=16MB``."""
    folder, port = Path(tempfile.mkdtemp(prefix="pockitflyer-postgres-")), free_port()
    as_user = _as_user(folder)
    bin_ = programs()
    data = str(folder / "data")
    options = [f"-p {port}", "-c listen_addresses=127.0.0.1", f"-c unix_socket_directories={folder}"]
    options += [f"-c {setting}" for setting in ("fsync=off", *settings)]
    try:
        initdb = [bin_ / "initdb", "-D", data, "-U", _USER, "-A", "trust", "--no-sync", "-E", "UTF8"]
        initdb += ["--locale=C.UTF-8"]
        _run([*as_user, *initdb], folder)
        log = ["-l", str(folder / "log")]
        _run([*as_user, bin_ / "pg_ctl", "-D", data, "-w", *log, "-o", " ".join(options), "start"], folder)
        try:
            yield f"postgres://{_USER}@127.0.0.1:{port}/postgres"
        finally:
            _run([*as_user, bin_ / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_user(folder: Path) -> list[str]:
    """PostgreSQL does not run as root; another user has to be found for it."""
    if os.geteuid() != 0:
        return []
    try:
        user = pwd.getpwnam(_USER)
    except KeyError:
        user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", user.pw_name, "--"]


def _run(command: list[str | Path], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)


def main() -> int:
    try:
        programs()
    except NoPostgres:
        return NOT_THERE
    # Whoever ends us ends the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Tests leave nothing behind: by the statistics of a table that is empty the next one's plans would be made.
    with throwaway("autovacuum=off") as url:
        status = subprocess.run(sys.argv[1:], check=False, env={**os.environ, "DATABASE_UNDER_TEST": url}).returncode
    return 1 if status == NOT_THERE else status


if __name__ == "__main__":
    sys.exit(main())
