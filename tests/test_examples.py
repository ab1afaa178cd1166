"""The clients of examples/, run against a real board as their first lines say."""

import datetime as dt
import importlib.util
import inspect
import os
import subprocess
import sys

import httpx
import pytest

from examples.walk_the_feed import Board
from pockitflyer.pictures.tests import photos
from tests.board_server import ROOT, serving

PASSWORD = "a-long-walk-home"
VERBS = ("get", "put", "post", "patch", "delete")
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


def run(script, *arguments, path="") -> str:
    command = [sys.executable, f"examples/{script}", *map(str, arguments)]
    env = os.environ | {"PYTHONPATH": str(path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
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
    assert "fetched more than once: none" in said


@pytest.fixture
def generated(board, tmp_path):
    """The module of the generated client, in a folder of its own."""
    run("generate_client.py", board.url, tmp_path / "client.py")
    spec = importlib.util.spec_from_file_location("client", tmp_path / "client.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["client"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["client"]


def test_the_generated_client_and_all_that_uses_it_are_typed(generated, tmp_path):
    examples = [str(path) for path in (ROOT / "examples").glob("*.py") if path.stem != "__init__"]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "client.py", *examples],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(tmp_path)},
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    for name, method in vars(generated.Client).items():
        if name.startswith(VERBS):
            assert "Any" not in str(inspect.signature(method)), name


def test_every_operation_has_a_method(board, generated):
    paths = httpx.get(f"{board.url}/api/v1/openapi.json").json()["paths"].values()
    named = {operation["operationId"] for item in paths for verb, operation in item.items() if verb in VERBS}
    assert named
    assert named <= set(vars(generated.Client))


def test_the_generated_client_reads_for_anyone(board, generated):
    with httpx.Client(base_url=board.url, timeout=60) as http:
        client = generated.Client(http)
        page = client.get_feed(limit=3, category=["community"])
        assert [type(flyer).__name__ for flyer in page.items] == ["FlyerCard"] * 3
        assert page.items[0].creator.picture.sources[0].width == 128
        assert page.items[0].ends_at.tzinfo is not None
        profile = client.get_users_one_profile(page.items[0].creator.id)
        assert profile.flyer_count == 8
        assert client.post_users_one_reports(profile.id, generated.NewReport(reason="other")).is_reported
        with pytest.raises(generated.Refused) as refused:
            client.get_users_me_privacy()
        assert refused.value.problem.type.endswith("not-authenticated")


def test_the_generated_client_publishes_changes_and_deletes(board, generated, photo):
    with httpx.Client(base_url=board.url, timeout=60) as http:
        client = generated.Client(http)
        client.sign_in("bob@example.com", PASSWORD)
        file = (photo.name, photo.read_bytes(), "image/jpeg")
        new = generated.NewFlyer(title="Neu", text="Heute.", address="8400 Winterthur", categories=["food"])
        flyer = client.post_flyers(new, [file, file], idempotency_key="one")
        assert client.post_flyers(new, [file, file], idempotency_key="one") == flyer
        assert len(flyer.images) == 1
        seen = client.etag
        change = generated.ChangedFlyer(title="Neuer", ends_at=flyer.starts_at + dt.timedelta(days=2))
        changed = client.patch_flyers_one(flyer.id, change, if_match=seen)
        assert (changed.title, changed.text, changed.version) == ("Neuer", "Heute.", 2)
        with pytest.raises(generated.Refused) as refused:
            client.patch_flyers_one(flyer.id, change, if_match=seen)
        assert refused.value.problem.status == 412
        with pytest.raises(generated.Refused) as refused:
            client.patch_flyers_one(flyer.id, generated.ChangedFlyer(title=""), if_match="*")
        assert [error.pointer for error in refused.value.problem.errors] == ["#/title"]
        assert isinstance(client.get_flyers_one(flyer.id), generated.OwnFlyer)
        client.delete_flyers_one(flyer.id, if_match=client.etag)
        assert client.get_users_me_flyers(status="live").counts.live == 8
        assert client.post_users_me_profile_picture(file).picture.url.endswith("/512.jpg")
        client.delete_users_me_profile_picture()
        client.sign_out()


def test_publishing_runs_as_its_first_lines_say(board, generated, photo, tmp_path):
    said = run("publish_a_flyer.py", board.url, "charlie@example.com", PASSWORD, photo, path=tmp_path)
    assert "changed: Sourdough Sunday, version 2" in said
    assert "deleted; live flyers left: 8" in said
