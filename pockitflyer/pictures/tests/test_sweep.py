import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pockitflyer.pictures import claims, store, sweep
from pockitflyer.pictures.models import Claim
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.sweep import Swept

User = get_user_model()
GRACE = dt.timedelta(hours=24)
FILES = {"master": b"master", "128.jpg": b"small", "512.jpg": b"large"}
# With picture.json.
FILES_OF_A_PICTURE = len(FILES) + 1
KEYS = [f"{number:02x}" * 16 for number in range(1, 10)]
KEY = KEYS[0]


def stored(key: str = KEY) -> Picture:
    picture = Picture(key, 512, 512, "#804020", jpeg=(128, 512), avif=())
    store.write(picture, FILES)
    return picture


def claimed(key: str = KEY, hours_ago: float = 48) -> None:
    claims.claim(key)
    Claim.objects.filter(key=key).update(claimed_at=timezone.now() - dt.timedelta(hours=hours_ago))


def taken_in(key: str = KEY, hours_ago: float = 48) -> Picture:
    """As an upload leaves it before its row is committed."""
    claimed(key, hours_ago)
    return stored(key)


def show(user, picture: Picture | None) -> None:
    user.picture = picture
    user.save(update_fields=["picture"])


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def files_of(*keys: str) -> list[str]:
    return sorted(f"{key[:2]}/{key}/{file}" for key in keys for file in [*FILES, "picture.json"])


