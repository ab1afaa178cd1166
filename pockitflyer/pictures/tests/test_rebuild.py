import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from pockitflyer.pictures import finishing, rebuild, recipes, store, workers
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.models import LONG_AGO, Claim
from pockitflyer.pictures.recipes import AVATAR, POSTER, Rendition
from pockitflyer.pictures.sweep import sweep
from pockitflyer.pictures.tests import photos

User = get_user_model()
Flyer, FlyerImage = (apps.get_model("flyers", name) for name in ("Flyer", "FlyerImage"))
NEW_AVATAR = replace(AVATAR, renditions=(Rendition(96, 76, 67, 9), Rendition(256, 71, 72, 9)))
NEW_POSTER = replace(POSTER, renditions=(Rendition(300, 76, 67, 10), Rendition(500, 71, 72, 10)))


@pytest.fixture(scope="module", autouse=True)
def _workers_end_with_this_file():
    yield
    workers.stop()


@pytest.fixture
def new_recipes(monkeypatch):
    """The next version of the board, which draws other sizes."""

    def change() -> None:
        monkeypatch.setattr(recipes, "RECIPES", (NEW_AVATAR, NEW_POSTER))
        monkeypatch.setattr(User._meta.get_field("picture"), "recipe", NEW_AVATAR)
        monkeypatch.setattr(FlyerImage._meta.get_field("picture"), "recipe", NEW_POSTER)

    return change


def give_a_face(user, data: bytes):
    user.picture = take_in(data, AVATAR)
    user.save(update_fields=["picture"])
    return user.picture


def a_poster_of(user, *pictures) -> None:
    now = timezone.now()
    flyer = Flyer.objects.create(
        creator=user, title="Flohmarkt", text="", address="", lat=47, lon=8, published_at=now, starts_at=now,
        ends_at=now + timedelta(days=1),
    )  # fmt: skip
    for position, picture in enumerate(pictures):
        FlyerImage.objects.create(flyer=flyer, position=position, picture=picture)


def picture_of(user):
    return User.objects.get(pk=user.pk).picture


def size_of(key: str, file: str) -> tuple[int, int]:
    with store._storage().open(store.name_of(key, file)) as opened:
        return Image.open(io.BytesIO(opened.read())).size


def remade() -> list[str]:
    return [outcome.key for outcome in rebuild.rebuild() if not outcome.left]


def left() -> dict[str, str]:
    return {outcome.key: outcome.left for outcome in rebuild.rebuild() if outcome.left}


def asked_for() -> list[str]:
    return [result.task_result.args[0] for result in DBTaskResult.objects.all()]


def test_when_nothing_changed_nothing_is_drawn(pictures_folder, alice):
    give_a_face(alice, photos.jpeg())
    assert rebuild.outdated() == 0
    assert list(rebuild.rebuild()) == []


def test_a_face_is_drawn_again_by_the_new_recipe(pictures_folder, alice, new_recipes):
    old = give_a_face(alice, photos.jpeg())
    new_recipes()
    assert rebuild.outdated() == 1
    assert remade() == [old.key]
    new = picture_of(alice)
    assert new.key == old.key[:24] + NEW_AVATAR.tag
    assert (new.width, new.jpeg, new.avif) == (256, (96, 256), (96, 256))
    assert store.read_card(new.key) == new
    assert size_of(new.key, "256.jpg") == size_of(new.key, "256.avif") == (256, 256)
    assert rebuild.outdated() == 0


def test_the_master_is_kept_to_the_byte_so_that_nothing_fades(pictures_folder, alice, new_recipes):
    old = give_a_face(alice, photos.jpeg())
    master = store.read_master(old.key)
    new_recipes()
    remade()
    assert store.read_master(picture_of(alice).key) == master


def test_uploading_the_same_photo_again_finds_what_was_rebuilt(pictures_folder, alice, new_recipes):
    give_a_face(alice, photos.jpeg())
    new_recipes()
    remade()
    assert take_in(photos.jpeg(), NEW_AVATAR) == picture_of(alice)


def test_a_posters_avifs_follow_in_the_background(pictures_folder, alice, new_recipes):
    old = take_in(photos.jpeg(), POSTER)
    a_poster_of(alice, old)
    new_recipes()
    assert remade() == [old.key]
    new = FlyerImage.objects.get().picture
    assert (new.jpeg, new.avif) == ((300, 500), ())
    assert asked_for() == [new.key]
    finishing.add_avifs.call(new.key)
    new = FlyerImage.objects.get().picture
    assert new.avif == (300, 500)
    assert size_of(new.key, "500.avif") == (500, 375)


