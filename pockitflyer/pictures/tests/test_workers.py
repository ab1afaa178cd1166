import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pebble import ProcessPool

from pockitflyer.pictures import drawing, workers
from pockitflyer.pictures.errors import PictureBusy, PictureDamaged, PictureTooSlow
from pockitflyer.pictures.recipes import AVATAR
from pockitflyer.pictures.tests import misbehaving, photos, processes

_MB = 1024 * 1024
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def one_worker(settings):
    """Fresh for each test and gone after it, so that what one call did to its worker would be seen by the next."""
    workers.stop()
    settings.PICTURE_WORKERS = 1
    yield
    workers.stop()


def serves_a_picture() -> bool:
    drawn = workers.run(drawing.draw, photos.jpeg(), "image/jpeg", AVATAR, 50_000_000)
    return photos.close(photos.pixel(drawn.files["512.jpg"], 0.1, 0.1), photos.QUADRANTS["top_left"])


@pytest.mark.parametrize("step", [misbehaving.abort, misbehaving.fault], ids=lambda step: step.__name__)
def test_a_decoder_that_crashes_spoils_its_own_picture_only(step):
    with pytest.raises(PictureDamaged):
        workers.run(step)
    assert serves_a_picture()


@pytest.mark.parametrize(
    "step",
    [misbehaving.spin, misbehaving.sleep, misbehaving.sleep_without_listening],
    ids=lambda step: step.__name__,
)
def test_a_decoder_that_hangs_is_ended_at_its_deadline(step, settings):
    settings.PICTURE_DEADLINE_S = 0.3
    with pytest.raises(PictureTooSlow):
        workers.run(step)
    settings.PICTURE_DEADLINE_S = 60
    assert serves_a_picture()


def test_a_decoder_that_bloats_is_ended_at_its_limit(settings):
    settings.PICTURE_MEMORY_BYTES = 200 * _MB
    with pytest.raises(PictureTooSlow):
        workers.run(misbehaving.bloat)
    assert workers.run(misbehaving.take, 100) == 100 * _MB
    assert serves_a_picture()


def test_a_picture_that_needs_more_memory_than_allowed_is_too_slow(settings):
    settings.PICTURE_MEMORY_BYTES = 48 * _MB
    large = photos.encoded(photos.quadrants(6000, 4000), "JPEG", progressive=True)
    with pytest.raises(PictureTooSlow):
        workers.run(drawing.draw, large, "image/jpeg", AVATAR, 50_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux bounds the address space.")
def test_an_encoders_threads_reserve_no_memory_each():
    """Its twenty threads would reserve up to 64 MB each."""
    assert workers.run(misbehaving.address_space_while_encoding) < 200 * _MB


def test_a_worker_has_the_memory_of_the_setting_and_no_more(settings):
    settings.PICTURE_MEMORY_BYTES = 300 * _MB
    assert 280 * _MB < workers.run(misbehaving.spare_bytes) <= 300 * _MB


def test_pages_come_before_pictures():
    assert workers.run(misbehaving.niceness) == min(19, os.nice(0) + 10)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has capabilities.")
def test_a_worker_has_none_of_an_administrators_rights():
    assert workers.run(misbehaving.capabilities) == 0


@pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="Only Linux tells of a thread's scheduling.")
def test_no_thread_of_an_encoder_comes_before_pages():
    assert workers.run(misbehaving.scheduling_while_encoding) == {os.SCHED_OTHER}


def test_what_a_step_raises_is_raised():
    with pytest.raises(PictureDamaged):
        workers.run(drawing.draw, photos.jpeg()[:2000], "image/jpeg", AVATAR, 50_000_000)


@pytest.mark.parametrize("count", [1, 2])
def test_workers_killed_while_they_wait_are_replaced_unseen(count, settings):
    settings.PICTURE_WORKERS = count
    workers.run(int)
    killed = processes.worker_pids()
    assert len(killed) == count
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert serves_a_picture()
    assert not set(killed) & set(processes.worker_pids())