def make_older(path: Path, hours: float = 48) -> None:
    then = (timezone.now() - dt.timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def test_after_one_sweep_the_store_holds_what_rows_name(pictures_folder, alice, bob):
    show(alice, taken_in(KEYS[0]))
    show(bob, taken_in(KEYS[1]))
    for key in KEYS[2:]:
        taken_in(key)
    swept = sweep.sweep(GRACE)
    assert files_in(pictures_folder) == files_of(*KEYS[:2])
    assert set(Claim.objects.values_list("key", flat=True)) == set(KEYS[:2])
    assert (swept.pictures, swept.in_use) == (len(KEYS) - 2, 2)
    assert swept.files == (len(KEYS) - 2) * FILES_OF_A_PICTURE


def test_a_picture_that_two_rows_name_stays_until_both_are_gone(pictures_folder, alice, bob):
    picture = taken_in()
    show(alice, picture)
    show(bob, picture)
    show(alice, None)
    sweep.sweep(dt.timedelta(0))
    assert store.read_card(KEY) == picture
    show(bob, None)
    sweep.sweep(dt.timedelta(0))
    assert files_in(pictures_folder) == []


@pytest.mark.django_db
def test_what_was_claimed_within_the_grace_period_stays(pictures_folder):
    taken_in(hours_ago=23)
    assert sweep.sweep(GRACE) == Swept(waiting=1)
    assert files_in(pictures_folder) == files_of(KEY)
    claimed(hours_ago=25)
    assert sweep.sweep(GRACE).pictures == 1


def test_the_grace_period_begins_with_the_last_use(pictures_folder, alice):
    """Caches hold pages that name a picture, however long ago it was uploaded."""
    show(alice, taken_in(hours_ago=10_000))
    sweep.sweep(GRACE)
    show(alice, None)
    assert sweep.sweep(GRACE) == Swept(waiting=1)
    assert files_in(pictures_folder) == files_of(KEY)
    claimed(hours_ago=25)
    sweep.sweep(GRACE)
    assert files_in(pictures_folder) == []


@pytest.mark.django_db
def test_what_nobody_claimed_is_claimed_now_and_waits(pictures_folder):
    stored()
    assert sweep.sweep(GRACE) == Swept(waiting=1)
    assert sweep.sweep(GRACE) == Swept(waiting=1)
    claimed(hours_ago=25)
    assert sweep.sweep(GRACE).pictures == 1


@pytest.mark.django_db
def test_what_a_crash_left_half_written_goes(pictures_folder):
    claimed()
    folder = pictures_folder / KEY[:2] / KEY
    folder.mkdir(parents=True)
    (folder / "128.jpg").write_bytes(b"128")
    (folder / ".ab12.part").write_bytes(b"ha")
    swept = sweep.sweep(GRACE)
    assert (swept.files, swept.freed_bytes) == (2, 5)
    assert not folder.exists()
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_an_empty_folder_goes(pictures_folder):
    claimed()
    (pictures_folder / KEY[:2] / KEY).mkdir(parents=True)
    assert sweep.sweep(GRACE) == Swept(empty_claims=1)
    assert not (pictures_folder / KEY[:2] / KEY).exists()


def test_unfinished_files_beside_a_picture_in_use_go_when_they_are_old(pictures_folder, alice):
    show(alice, taken_in())
    old, new = (pictures_folder / KEY[:2] / KEY / f".{name}.part" for name in ("old", "new"))
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    make_older(old)
    swept = sweep.sweep(GRACE)
    assert (swept.unfinished_files, swept.freed_bytes, swept.pictures) == (1, 4, 0)
    assert not old.exists()
    assert new.exists()


@pytest.mark.django_db
def test_a_claim_without_files_goes_after_the_grace_period(pictures_folder):
    """A refused upload has claimed its key before it was decoded."""
    claimed(KEYS[0], hours_ago=25)
    claimed(KEYS[1], hours_ago=23)
    assert sweep.sweep(GRACE) == Swept(empty_claims=1)
    assert list(Claim.objects.values_list("key", flat=True)) == [KEYS[1]]


def test_a_claim_of_a_used_picture_stays_even_when_its_files_are_lost(pictures_folder, alice):
    show(alice, Picture(KEY, 512, 512, "#804020", jpeg=(128, 512), avif=()))
    claimed()
    assert sweep.sweep(GRACE) == Swept(in_use=1)
    assert Claim.objects.filter(key=KEY).exists()


@pytest.mark.django_db
def test_what_is_not_ours_in_the_folder_is_left_alone(pictures_folder):
    (pictures_folder / "ab").mkdir()
    for name in ("notes.txt", "ab/notes.txt"):
        (pictures_folder / name).write_text("keep me")
    assert sweep.sweep(dt.timedelta(0)) == Swept()
    assert files_in(pictures_folder) == ["ab/notes.txt", "notes.txt"]


def test_a_dry_run_tells_the_same_and_changes_nothing(pictures_folder, alice):
    show(alice, taken_in(KEYS[0]))
    taken_in(KEYS[1])
    stored(KEYS[2])
    claimed(KEYS[3])
    before, rows = files_in(pictures_folder), list(Claim.objects.order_by("key").values())
    told = sweep.sweep(GRACE, dry_run=True)
    assert files_in(pictures_folder) == before
    assert list(Claim.objects.order_by("key").values()) == rows
    assert told == sweep.sweep(GRACE) == Swept(
        pictures=1, files=4, freed_bytes=told.freed_bytes, empty_claims=1, in_use=1, waiting=1
    )  # fmt: skip
    assert told.freed_bytes > 0


@pytest.mark.parametrize("deleted", range(FILES_OF_A_PICTURE))
@pytest.mark.django_db
def test_a_sweep_that_is_killed_leaves_no_half_picture_and_the_next_goes_on(deleted, pictures_folder, monkeypatch):
    class Killed(BaseException):
        pass

    kind, gone = type(store._storage()), []
    delete = kind.delete

    def dying(self, name):
        if len(gone) == deleted:
            raise Killed
        gone.append(name)
        delete(self, name)

    taken_in()
    monkeypatch.setattr(kind, "delete", dying)
    with pytest.raises(Killed):
        sweep.sweep(GRACE)
    monkeypatch.setattr(kind, "delete", delete)
    assert (store.read_card(KEY) is None) == (deleted > 0)
    assert sweep.sweep(GRACE).files == FILES_OF_A_PICTURE - deleted
    assert files_in(pictures_folder) == []
    assert not Claim.objects.exists()


def test_the_queries_of_a_sweep_do_not_grow_with_what_is_in_use(pictures_folder, alice, bob):
    # Of one folder, so that they are asked for together.
    keys = [f"ab{number:030x}" for number in range(2)]
    show(alice, taken_in(keys[0]))
    with CaptureQueriesContext(connection) as one:
        sweep.sweep(GRACE)
    show(bob, taken_in(keys[1]))
    with CaptureQueriesContext(connection) as two:
        assert sweep.sweep(GRACE).in_use == 2
    assert len(two) == len(one)


# --- Beside uploads -----------------------------------------------------------------------------------------------


@pytest.fixture
def own_database(tmp_path, django_db_setup, django_db_blocker) -> Iterator[None]:
    """A copy of the database, with a connection for each thread as a board has: SQLite in memory has other locks."""
    kept, settings = connections["default"], connections.settings["default"]
    copy = postgresql_copy if kept.vendor == "postgresql" else sqlite_copy
    with django_db_blocker.unblock(), copy(kept, tmp_path) as copied:
        connections.settings["default"] = {**settings, **copied}
        connections["default"] = connections.create_connection("default")
        yield
        connections["default"].close()
        connections["default"] = kept
        connections.settings["default"] = settings


@contextmanager
def sqlite_copy(kept, folder) -> Iterator[dict[str, object]]:
    file = folder / "board.sqlite3"
    kept.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        kept.connection.backup(copy)
    yield {"NAME": file}


@contextmanager
def postgresql_copy(kept, _folder) -> Iterator[dict[str, object]]:
    """Without the pool, which is one for each name of a connection and so would lead to the original."""
    kept.close()
    kept.close_pool()
    kept.creation.clone_test_db("copy", verbosity=0, autoclobber=True)
    copied = kept.creation.get_test_db_clone_settings("copy")
    options = {name: value for name, value in copied["OPTIONS"].items() if name != "pool"}
    yield {"NAME": copied["NAME"], "OPTIONS": options}
    kept.creation.destroy_test_db(verbosity=0, suffix="copy")


def together(*steps: Callable[[], object]) -> None:
    """Runs steps in threads, begun at once; raises what one of them raised."""
    barrier = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        barrier.wait(timeout=10)
        try:
            step()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        for outcome in [pool.submit(run, step) for step in steps]:
            outcome.result(timeout=60)


def upload(user, key: str) -> None:
    """What an upload and its view do, with files that need no encoder."""
    claims.claim(key)
    picture = claims.once(key, find=lambda: store.read_card(key), make=lambda: stored(key))
    show(User.objects.get(pk=user.pk), picture)


def test_an_upload_that_finds_a_picture_just_as_it_is_swept_has_it_whole(
    own_database, pictures_folder, monkeypatch, alice_in_it
):
    """It comes when the sweep has looked for rows and not yet deleted: it waits, and makes the picture again."""
    taken_in()
    sizes_of, started = store.sizes_of, threading.Event()

    def looked(key: str) -> dict[str, int]:
        # The lock is held now, and the card is there to be found.
        started.set()
        uploading.join(timeout=0.5)
        assert uploading.is_alive(), "the upload did not wait for the sweep"
        return sizes_of(key)

    def arrive() -> None:
        started.wait(timeout=10)
        upload(alice_in_it, KEY)
        connections.close_all()

    monkeypatch.setattr(store, "sizes_of", looked)
    uploading = threading.Thread(target=arrive)
    uploading.start()
    assert sweep.sweep(GRACE).pictures == 1
    uploading.join(timeout=30)
    assert not uploading.is_alive()
    assert User.objects.get().picture.key == KEY
    assert files_in(pictures_folder) == files_of(KEY)


def test_a_sweep_that_comes_between_an_upload_and_its_row_leaves_the_picture(
    own_database, pictures_folder, alice_in_it
):
    taken_in()
    claims.claim(KEY)
    found = claims.once(KEY, find=lambda: store.read_card(KEY), make=lambda: pytest.fail("it is there"))
    together(lambda: sweep.sweep(GRACE))
    show(alice_in_it, found)
    assert files_in(pictures_folder) == files_of(KEY)


def test_uploads_and_sweeps_at_once_never_leave_a_row_without_its_picture(own_database, pictures_folder, alice_in_it):
    for _ in range(4):
        for key in KEYS:
            taken_in(key)
        together(
            lambda: sweep.sweep(GRACE),
            lambda: sweep.sweep(GRACE),
            *[lambda key=key: upload(alice_in_it, key) for key in KEYS[:3]],
        )
        named = User.objects.get().picture.key
        assert named in KEYS[:3]
        assert store.sizes_of(named).keys() == {*FILES, "picture.json"}
        # The three that were uploaded are within the grace period; the others are gone.
        assert files_in(pictures_folder) == files_of(*KEYS[:3])


@pytest.fixture
def alice_in_it(own_database):
    return User.objects.create_user("alice@example.com", "a-long-walk-home", name="Alice")


# --- The command --------------------------------------------------------------------------------------------------


def test_the_command_tells_what_it_removed(pictures_folder, alice, capsys):
    show(alice, taken_in(KEYS[0]))
    taken_in(KEYS[1])
    call_command("pictures", "sweep", "--dry-run")
    assert capsys.readouterr().out.startswith("Would remove 1 pictures (4 files)")
    call_command("pictures", "sweep")
    told = capsys.readouterr().out
    assert told.startswith("Removed 1 pictures (4 files)")
    assert "1 pictures are in use" in told
    assert files_in(pictures_folder) == files_of(KEYS[0])


@pytest.mark.parametrize(("hours", "goes"), [("1", True), ("100", False)])
@pytest.mark.django_db
def test_the_grace_period_can_be_chosen(hours, goes, pictures_folder):
    taken_in()
    call_command("pictures", "sweep", "--grace-hours", hours)
    assert (store.read_card(KEY) is None) == goes


@pytest.mark.parametrize("hours", ["-1", "soon", "1.5"])
def test_a_bad_grace_period_is_refused(hours):
    with pytest.raises(CommandError, match="hours"):
        call_command("pictures", "sweep", f"--grace-hours={hours}")


@pytest.mark.django_db
def test_a_store_that_fails_ends_the_command_with_one_sentence(pictures_folder, monkeypatch):
    def fail(self, name):
        raise OSError("the disk is gone")

    taken_in()
    monkeypatch.setattr(type(store._storage()), "delete", fail)
    with pytest.raises(CommandError, match="the disk is gone"):
        call_command("pictures", "sweep")
    assert store.read_card(KEY) is not None
