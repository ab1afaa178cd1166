"""Many people send at once, to a real server with two workers; drawings are counted where they are made."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from pockitflyer.pictures.tests import photos
from tests.board_server import serving
from tests.faulty.counting import drawn
from tests.uploading import add_people, fetch_whole, signed_in, upload

SENDERS = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("rush") / "home"
    test_build = {"DJANGO_SETTINGS_MODULE": "tests.faulty.settings", "POCKITFLYER_WORKERS": "2"}
    with serving(home, "--empty", **test_build) as running:
        add_people(running, *[f"Sender{n}" for n in range(SENDERS)])
        yield running


@pytest.fixture(scope="module")
def clients(server):
    with ExitStack() as stack:
        yield [stack.enter_context(signed_in(server, f"Sender{n}")) for n in range(SENDERS)]


def upload_all(clients, files: list[bytes]) -> list[dict]:
    """The pictures in the answers; every one is a 200."""
    with ThreadPoolExecutor(len(files)) as threads:
        return list(threads.map(upload, clients, files))


def test_the_same_bytes_twenty_times_at_once_are_drawn_once(server, clients):
    before = drawn(server.home)
    pictures = upload_all(clients, [photos.jpeg(1200, 900)] * SENDERS)
    assert drawn(server.home) == before + 1
    assert len({picture["url"] for picture in pictures}) == 1
    fetch_whole(clients[0], pictures[0])


def test_twenty_different_pictures_at_once_all_become_faces(server, clients):
    before = drawn(server.home)
    colours = [(12 * n, 120, 240 - 12 * n) for n in range(SENDERS)]
    files = [photos.encoded(photos.Image.new("RGB", (700, 700), colour), "PNG") for colour in colours]
    pictures = upload_all(clients, files)
    assert drawn(server.home) == before + SENDERS
    for client, picture, colour in zip(clients, pictures, colours, strict=True):
        assert photos.close(photos.pixel(fetch_whole(client, picture), 0.5, 0.5), colour)
