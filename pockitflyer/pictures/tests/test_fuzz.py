"""Thousands of damaged files: each is accepted or refused by name, and none leaves anything behind.

A failure names the mutant; ``mutations.mutated(kind, number)`` makes it again.
"""

from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pockitflyer.pictures import intake, workers
from pockitflyer.pictures.errors import PictureBusy, PictureDamaged, PictureError
from pockitflyer.pictures.recipes import Recipe, Rendition
from pockitflyer.pictures.tests import mutations, photos, processes

pytestmark = pytest.mark.files
# 2,000 of each accepted type.
_MUTANTS = {
    "jpeg": 1_000,
    "progressive jpeg": 1_000,
    "png": 2_000,
    "lossy webp": 1_000,
    "lossless webp": 1_000,
    "avif": 2_000,
    "heic": 2_000,
}
_PICTURE = "/api/v1/users/me/profile/picture/"
# What is made of the pixels is tested elsewhere; here it shall cost little.
_SMALL = Recipe("fuzz", True, False, (Rendition(16, 70, 60, 10),), master_px=16, avif_later=True)
_FILES = {"master", "16.jpg", "picture.json"}
_WARM_UP = 200
_LOOK_EVERY = 50
# A worker holds at most what one small picture needs and what its decoders keep; a leak of one file a picture, over
# the 200 pictures of a worker's life, would be seen.
_GROWTH_MB = 24


class Memory:
    """The most that the workers and this process took, in MB, beside what they had when warm."""

    def __init__(self) -> None:
        self.warm_worker = self.warm_server = self.worker = self.server = 0.0

    def look(self, number: int) -> None:
        worker = max((processes.memory_mb(pid) for pid in processes.worker_pids()), default=0)
        server = processes.memory_mb()
        if number <= _WARM_UP:
            self.warm_worker, self.warm_server = max(self.warm_worker, worker), max(self.warm_server, server)
        self.worker, self.server = max(self.worker, worker), max(self.server, server)

    def grew(self) -> float:
        return max(self.worker - self.warm_worker, self.server - self.warm_server)


@pytest.fixture
def _quick_store(monkeypatch):
    """A store that need not survive a power cut."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


@pytest.mark.parametrize("kind", _MUTANTS)
@pytest.mark.usefixtures("db", "_quick_store")
def test_a_damaged_file_is_accepted_or_refused_by_name(kind, pictures_folder, settings):
    workers.stop()
    settings.PICTURE_DEADLINE_S = 5
    memory, outcomes, accepted = Memory(), Counter(), set()
    for number in range(_MUTANTS[kind]):
        outcome = _take_in(kind, number, accepted)
        outcomes[outcome] += 1
        if number % _LOOK_EVERY == 0:
            memory.look(number)
    # Both happen, or the mutations are too weak or too strong to prove anything.
    assert outcomes["accepted"] > 10
    assert outcomes[PictureDamaged.__name__] > 100
    # No one else is here, so nothing may keep a worker so long.
    assert not outcomes[PictureBusy.__name__]
    assert _stored(pictures_folder) == dict.fromkeys(accepted, _FILES)
    assert memory.grew() < _GROWTH_MB
    assert intake.take_in(photos.jpeg(), _SMALL)


@pytest.mark.usefixtures("_quick_store")
def test_the_api_answers_a_damaged_file_by_name(client, alice, pictures_folder, settings, monkeypatch):
    """60 of each kind: 201 or 200 with a picture, or a problem; never a 500."""
    monkeypatch.setattr("pockitflyer.accounts.profile.AVATAR", _SMALL)
    settings.ACCOUNT_RATE_LIMITS = False
    client.force_login(alice)
    client.raise_request_exception = False
    statuses: Counter[int] = Counter()
    for kind in _MUTANTS:
        for number in range(60):
            # Others than above.
            data = mutations.mutated(kind, 10_000 + number)
            answer = client.post(_PICTURE, {"image": SimpleUploadedFile("photo.jpg", data)})
            statuses[answer.status_code] += 1
            assert answer.status_code < 500, f"mutations.mutated({kind!r}, {10_000 + number})"
            if answer.status_code >= 400:
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert answer.json()["detail"]


def _take_in(kind: str, number: int, accepted: set[str]) -> str:
    data = mutations.mutated(kind, number)
    try:
        accepted.add(intake.take_in(data, _SMALL).key)
    except PictureError as error:
        return type(error).__name__
    except Exception as error:
        error.add_note(f"mutations.mutated({kind!r}, {number})")
        raise
    return "accepted"


def _stored(folder: Path) -> dict[str, set[str]]:
    """The files of each picture, by key; a part of a file has a name of its own."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found.setdefault(path.parent.name, set()).add(path.name)
    return found
