"""The ``pockitflyer`` command: ``run`` starts a board; every other word is one of Django's own commands."""

import argparse
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pockitflyer.settings")
    if arguments and arguments[0] != "run" and not arguments[0].startswith("-"):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["pockitflyer", *arguments])
        return 0
    parser = argparse.ArgumentParser(prog="pockitflyer", description="Starts the board.")
    parser.add_argument("command", nargs="?", default="run", help="run (default), or a Django command")
    parser.add_argument("--empty", action="store_true", help="start a new board without the demo neighbourhood")
    return run(empty=parser.parse_args(arguments).empty)


def run(*, empty: bool) -> int:
    """Prepares the data folder and serves until Ctrl-C or SIGTERM."""
    import django
    from django.conf import settings

    if not _is_free(settings.HOST, settings.PORT):
        print(
            f"Port {settings.PORT} is in use. Choose another: PORT={settings.PORT + 1} bin/run",
            file=sys.stderr,
        )
        return 1
    # Left behind when a first fill was interrupted: the next start fills again.
    filling = settings.HOME / "filling-demo"
    django.setup()
    if not empty and _is_new_board():
        filling.touch()
    _prepare()
    if filling.exists():
        from pockitflyer.flyers.demo.neighbourhood import fill

        fill()
        filling.unlink()
    _greet(settings.HOST, settings.PORT)
    with _tasks_inside():
        return _serve()


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _is_new_board() -> bool:
    from django.db import connection

    return not connection.introspection.table_names()


def _prepare() -> None:
    """Database tables and static files as this version wants them; sessions that are over and leases of the dead go."""
    from django.core.management import call_command

    from pockitflyer.pictures import claims
    from pockitflyer.web.statics import collect

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions")
    claims.forget_leases()
    collect()


@contextmanager
def _tasks_inside() -> Iterator[None]:
    """Background tasks are done by a process of ours, unless the operator runs their own."""
    from django.conf import settings

    from pockitflyer.web.background import Companion

    if not settings.TASKS_INSIDE:
        yield
        return
    companion = Companion([sys.executable, "-m", "pockitflyer", "work", "--until-stdin-closes"])
    companion.start()
    try:
        yield
    finally:
        companion.stop()


def _greet(host: str, port: int) -> None:
    from pockitflyer.flyers.demo.sign_in import DEMO_EMAIL, DEMO_PASSWORD, is_filled

    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host
    print(f"\n  PockitFlyer is on http://{shown}:{port}")
    if is_filled():
        print(f"  Demo sign-in: {DEMO_EMAIL} / {DEMO_PASSWORD}")
    print("  Ctrl-C stops it.\n", flush=True)


def _serve() -> int:
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # The workers are forked and must open their own: two processes on one connection read each other's answers.
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
    Granian(
        "pockitflyer.wsgi:application",
        address=socket.gethostbyname(settings.HOST),
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=settings.THREADS_PER_WORKER,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        log_access=False,
        # Its warnings are of the many threads, which are meant.
        log_level=LogLevels.error,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