def test_a_worker_killed_at_its_work_costs_that_one_picture(tmp_path):
    """As the system does when the machine has no memory left."""
    with ThreadPoolExecutor() as others:
        begun = others.submit(workers.run, misbehaving.wait_for, str(tmp_path / "go"))
        assert processes.wait_until((tmp_path / "go.begun").exists)
        for pid in processes.worker_pids():
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(PictureTooSlow):
            begun.result()
    assert serves_a_picture()


def test_a_crash_leaves_those_who_wait_in_the_queue():
    with ThreadPoolExecutor(6) as others:
        crashed = [others.submit(workers.run, misbehaving.abort) for _ in range(2)]
        served = [others.submit(serves_a_picture) for _ in range(4)]
        assert all(one.result() for one in served)
        for one in crashed:
            with pytest.raises(PictureDamaged):
                one.result()


def test_when_no_worker_can_start_pictures_are_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(workers, "_new_pool", _pool_that_cannot_start)
    with pytest.raises(PictureBusy):
        workers.run(int)
    monkeypatch.undo()
    assert serves_a_picture()


def _pool_that_cannot_start():
    return ProcessPool(1, initializer=misbehaving.fault, context=multiprocessing.get_context("spawn"))


def test_when_the_queue_is_full_a_picture_is_asked_to_come_back(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "_queue", threading.BoundedSemaphore(2))
    with ThreadPoolExecutor() as others:
        kept = [others.submit(workers.run, misbehaving.wait_for, str(tmp_path / "go")) for _ in range(2)]
        assert processes.wait_until((tmp_path / "go.begun").exists)
        with pytest.raises(PictureBusy) as refused:
            workers.run(int)
        (tmp_path / "go").touch()
        assert [one.result() for one in kept] == [str(tmp_path / "go")] * 2
    assert refused.value.retry_after_s
    assert workers.run(int) == 0


def test_whoever_waited_too_long_is_asked_to_come_back(tmp_path, monkeypatch):
    with ThreadPoolExecutor() as others:
        kept = others.submit(workers.run, misbehaving.wait_for, str(tmp_path / "go"))
        assert processes.wait_until((tmp_path / "go.begun").exists)
        monkeypatch.setattr(workers, "_PATIENCE_S", 0.2)
        with pytest.raises(PictureBusy):
            workers.run(int)
        monkeypatch.undo()
        (tmp_path / "go").touch()
        assert kept.result() == str(tmp_path / "go")
    assert serves_a_picture()


def test_after_a_stop_no_process_is_left(settings, tmp_path, monkeypatch):
    """Of two workers, one waits for work and one hangs."""
    settings.PICTURE_WORKERS = 2
    # Else the one that hangs would hang again, in a new worker.
    monkeypatch.setattr(workers, "_TRIES", 1)
    monkeypatch.setattr(workers, "_PATIENCE_S", 5)
    with ThreadPoolExecutor() as others:
        kept = others.submit(workers.run, misbehaving.sleep_without_listening, str(tmp_path / "begun"))
        assert processes.wait_until((tmp_path / "begun").exists)
        pids = processes.worker_pids()
        workers.stop()
        with pytest.raises(PictureBusy):
            kept.result()
    assert len(pids) == 2
    assert processes.worker_pids() == []
    assert not [pid for pid in pids if processes.is_known(pid)]


_SERVER = """
import django, os, sys, threading, time
django.setup()
from django.conf import settings
from pockitflyer.pictures import workers
from pockitflyer.pictures.tests import misbehaving, processes
settings.PICTURE_WORKERS, settings.PICTURE_DEADLINE_S = 2, 2
if __name__ == "__main__":
    threading.Thread(target=workers.run, args=(misbehaving.wait_for, sys.argv[1]), daemon=True).start()
    processes.wait_until(lambda: os.path.exists(sys.argv[1] + ".begun"))
    print(*processes.worker_pids(), flush=True)
    time.sleep(60)
"""


def test_when_the_server_is_killed_its_workers_end_by_themselves(tmp_path):
    """One idle and one that hangs."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "pockitflyer.settings", "POCKITFLYER_HOME": str(tmp_path)}
    command = [sys.executable, "-c", _SERVER, str(tmp_path / "never")]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 2
        assert all(processes.is_running(pid) for pid in pids)
        server.kill()
    assert processes.wait_until(lambda: not any(processes.is_running(pid) for pid in pids))
