"""The server is killed with everything it runs, at every step of an upload and of the AVIFs that follow.

Whatever the step: after the next start the old picture or the new one is whole, the same upload goes through, and
after one sweep the store holds what rows name and nothing else.
"""

import json
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from pockitflyer.pictures.tests import photos
from tests.board_server import Server, serving
from tests.faulty import points
from tests.uploading import PIN_THE_POSTER, TAKE_IN_A_POSTER, add_people, await_avifs, fetch_whole, signed_in, upload

# More of the same would be killed, and started, in each of these tests.
ONE_WORKER = {"POCKITFLYER_WORKERS": "1"}
NEW = photos.jpeg(900, 700)
OLD_COLOUR = (40, 90, 200)
NEW_COLOUR = photos.QUADRANTS["bottom_right"]

SWEEP_AND_LIST = """
import json
from django.core.management import call_command
from pockitflyer.pictures import rows
call_command("pictures", "sweep", "--grace-hours", "0", verbosity=0)
named = []
for column in rows.columns():
    for picture in column.model.objects.exclude(**{column.name: None}).values_list(column.name, flat=True):
        files = ["master", "picture.json", *[f"{w}.jpg" for w in picture.jpeg], *[f"{w}.avif" for w in picture.avif]]
        named += [f"{picture.key[:2]}/{picture.key}/{file}" for file in files]
print(json.dumps(named))
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A board with Alice, her old picture, and a poster that no row names yet."""
    home = tmp_path_factory.mktemp("template") / "home"
    with serving(home, "--empty", **ONE_WORKER, POCKITFLYER_TASKS_INSIDE="0") as server:
        add_people(server, "Alice")
        with signed_in(server, "Alice") as client:
            upload(client, photos.encoded(photos.Image.new("RGB", (600, 600), OLD_COLOUR), "PNG"))
        server.django(TAKE_IN_A_POSTER)
    return home


@pytest.fixture
def home(template, tmp_path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "home"))


def serving_until(home: Path, point: str):
    """The test build, which dies at that point."""
    return serving(home, **ONE_WORKER, DJANGO_SETTINGS_MODULE="tests.faulty.settings", FAULT_POINT=point)


def await_the_kill(server: Server) -> None:
    assert server.process.wait(timeout=90) == -signal.SIGKILL, "the server never came to that step"
    server.await_gone()


def picture_of(client: httpx.Client) -> dict:
    return client.get("/api/v1/users/me/profile/").raise_for_status().json()["picture"]


def check_nothing_is_left_over(server: Server) -> None:
    """One sweep, then the store and the rows agree to the file."""
    named = json.loads(server.django(SWEEP_AND_LIST).splitlines()[-1])
    folder = server.home / "pictures"
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == sorted(named)


@pytest.mark.parametrize("point", points.BEFORE_THE_ROW | points.AFTER_THE_ROW)
def test_killed_in_an_upload_the_old_or_the_new_face_is_whole(point, home):
    with serving_until(home, point) as server:
        with signed_in(server, "Alice") as client, suppress(httpx.TransportError):
            upload(client, NEW)
        await_the_kill(server)
    half_written = list(home.rglob("*.part"))
    assert bool(half_written) == (points.ALL[point].when is points.When.HALF_WAY)
    with serving(home, **ONE_WORKER, POCKITFLYER_TASKS_INSIDE="0") as server, signed_in(server, "Alice") as client:
        colour = OLD_COLOUR if point in points.BEFORE_THE_ROW else NEW_COLOUR
        assert photos.close(photos.pixel(fetch_whole(client, picture_of(client)), 0.9, 0.9), colour)
        check_nothing_is_left_over(server)
        assert photos.close(photos.pixel(fetch_whole(client, upload(client, NEW)), 0.9, 0.9), NEW_COLOUR)


@pytest.mark.parametrize("point", ["in the worker", "half-way in the second file", "after picture.json"])
def test_killed_in_an_upload_the_same_upload_goes_through_before_any_sweep(point, home):
    with serving_until(home, point) as server:
        with signed_in(server, "Alice") as client, suppress(httpx.TransportError):
            upload(client, NEW)
        await_the_kill(server)
    with serving(home, **ONE_WORKER, POCKITFLYER_TASKS_INSIDE="0") as server, signed_in(server, "Alice") as client:
        assert photos.close(photos.pixel(fetch_whole(client, upload(client, NEW)), 0.9, 0.9), NEW_COLOUR)
        check_nothing_is_left_over(server)
        fetch_whole(client, picture_of(client))


@pytest.mark.parametrize("point", points.FINISHING)
def test_killed_while_a_poster_gets_its_avifs_it_gets_them_after_the_next_start(point, home):
    with serving_until(home, point) as server:
        server.django(TAKE_IN_A_POSTER + PIN_THE_POSTER)
        await_the_kill(server)
    with serving(home, **ONE_WORKER) as server, signed_in(server, "Alice") as client:
        poster = await_avifs(client)
        assert photos.close(photos.pixel(fetch_whole(client, poster), 0.9, 0.9), NEW_COLOUR)
        check_nothing_is_left_over(server)
        fetch_whole(client, poster)
