"""Reading the board: time, requests per second and queries, beside the same JSON by Django REST framework."""

from collections.abc import Callable

import httpx
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks import board, load
from benchmarks.measure import Spread, interleaved, wall_ms
from benchmarks.server import Server
from benchmarks.table import Row, of_two

_FEED, _FEED_API = "/", "/api/v1/feed/"
_FEED_FLYERS = 20
_LOAD_ROUNDS, _LOAD_S = 5, 2
_MS = "{:,.1f} ms"


def rows(ours: Server, baseline: Server, owner_id: int, runs: int) -> list[Row]:
    """All lines about feed and profile, after a check that both servers answer the same."""
    page, api = f"/users/{owner_id}/", f"/api/v1/users/{owner_id}/profile/"
    assert len(_same_json(ours, baseline, _FEED_API)["items"]) == _FEED_FLYERS
    assert len(_same_json(ours, baseline, api)["flyers"]) == board.PROFILE_FLYERS
    return [
        _page(ours, "profile page, 10 flyers: the HTML alone", page, runs, "< 2 s", most_s=2),
        _api(ours, baseline, "profile API, 10 flyers", api, runs, "< 500 ms", most_s=0.5),
        _page(ours, "feed page, 20 flyers: the HTML alone", _FEED, runs),
        _api(ours, baseline, "feed API, 20 flyers", _FEED_API, runs),
        _throughput(ours, baseline),
        _queries("queries: profile page", page),
        _queries("queries: profile API", api, compared=True),
        _queries("queries: feed page", _FEED),
        _queries("queries: feed API", _FEED_API, compared=True),
    ]


def _same_json(ours: Server, baseline: Server, path: str) -> dict:
    """The answer of both; ``AssertionError`` when they differ in more than the server's own address."""
    answers = []
    for server in (ours, baseline):
        text = httpx.get(server.origin + path).raise_for_status().text
        # A cursor is each one's own.
        answers.append(httpx.Response(200, text=text.replace(server.origin, "")).json() | {"next": None})
    assert answers[0] == answers[1], f"ours and the baseline answer {path} differently"
    return answers[0]


def _asker(server: Server, path: str) -> Callable[[], float]:
    """Milliseconds until the whole answer, on a new connection each time, as a first visit."""
    client = httpx.Client(base_url=server.origin, limits=httpx.Limits(max_keepalive_connections=0))
    return lambda: wall_ms(lambda: client.get(path).raise_for_status())


def _page(ours: Server, what: str, path: str, runs: int, floor: str = "", most_s: float | None = None) -> Row:
    (mine,) = interleaved(runs, _asker(ours, path))
    return Row(what, Spread.of(mine), _MS, floor, most=1000 * most_s if most_s else None)


def _api(
    ours: Server, baseline: Server, what: str, path: str, runs: int, floor: str = "", most_s: float | None = None
) -> Row:
    mine, plain = interleaved(runs, _asker(ours, path), _asker(baseline, path))
    most = 1000 * most_s if most_s else None
    return Row(what, Spread.of(mine), _MS, floor, Spread.of(plain), of_two(mine, plain), most=most)


def _throughput(ours: Server, baseline: Server) -> Row:
    mine, plain = interleaved(
        _LOAD_ROUNDS,
        lambda: load.requests_per_s(ours.origin + _FEED_API, _LOAD_S),
        lambda: load.requests_per_s(baseline.origin + _FEED_API, _LOAD_S),
    )
    # Sorted the other way: the slow end of a rate is its low one.
    spread = Spread(Spread.of(mine).median, -Spread.of([-rate for rate in mine]).p95)
    return Row(
        f"feed API under load ({load.generator()}, {load.CONNECTIONS} connections)",
        spread,
        "{:,.0f}/s",
        ">= 2.5 x replaced",
        Spread.of(plain),
        of_two(mine, plain),
        ratio_least=2.5,
    )


def _queries(what: str, path: str, *, compared: bool = False) -> Row:
    mine = _count(path)
    if not compared:
        return Row(what, mine, "{:.0f}")
    with override_settings(ROOT_URLCONF="benchmarks.baseline.urls"):
        plain = _count(path)
    return Row(what, mine, "{:.0f}", "", plain, mine / plain)


def _count(path: str) -> int:
    """Queries of one request by someone who is not signed in."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
