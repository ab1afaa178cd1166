"""The clients of examples/, run against a real board as their first lines say."""

import importlib.util
import subprocess
import sys

import httpx
import pytest

from examples.walk_the_feed import Board
from pockitflyer.pictures.tests import photos
from tests.board_server import ROOT, serving

PASSWORD = "a-long-walk-home"
PEOPLE = """
from allauth.account.models import EmailAddress
from pockitflyer.accounts.models import User
from pockitflyer.flyers.tests.board import pin_many
for name in ("Alice", "Bob", "Charlie"):
    user = User.objects.create_user(f"{name.lower()}@example.com", "a-long-walk-home", name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    pin_many(user, 8)
"""


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("board") / "home", "--empty") as running:
        running.django(PEOPLE)
        yield running


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "me.jpg"
    path.write_bytes(photos.jpeg(400, 400))
    return path


def run(script, *arguments) -> str:
    command = [sys.executable, f"examples/{script}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_small_client_fetches_no_face_twice(board, photo, tmp_path):
    with Board(board.url, tmp_path) as client:
        client.sign_in("alice@example.com", PASSWORD)
        face = client.send_face(photo)["picture"]
        first, second = client.walk(), client.walk()
        assert len(first) == len(second) == 24
        # Alice's new one, and the default one of the two others.
        assert len(client.shown) == 2
        assert client.shown.total() == 48
        assert set(client.fetched.values()) == {1}
        assert client.file(face["url"]).startswith(b"\xff\xd8")
        client.sign_out()
        client._refresh_token = ""
        with pytest.raises(RuntimeError, match="not-authenticated"):
            client._json("GET", "/api/v1/users/me/profile/")


def test_the_small_client_renews_its_tokens(board, tmp_path):
    with Board(board.url, tmp_path) as client:
        client.sign_in("bob@example.com", PASSWORD)
        client._client.headers["Authorization"] = "Bearer over"
        assert client._json("GET", "/api/v1/users/me/profile/")["name"] == "Bob"


def test_the_small_client_runs_as_its_first_lines_say(board, photo):
    said = run("walk_the_feed.py", board.url, "charlie@example.com", PASSWORD, photo)
    assert "second walk: 24 flyers" in said


def test_the_generated_client_is_typed_and_works(board, tmp_path):
    target = tmp_path / "client.py"
    run("generate_client.py", board.url, target)
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(target)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    spec = importlib.util.spec_from_file_location("generated", target)
    client_module = importlib.util.module_from_spec(spec)
    sys.modules["generated"] = client_module
    spec.loader.exec_module(client_module)
    with httpx.Client(base_url=board.url, timeout=60) as http:
        client = client_module.Client(http)
        page = client.get_feed(limit=3, category=["community"])
        assert [type(flyer).__name__ for flyer in page.items] == ["FlyerCard"] * 3
        assert page.items[0].creator.picture.sources[0].width == 128
        profile = client.get_users_one_profile(page.items[0].creator.id)
        assert profile.flyer_count == 8
        assert client.post_users_one_reports(profile.id, {"reason": "other"}).is_reported
        with pytest.raises(httpx.HTTPStatusError) as refused:
            client.get_users_me_privacy()
        assert refused.value.response.json()["type"].endswith("not-authenticated")
