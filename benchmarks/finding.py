"""Asks boards of different sizes the same, in turn."""

import http.client
import itertools
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode, urlsplit

import httpx

from benchmarks import crowd, load
from benchmarks.measure import Spread, interleaved
from benchmarks.server import Server
from benchmarks.table import Row, of_two

_MS = "{:,.1f} ms"
_API = "/api/v1/feed/"
_PAGE = 50
# Enough for each worker to get some.
_WARM_UP_REQUESTS = 20
_LOAD_S, _LOAD_ROUNDS = 3, 3
_PROFILE = f"/users/{crowd.PUBLISHER}/"
_PROFILE_API = f"/api/v1/users/{crowd.PUBLISHER}/profile/"
_W = crowd.WORDS
# Common and rare words, a publisher, a number, parts of words, two letters, signs, and what is nowhere, some of it made
# of what is everywhere.
_SEARCHES = (
    _W[0], _W[10], _W[300], _W[9_000], _W[90_000], _W[-1], f"{_W[77]} 77", _W[5][1:-1], _W[2_000][2:], _W[20_000][:4],
    "gasse 5", "77", "ba", "xy", "%%%", "nowhere at all", f"{_W[1]} {_W[2]}", f"{_W[0]} {_W[0]}",
    _W[3] + _W[4], "mi nu",
)  # fmt: skip


def rows(database: str, sizes: list[int], servers: list[Server], baseline: Server, runs: int) -> list[Row]:
    """All lines about one database.

    ``servers``: small, middle, large, middle with ended ones, and on SQLite one to search.
    """
    for server in (*servers, baseline):
        _warm_up(server)
    small, middle, large, ended, *searched = servers
    of = f"{database}, {sizes[2]:,} flyers beside {sizes[0]:,}: "
    views = {
        "near feed, page": ("/", {}),
        "near feed, JSON": (_API, {}),
        "near, one category, JSON": (_API, {"category": "food"}),
        "near, three categories, JSON": (_API, {"category": ["food", "events", "other"]}),
        "near, today, JSON": (_API, {"when": "today"}),
        "near 50 km, JSON": (_API, {"radius": 50}),
    }
    found = [_beside(of + name, _near(large, *view), _near(small, *view), runs, 1.5) for name, view in views.items()]
    plain = {
        "whole feed, JSON": _API,
        "one category, weekend, JSON": f"{_API}?category=food&when=weekend",
        "profile, page": _PROFILE,
        "profile, JSON": _PROFILE_API,
    }
    found += [_beside(of + name, _same(large, path), _same(small, path), runs, 1.5) for name, path in plain.items()]
    found += [_deep(f"{database}, {sizes[2]:,} flyers: ", large, runs)]
    found += _with_ended(f"{database}, {sizes[1]:,} live, ten times as many ended: ", ended, middle, runs)
    found += _searches(database, sizes[2] if not searched else 0, searched[0] if searched else large)
    return found + _under_load(f"{database}, {sizes[1]:,} flyers: ", middle, baseline)


def _beside(what: str, ours: Callable[[], float], other: Callable[[], float], runs: int, ratio_most: float) -> Row:
    mine, others = interleaved(runs, ours, other)
    floor = f"<= {ratio_most} x"
    return Row(what, Spread.of(mine), _MS, floor, Spread.of(others), of_two(mine, others), ratio_most=ratio_most)


def _deep(of: str, server: Server, runs: int) -> Row:
    """Page 50 beside page 1, of one square; of a small board the last page that is full."""
    lat, lon = crowd.TOWNS[0]
    first = f"{_API}?near={lat:.2f},{lon:.2f}"
    path, number = first, 1
    while number < _PAGE:
        page = httpx.get(server.origin + path).raise_for_status().json()["next"]
        following = urlsplit(page or "")
        if page is None or not httpx.get(page).raise_for_status().json()["next"]:
            break
        path, number = f"{following.path}?{following.query}", number + 1
    return _beside(f"{of}near feed, page {number} beside page 1", _same(server, path), _same(server, first), runs, 1.5)


def _with_ended(of: str, ended: Server, without: Server, runs: int) -> list[Row]:
    return [
        _beside(f"{of}near feed, JSON", _near(ended, _API, {}), _near(without, _API, {}), runs, 1.1),
        _beside(
            f"{of}one category, JSON", *(_same(one, f"{_API}?category=food") for one in (ended, without)), runs, 1.1
        ),
        _beside(f"{of}profile, JSON", *(_same(one, _PROFILE_API) for one in (ended, without)), runs, 1.1),
    ]