def test_all_rows_of_a_picture_change_and_it_is_drawn_once(pictures_folder, alice, bob, charlie, new_recipes):
    old = give_a_face(alice, photos.jpeg())
    give_a_face(bob, photos.jpeg())
    other = give_a_face(charlie, photos.jpeg(320, 320))
    new_recipes()
    assert sorted(remade()) == sorted([old.key, other.key])
    assert picture_of(alice) == picture_of(bob)
    assert picture_of(bob).key != picture_of(charlie).key


def test_a_row_that_got_another_picture_meanwhile_keeps_it(pictures_folder, alice, bob, new_recipes, monkeypatch):
    old = give_a_face(alice, photos.jpeg())
    give_a_face(bob, photos.jpeg())
    new_recipes()
    chosen = take_in(photos.jpeg(320, 320), NEW_AVATAR)
    run = workers.run

    def choose_another(*args):
        User.objects.filter(pk=alice.pk).update(picture=chosen)
        return run(*args)

    monkeypatch.setattr(workers, "run", choose_another)
    assert remade() == [old.key]
    assert picture_of(alice) == chosen
    assert picture_of(bob).key == old.key[:24] + NEW_AVATAR.tag


def test_a_rebuild_that_is_stopped_goes_on_where_it_was(pictures_folder, alice, bob, new_recipes):
    keys = sorted(give_a_face(user, photos.jpeg(300 + 20 * n, 300)).key for n, user in enumerate((alice, bob)))
    new_recipes()
    outcomes = rebuild.rebuild()
    assert next(outcomes).key == keys[0]
    outcomes.close()
    assert rebuild.outdated() == 1
    assert remade() == keys[1:]


def test_two_rebuilds_at_once_draw_each_picture_once(pictures_folder, alice, bob, new_recipes, monkeypatch):
    keys = sorted(give_a_face(user, photos.jpeg(300 + 20 * n, 300)).key for n, user in enumerate((alice, bob)))
    new_recipes()
    run, drawn = workers.run, []
    monkeypatch.setattr(workers, "run", lambda *args: (drawn.append(args), run(*args))[1])
    # Each has read its list of keys before the other is done.
    first, second = rebuild.rebuild(), rebuild.rebuild()
    done = [next(first), next(second), *first, *second]
    assert [outcome.key for outcome in done] == [keys[0], keys[1], keys[1]]
    assert len(drawn) == len(keys)
    assert rebuild.outdated() == 0


def test_a_rebuild_that_comes_second_to_a_row_asks_for_no_second_avif(pictures_folder, alice, new_recipes):
    old = take_in(photos.jpeg(), POSTER)
    a_poster_of(alice, old)
    new_recipes()
    column, recipe = next((c, r) for c, r in rebuild._columns() if r is NEW_POSTER)
    rebuild._remake(column, recipe, old.key)
    rebuild._remake(column, recipe, old.key)
    assert len(asked_for()) == 1


def test_a_picture_without_a_master_is_told_and_left(pictures_folder, alice, bob, new_recipes):
    old = give_a_face(alice, photos.jpeg())
    good = give_a_face(bob, photos.jpeg(320, 320))
    (pictures_folder / old.key[:2] / old.key / "master").unlink()
    new_recipes()
    outcomes = {outcome.key: outcome.left for outcome in rebuild.rebuild()}
    assert outcomes == {old.key: "no master was kept", good.key: ""}
    assert picture_of(alice) == old
    assert left() == {old.key: "no master was kept"}


def test_a_damaged_master_is_told_and_left(pictures_folder, alice, new_recipes):
    old = give_a_face(alice, photos.jpeg())
    path = pictures_folder / old.key[:2] / old.key / "master"
    path.write_bytes(path.read_bytes()[:200])
    new_recipes()
    assert left() == {old.key: "picture-damaged"}
    assert picture_of(alice) == old
    assert store.sizes_of(old.key[:24] + NEW_AVATAR.tag) == {}


