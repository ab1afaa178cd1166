"""What runs beside the server and inside it: there as long as the server, and no longer."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from pockitflyer.pictures.tests import photos
from pockitflyer.web.background import Companion
from tests.board_server import ROOT, environment, free_port, serving
from tests.uploading import PIN_THE_POSTER, TAKE_IN_A_POSTER, add_people, await_avifs, signed_in, upload

# Each of these writes a line to the file it is given when it is ready.
SHORT_LIVED = "import sys; open(sys.argv[1], 'a').write('here\\n')"
PATIENT = SHORT_LIVED + "; sys.stdin.read(); open(sys.argv[1], 'a').write('gone\\n')"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SHORT_LIVED + "; signal.pause()"
# A server that starts a companion and is then killed.
SERVER = """
import signal, sys
from pockitflyer.web.background import Companion
Companion([sys.executable, "-c", *sys.argv[1:]]).start()
signal.pause()
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "lines"


def lines(file) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def await_true(claim: Callable[[], bool], patience_s: float = 30) -> None:
    deadline = time.monotonic() + patience_s
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_ends_by_itself_is_started_again(file):
    companion = Companion([sys.executable, "-c", SHORT_LIVED, str(file)], pause_s=0.01)
    companion.start()
    await_true(lambda: len(lines(file)) >= 3)
    companion.stop()


def test_stopping_ends_it_and_nothing_is_started_again(file):
    companion = Companion([sys.executable, "-c", PATIENT, str(file)], pause_s=0)
    companion.start()
    await_true(lambda: lines(file) == ["here"])
    companion.stop()
    assert companion._process.returncode == -signal.SIGTERM
    companion._watcher.join(30)
    assert not companion._watcher.is_alive()
    assert lines(file) == ["here"]


def test_what_does_not_want_to_end_is_killed(file):
    companion = Companion([sys.executable, "-c", STUBBORN, str(file)])
    companion.start()
    await_true(lambda: lines(file) == ["here"])
    companion.stop(patience_s=0.1)
    assert companion._process.returncode == -signal.SIGKILL


def test_stopping_at_once_leaves_nothing_behind(file):
    companion = Companion([sys.executable, "-c", PATIENT, str(file)])
    companion.start()
    companion.stop()
    companion._watcher.join(30)
    assert companion._process is None or companion._process.returncode is not None


def test_when_the_server_is_killed_its_companion_ends_by_itself(file):
    server = subprocess.Popen([sys.executable, "-c", SERVER, PATIENT, str(file)], cwd=ROOT)
    await_true(lambda: lines(file) == ["here"])
    server.kill()
    server.wait()
    await_true(lambda: lines(file) == ["here", "gone"])


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A board that was served and stopped, with a poster that waits for its AVIFs."""
    home = tmp_path_factory.mktemp("template") / "home"
    with serving(home, "--empty", POCKITFLYER_TASKS_INSIDE="0") as server:
        add_people(server, "Alice")
        server.django(TAKE_IN_A_POSTER + PIN_THE_POSTER)
        with signed_in(server, "Alice") as client:
            profile = client.get("/api/v1/users/me/profile/").json()
    server.await_gone()
    # Nobody has done the task: the operator wanted to.
    types = {source["type"] for source in profile["flyers"][0]["images"][0]["sources"]}
    assert types == {"image/jpeg"}
    return home


@pytest.fixture
def home(template, tmp_path):
    return shutil.copytree(template, tmp_path / "home")


def test_the_server_brings_a_process_that_makes_avifs_and_leaves_nothing_when_it_stops(tmp_path):
    with serving(tmp_path / "home", "--empty") as server:
        add_people(server, "Alice")
        with signed_in(server, "Alice") as client:
            # Now the pools of workers are there as well.
            upload(client, photos.jpeg())
            server.django(TAKE_IN_A_POSTER + PIN_THE_POSTER)
            await_avifs(client)
    assert server.process.returncode == 0
    server.await_gone()


def test_a_server_that_was_killed_leaves_no_process(home):
    with serving(home) as server, signed_in(server, "Alice") as client:
        upload(client, photos.jpeg())
        # The main process alone, as the system does it when memory is short.
        server.process.kill()
        server.await_gone()


def test_tasks_can_be_done_by_a_process_of_the_operator(home):
    with serving(home, POCKITFLYER_TASKS_INSIDE="0") as server, signed_in(server, "Alice") as client:
        command = [sys.executable, "-m", "pockitflyer", "work", "--until-stdin-closes"]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment(home, free_port()), stdin=subprocess.PIPE)
        with worker:
            await_avifs(client)
    # Leaving it has closed the pipe, and that ended it.
    assert worker.returncode == 0
