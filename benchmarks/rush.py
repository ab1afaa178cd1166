"""``bin/bench rush``: 20 people send a 2 MB photo at the same moment while others read; does reading stay quick?"""

import argparse
import itertools
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import photos, server, table
from benchmarks.asking import asking
from benchmarks.measure import Spread
from benchmarks.table import Row

if TYPE_CHECKING:
    from benchmarks.senders import Sender

SENDERS = 20
_IDLE_S = 3
_MOST_TIMES_IDLE = 3
_numbers = itertools.count()
_NOTES = """
"Replaced" is the plain recipe (Pillow) behind Django REST framework, on a server with the same settings, in the same
run, turn by turn. Every upload is another file of another sender. The profile API is asked by one reader in a process
of its own, on a new connection each time. Senders, reader and server share the cores of this machine.
"""


@dataclass
class Rounds:
    """What was measured of one server, all in milliseconds but ``per_s``: uploads per second of each rush."""

    idle: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    per_s: list[float] = field(default_factory=list)

    @property
    def times_idle(self) -> float:
        return Spread.of(self.during).p95 / Spread.of(self.idle).p95


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench rush", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rushes on each server (default 5)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="pockitflyer-bench-") as home:
        server.use_home(Path(home))
        rows = _measure(rounds)
    print(f"\n{table.render(rows)}\n{_NOTES}\n{table.machine()}; {rounds} rounds")


def _measure(rounds: int) -> list[Row]:
    _say("Starting the server …")
    with server.our_server() as ours:
        import django

        django.setup()
        from benchmarks import board
        from benchmarks.senders import signed_in

        _say("Filling the board …")
        reading = f"/api/v1/users/{board.fill().owner_id}/profile/"
        with server.baseline_server() as baseline, signed_in(ours.origin, SENDERS) as senders:
            measured = {ours.origin: Rounds(), baseline.origin: Rounds()}
            # Each worker's first request imports half of Django; that is not a rush's cost.
            for origin in measured:
                _round(origin, reading, senders, Rounds())
            for number in range(rounds):
                _say(f"Round {number + 1} of {rounds} …")
                for origin in sorted(measured, reverse=bool(number % 2)):
                    _round(origin, reading, senders, measured[origin])
            return _rows(measured[ours.origin], measured[baseline.origin])


def _round(origin: str, reading: str, senders: "list[Sender]", rounds: Rounds) -> None:
    with asking(origin + reading) as idle:
        time.sleep(_IDLE_S)
    for sender in senders:
        sender.renew()
    files = _files(len(senders))
    with asking(origin + reading) as during:
        start = time.perf_counter()
        uploads = _rush(origin, senders, files)
        rounds.per_s.append(len(senders) / (time.perf_counter() - start))
    rounds.uploads += uploads
    rounds.idle += idle
    rounds.during += during


def _files(count: int) -> list[bytes]:
    """Other bytes each, so that recognising a picture that is stored already never helps."""
    return [photos.with_comment(photos.phone_photo(), f"rush {next(_numbers)}") for _ in range(count)]


def _rush(origin: str, senders: "list[Sender]", files: list[bytes]) -> list[float]:
    """Milliseconds of each upload."""
    with ThreadPoolExecutor(len(senders)) as threads:
        return list(threads.map(lambda sender, file: sender.send(origin, file), senders, files))


def _rows(ours: Rounds, replaced: Rounds) -> list[Row]:
    return [
        _times("profile API, idle", ours.idle, replaced.idle),
        _times(f"profile API, during {SENDERS} uploads", ours.during, replaced.during),
        Row(
            "- p95 of it, times the p95 of idle",
            ours.times_idle,
            "{:.2f} x",
            f"<= {_MOST_TIMES_IDLE} x",
            replaced.times_idle,
            ours.times_idle / replaced.times_idle,
            most=_MOST_TIMES_IDLE,
        ),
        _times(f"upload 2 MB, {SENDERS} at once, sent to stored", ours.uploads, replaced.uploads),
        _times("uploads in a second", ours.per_s, replaced.per_s, "{:,.1f}/s"),
    ]


def _times(what: str, ours: list[float], replaced: list[float], form: str = "{:,.1f} ms") -> Row:
    mine, other = Spread.of(ours), Spread.of(replaced)
    return Row(what, mine, form, replaced=other, ratio=mine.median / other.median)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
