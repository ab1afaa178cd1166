"""``bin/bench accounts``: what being signed in costs, what a sign-in costs, and whether its time tells of an account.

A board of 100,000 flyers, filled as ``bin/bench feed`` does, served as ``bin/run`` serves it.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx

from benchmarks import load, server, table
from benchmarks.measure import Spread, interleaved, wall_ms

PASSWORD = "a-long-walk-home"
_PEOPLE = f"""
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from pockitflyer.accounts.models import Follow, User
from pockitflyer.flyers.models import Favourite, Flyer
password = make_password("{PASSWORD}")
for n in range({{people}}):
    user = User.objects.create(email=f"person{{{{n}}}}@example.com", name=f"Person {{{{n}}}}", password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
first = User.objects.get(email="person0@example.com")
Favourite.objects.bulk_create(Favourite(user=first, flyer=flyer) for flyer in Flyer.objects.order_by("-id")[:50])
Follow.objects.bulk_create(Follow(follower=first, followed_id=id_) for id_ in range(1, 51))
"""
_MOST_MS = 15
_NOTES = """
Signed in by a Bearer token, over HTTP from the same machine, at 8 connections that each wait for their answer: the
same page again and again, and then "made", an address of its own for each request. "Argon2" is one hash with the
board's settings in the bench's own process, in turn with the sign-ins. Of the times that must not tell, "replaced" is
an unknown address and "ours" a known one; in the line below, "ours" is the difference of their medians, and "replaced"
that of two sets of known ones, which is noise.
"""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="pockitflyer-bench-") as folder, contextlib.ExitStack() as stack:
        server.use_home(Path(folder))
        # So that each request comes from an address of its own, and the limits of one address are not what is measured.
        os.environ["POCKITFLYER_TRUSTED_PROXIES"] = "1"
        subprocess.run([sys.executable, "-m", "benchmarks.crowd", str(options.live), "0"], check=True)
        people = _PEOPLE.format(people=3 * options.runs + 20)
        subprocess.run([sys.executable, "-m", "pockitflyer", "shell", "--no-imports", "-c", people], check=True)
        board = stack.enter_context(server.board_server({}))
        rows = [*_reading(board.origin, options.seconds), *_signing_in(board.origin, options.runs)]
    print(f"\n{table.render(rows)}\n{_NOTES}\n{table.machine()}; {options.live:,} flyers; load by {load.generator()}")
    if options.json:
        options.json.write_text(json.dumps([row.as_json() for row in rows], indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench accounts", description=__doc__)
    parser.add_argument("--live", type=int, default=100_000, help="flyers on the board (default 100000)")
    parser.add_argument("--seconds", type=float, default=10, help="of load for each address (default 10)")
    parser.add_argument("--runs", type=int, default=40, help="of each sign-in (default 40)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the table as JSON")
    return parser.parse_args()


class Door:
    """Asks as many people, each from an address of their own: no limit of one address or account is reached."""

    def __init__(self, origin: str) -> None:
        self._http = httpx.Client(base_url=origin, timeout=30)
        self._asked = 0

    def post(self, path: str, body: dict[str, str]) -> httpx.Response:
        self._asked += 1
        address = f"10.{self._asked // 65536}.{self._asked // 256 % 256}.{self._asked % 256}"
        return self._http.post(f"/_allauth/app/v1/{path}", json=body, headers={"X-Forwarded-For": address})

    def token(self) -> str:
        answer = self.post("auth/login", {"email": "person0@example.com", "password": PASSWORD}).raise_for_status()
        return str(answer.json()["meta"]["access_token"])


def _reading(origin: str, seconds: float) -> list[table.Row]:
    door, rows = Door(origin), []
    for what, path in (("feed API, signed in", "feed/"), ("profile API, signed in", "users/1/profile/")):
        url = f"{origin}/api/v1/{path}"
        load.under_load(url, 2, token=door.token())
        found = load.under_load(url, seconds, token=door.token())
        rows.append(table.Row(f"{what}: p99 of 8", found.p99_ms, "{:,.1f} ms", f"≤ {_MOST_MS} ms", most=_MOST_MS))
        rows.append(table.Row("– requests", found.requests_per_s, "{:,.0f}/s"))
        made = load.under_load(url, seconds, token=door.token(), never_twice=True)
        rows.append(table.Row("– each one made: p99 of 8", made.p99_ms, "{:,.1f} ms"))
        rows.append(table.Row("– requests", made.requests_per_s, "{:,.0f}/s"))
    return rows


def _signing_in(origin: str, runs: int) -> list[table.Row]:
    door, numbers = Door(origin), iter(range(1, 1_000_000))

    def sign_in() -> float:
        body = {"email": f"person{next(numbers)}@example.com", "password": PASSWORD}
        return wall_ms(lambda: door.post("auth/login", body).raise_for_status())

    took, hashing = interleaved(runs, sign_in, _argon2())
    found, floor = Spread.of(took), Spread.of(hashing)
    rows = [table.Row("sign-in", found, "{:,.0f} ms", replaced=floor, ratio=table.of_two(took, hashing))]
    rows.append(table.Row("– Argon2 alone", floor, "{:,.0f} ms"))
    for what, path, body in (
        ("wrong password", "auth/login", {"password": "wrong"}),
        ("forgotten password", "auth/password/request", {}),
        ("sign-up", "auth/signup", {"password": PASSWORD, "name": "Dora"}),
    ):
        rows += _known_and_unknown(door, what, path, body, runs)
    return rows


def _argon2() -> Callable[[], float]:
    import django

    django.setup()
    from django.contrib.auth.hashers import check_password, make_password

    kept = make_password(PASSWORD)
    return lambda: wall_ms(lambda: check_password(PASSWORD, kept))


def _known_and_unknown(door: Door, what: str, path: str, body: dict[str, str], runs: int) -> list[table.Row]:
    """Two known ones and an unknown one in each round: what the known ones differ in is noise."""
    known, unknown = iter(range(runs + 20, 1_000_000)), iter(range(1_000_000))

    def ask(email: str) -> float:
        return wall_ms(lambda: door.post(path, body | {"email": email}))

    one, other, stranger = interleaved(
        runs,
        lambda: ask(f"person{next(known)}@example.com"),
        lambda: ask(f"person{next(known)}@example.com"),
        lambda: ask(f"nobody{next(unknown)}-{what.replace(' ', '-')}@example.com"),
    )
    difference = Spread.of(one).median - Spread.of(stranger).median
    noise = abs(Spread.of(one).median - Spread.of(other).median)
    return [
        table.Row(
            f"{what}: known",
            Spread.of(one),
            "{:,.1f} ms",
            replaced=Spread.of(stranger),
            ratio=table.of_two(one, stranger),
        ),
        table.Row("– known against unknown, and noise", difference, "{:+,.1f} ms", replaced=noise),
    ]


if __name__ == "__main__":
    main()