def test_old_files_stay_for_pages_that_name_them_and_then_go(pictures_folder, alice, new_recipes):
    old = give_a_face(alice, photos.jpeg())
    Claim.objects.update(claimed_at=LONG_AGO)
    new_recipes()
    remade()
    assert sweep(timedelta(hours=24)).pictures == 0
    assert store.read_card(old.key) == old
    assert sweep(timedelta(0)).pictures == 1
    assert store.read_card(old.key) is None
    assert store.read_card(picture_of(alice).key) == picture_of(alice)


def test_avifs_that_were_never_made_are_asked_for_again(pictures_folder, alice):
    """A worker was killed, or its queue lost."""
    poster = take_in(photos.jpeg(), POSTER)
    a_poster_of(alice, poster)
    assert asked_for() == []
    assert list(rebuild.rebuild()) == []
    assert asked_for() == [poster.key]


def test_a_store_that_fails_stops_the_rebuild_and_the_rows_stay(pictures_folder, alice, new_recipes, monkeypatch):
    def fail(self, name, content):
        raise OSError("no space left")

    old = give_a_face(alice, photos.jpeg())
    new_recipes()
    monkeypatch.setattr(type(store._storage()), "_save", fail)
    with pytest.raises(OSError, match="no space left"):
        remade()
    assert picture_of(alice) == old


def test_pages_of_keys_follow_each_other(pictures_folder, alice, bob, charlie, new_recipes, monkeypatch):
    keys = [give_a_face(user, photos.jpeg(300 + 20 * n, 300)).key for n, user in enumerate((alice, bob, charlie))]
    new_recipes()
    monkeypatch.setattr(rebuild, "_KEYS_AT_ONCE", 2)
    assert remade() == sorted(keys)


def test_the_row_and_its_task_are_one(pictures_folder, alice, new_recipes, monkeypatch):
    """Killed between the two, a poster would wait for its AVIFs for ever."""
    old = take_in(photos.jpeg(), POSTER)
    a_poster_of(alice, old)
    new_recipes()

    def fail(picture):
        assert transaction.get_connection().in_atomic_block
        raise KeyboardInterrupt

    monkeypatch.setattr(finishing, "finish_later", fail)
    with pytest.raises(KeyboardInterrupt):
        remade()
    assert FlyerImage.objects.get().picture == old


def test_the_command_shows_how_far_it_is_and_what_it_left(pictures_folder, alice, bob, new_recipes, capsys):
    old = give_a_face(alice, photos.jpeg())
    give_a_face(bob, photos.jpeg(320, 320))
    (pictures_folder / old.key[:2] / old.key / "master").unlink()
    new_recipes()
    call_command("pictures", "rebuild", "--dry-run")
    assert capsys.readouterr().out == "Would draw 2 pictures again.\n"
    assert picture_of(alice) == old
    call_command("pictures", "rebuild")
    told = capsys.readouterr()
    assert "2 of 2" in told.err
    assert f"Left as it was: {old.key} (no master was kept)" in told.out
    assert rebuild.outdated() == 1


def test_on_a_terminal_the_command_shows_a_bar(pictures_folder, alice, new_recipes):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    give_a_face(alice, photos.jpeg())
    new_recipes()
    terminal = Terminal()
    call_command("pictures", "rebuild", stderr=terminal, stdout=io.StringIO())
    assert "█" * 30 + " 1/1" in terminal.getvalue()


@pytest.mark.django_db
def test_the_command_wants_to_know_what_to_do():
    with pytest.raises(CommandError, match="required"):
        call_command("pictures")


def test_the_keys_are_found_by_their_index(db):
    if connection.vendor == "postgresql":
        # So few rows would be read whole, rightly; what is asked is whether it could be done otherwise.
        connection.cursor().execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    for column, recipe in rebuild._columns():
        plan = rebuild._outdated(column, recipe, after="ab")[:100].explain()
        assert re.search(r"USING (COVERING )?INDEX|Index (Only )?Scan using", plan), plan
        assert not re.search(r"TEMP B-TREE|Sort", plan), plan


@pytest.mark.django_db
def test_a_claim_is_taken_for_the_old_key_and_the_new(pictures_folder, alice, new_recipes):
    old = give_a_face(alice, photos.jpeg())
    Claim.objects.all().delete()
    new_recipes()
    remade()
    assert set(Claim.objects.values_list("key", flat=True)) == {old.key, picture_of(alice).key}
