"""``bin/bench feed``: whether finding costs the same on a board of a thousand flyers and on one of a million."""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import load, server, table

_NOTES = """
Every board is a real server on its own data. A figure is the whole request over HTTP on a kept connection, from the
same machine, the client's own time included; boards are asked in turn, round by round, each round from another square.
"Beside" is the smaller board, the first page, the board without ended flyers, or Django REST framework, as the line
says; "ratio" is the median over the rounds. Ended flyers lie as the board leaves them, swept from what views read.
"""
_POSTGRES_SETTINGS = ("shared_buffers=512MB", "maintenance_work_mem=512MB", "max_wal_size=8GB")
_ENDED_TIMES = 10


@dataclass(frozen=True)
class Board:
    """A filled board: how many flyers are live and ended, and the settings its server starts with."""

    live: int
    ended: int
    environment: dict[str, str]


def main() -> None:
    options = _options()
    # Whoever ends us ends the servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows: list[table.Row] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pockitflyer-bench-") as folder:
        server.use_home(Path(folder))
        for database in options.databases:
            rows += _measure(database, options, Path(folder))
    minutes = (time.monotonic() - started) / 60
    about = f"{table.machine()}; {options.runs} rounds; load by {load.generator()}; {minutes:.0f} minutes"
    print(f"\n{table.render(rows, beside='beside')}\n{_NOTES}\n{about}")
    if options.json:
        found = {"machine": table.machine(), "runs": options.runs, "rows": [row.as_json() for row in rows]}
        options.json.write_text(json.dumps(found, indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench feed", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=3, default=[1_000, 100_000, 1_000_000], metavar="LIVE")
    parser.add_argument(
        "--search-on-sqlite", type=int, default=20_000, metavar="LIVE", help="flyers of the board searched"
    )
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--runs", type=int, default=40, help="rounds of each measurement (default 40)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the table as JSON")
    return parser.parse_args()


def _measure(database: str, options: argparse.Namespace, folder: Path) -> list[table.Row]:
    """Fills the boards of one database, starts them all, and asks them."""
    from benchmarks import finding

    small, middle, large = options.sizes
    counts = [(small, 0), (middle, 0), (large, 0), (middle, _ENDED_TIMES * middle)]
    if database == "sqlite":
        counts.append((options.search_on_sqlite, 0))
    with contextlib.ExitStack() as stack:
        boards = [stack.enter_context(_board(database, live, ended, folder)) for live, ended in counts]
        servers = [stack.enter_context(server.board_server(board.environment)) for board in boards]
        baseline = stack.enter_context(server.baseline_server(boards[1].environment))
        return finding.rows(database, options.sizes, servers, baseline, options.runs)


@contextlib.contextmanager
def _board(database: str, live: int, ended: int, folder: Path) -> Iterator[Board]:
    """Filled, as ``python -m benchmarks.crowd`` does; gone afterwards."""
    home = folder / f"{database}-{live}-{ended}"
    with contextlib.ExitStack() as stack:
        environment = {"POCKITFLYER_HOME": str(home)}
        # Compressed once for all boards.
        (folder / "static").mkdir(exist_ok=True)
        home.mkdir()
        (home / "static").symlink_to(folder / "static")
        if database == "postgresql":
            from tests.postgres import throwaway

            environment["POCKITFLYER_DATABASE_URL"] = stack.enter_context(throwaway(*_POSTGRES_SETTINGS))
        start = time.monotonic()
        command = [sys.executable, "-m", "benchmarks.crowd", str(live), str(ended)]
        subprocess.run(command, check=True, env={**os.environ, **environment})
        _say(f"{database}: filled a board of {live:,} live and {ended:,} ended in {time.monotonic() - start:.0f} s")
        yield Board(live, ended, environment)
        _forget(home)


def _forget(home: Path) -> None:
    for file in home.glob("pockitflyer.sqlite3*"):
        file.unlink()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
