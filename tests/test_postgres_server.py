"""The real server on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.board_server import serving
from tests.postgres import NoPostgres, programs, throwaway


def has_postgres() -> bool:
    try:
        programs()
    except NoPostgres:
        return False
    return True


@pytest.mark.skipif(not has_postgres(), reason="no PostgreSQL: install it to run this")
def test_workers_do_not_read_each_others_answers(tmp_path):
    """A connection opened before the workers are forked would be one for all of them."""
    with (
        throwaway() as url,
        serving(tmp_path / "home", "--empty", POCKITFLYER_DATABASE_URL=url, POCKITFLYER_WORKERS="2") as server,
        httpx.Client(base_url=server.url, timeout=60, limits=httpx.Limits(max_keepalive_connections=0)) as client,
        ThreadPoolExecutor(8) as readers,
    ):
        paths = ["/", "/api/v1/feed/", "/users/1/", "/?near=47.39,8.53"] * 30
        answers = list(readers.map(lambda path: client.get(path).status_code, paths))
    assert answers == [200, 200, 404, 200] * 30