def _searches(database: str, live: int, server: Server) -> list[Row]:
    """p95 of very different searches, each asked three times of a server in use.

    Before, each is asked once: a new connection to a database knows nothing of its tables.
    """
    ask = _asker(server)
    for q in _SEARCHES:
        ask(f"{_API}?{urlencode({'q': q})}")
    took = [ask(f"{_API}?{urlencode({'q': q})}") for _ in range(3) for q in _SEARCHES]
    spread = Spread.of(took)
    what = f"{database}, search" + (f" of {live:,} flyers" if live else " of the board for it")
    return [Row(f"{what}: p95 of {len(_SEARCHES)} texts", spread.p95, _MS, "<= 50 ms", most=50)]


def _under_load(of: str, ours: Server, baseline: Server) -> list[Row]:
    """At eight connections: the slowest hundredth, beside Django REST framework, and an unchanged page.

    A page is made once for everybody and kept while nothing changes; ``made`` are pages that are asked for once only.
    """
    found = []
    for name, path in (("feed, page", "/"), ("feed, JSON", _API)):
        url = ours.origin + path
        etag = httpx.get(url).headers["ETag"]
        same = [load.under_load(url, _LOAD_S) for _ in range(_LOAD_ROUNDS)]
        found.append(_p99(f"{of}{name}, 8 at a time, p99", same))
        known, made = [], []
        for _ in range(_LOAD_ROUNDS):
            known.append(load.under_load(url, _LOAD_S, etag))
            made.append(load.under_load(url, _LOAD_S, never_twice=True))
        found.append(_p99(f"{of}{name}, each one made, 8 at a time, p99", made))
        rates = [[one.requests_per_s for one in some] for some in (known, made)]
        found.append(_rates(f"{of}{name}, unchanged by ETag beside a made one", *rates, 3))
    for name, never_twice in (("feed, JSON", False), ("feed, JSON, each one made", True)):
        mine, plain = interleaved(
            _LOAD_ROUNDS,
            lambda never_twice=never_twice: _rate(ours, never_twice),
            lambda never_twice=never_twice: _rate(baseline, never_twice),
        )
        found.append(_rates(f"{of}{name}, beside REST framework", mine, plain, 4))
    return found


def _rate(server: Server, never_twice: bool) -> float:
    return load.under_load(server.origin + _API, _LOAD_S, never_twice=never_twice).requests_per_s


def _p99(what: str, loads: list[load.Load]) -> Row:
    return Row(what, Spread.of([one.p99_ms for one in loads]).median, _MS, "<= 20 ms", most=20)


def _rates(what: str, mine: list[float], others: list[float], least: float) -> Row:
    ours, other = Spread.of(mine).median, Spread.of(others).median
    return Row(what, ours, "{:,.0f}/s", f">= {least:g} x", other, of_two(mine, others), ratio_least=least)


def _near(server: Server, path: str, also: dict[str, object]) -> Callable[[], float]:
    """Each time from another square of 0.01°: the middle of a town, its outskirts, its edge."""
    squares = itertools.cycle(_squares())
    ask = _asker(server)
    return lambda: ask(f"{path}?{urlencode({'near': next(squares), **also}, doseq=True)}")


def _squares() -> Iterator[str]:
    for lat, lon in crowd.TOWNS:
        for north, east in ((0, 0), (0.02, -0.03), (-0.05, 0.05)):
            yield f"{lat + north:.2f},{lon + east:.2f}"


def _warm_up(server: Server) -> None:
    """A worker's first request imports half of Django; that is not the cost of a page."""
    for _ in range(_WARM_UP_REQUESTS):
        httpx.get(server.origin + _API, timeout=60).raise_for_status()


def _same(server: Server, path: str) -> Callable[[], float]:
    ask = _asker(server)
    return lambda: ask(path)


def _asker(server: Server) -> Callable[[str], float]:
    """Milliseconds until the whole answer is made and there, on a connection that stays open."""
    parts = urlsplit(server.origin)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port)

    numbers = itertools.count(time.time_ns())

    def ask(path: str) -> float:
        # An address of its own: else a page that is kept would be measured, and that costs the same on any board.
        address = f"{path}{'&' if '?' in path else '?'}n={next(numbers)}"
        start = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        took = 1000 * (time.perf_counter() - start)
        assert answer.status == 200, f"{path}: {answer.status}"
        return took

    return ask
