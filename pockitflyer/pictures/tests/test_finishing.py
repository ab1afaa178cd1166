"""A poster's AVIFs come after its JPEGs. This room knows no flyers, so it asks Django for a model that has posters."""

import datetime as dt
import io
import shutil

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from PIL import Image

from pockitflyer.pictures import drawing, finishing, recipes, store, workers
from pockitflyer.pictures.errors import PictureTooSlow
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import AVATAR, POSTER
from pockitflyer.pictures.tests import photos

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pictures_folder")]
PHOTO = photos.jpeg(900, 700)


def pin(creator, picture: Picture):
    """As publishing does it: the row and the wish for AVIFs in one transaction."""
    now = timezone.now()
    with transaction.atomic():
        flyer = apps.get_model("flyers.Flyer").objects.create(
            creator=creator, lat=47.4, lon=8.5, starts_at=now, ends_at=now + dt.timedelta(days=1), published_at=now
        )
        image = apps.get_model("flyers.FlyerImage").objects.create(flyer=flyer, position=0, picture=picture)
        finishing.finish_later(picture)
    return image


def do_tasks() -> None:
    """What ``pockitflyer work`` does, until nothing waits."""
    options = {"interval": 0, "batch": True, "startup_delay": False, "max_tasks": None}
    names = {"queue_names": ["default"], "excluded_queue_names": [], "backend_name": "default", "worker_id": "test"}
    Worker(**options, **names).run()


def told(image) -> Picture:
    """What the row names now."""
    image.refresh_from_db()
    return image.picture


def stored(picture: Picture) -> set[str]:
    return set(store.sizes_of(picture.key))


def draw_never(*_):
    pytest.fail("drawn again")


def test_jpegs_are_there_at_once_and_avifs_are_named_when_they_are_stored(alice):
    image = pin(alice, take_in(PHOTO, POSTER))
    assert told(image).jpeg == (400, 900)
    assert told(image).avif == ()
    assert stored(image.picture) == {"master", "picture.json", "400.jpg", "900.jpg"}
    do_tasks()
    assert told(image).avif == (400, 900)
    assert stored(image.picture) == {"master", "picture.json", "400.jpg", "900.jpg", "400.avif", "900.avif"}
    assert store.read_card(image.picture.key) == image.picture


def test_the_avifs_show_what_the_jpegs_show(alice, pictures_folder):
    image = pin(alice, take_in(PHOTO, POSTER))
    do_tasks()
    folder = pictures_folder / image.picture.key[:2] / image.picture.key
    for width in told(image).avif:
        avif, jpeg = ((folder / f"{width}.{ending}").read_bytes() for ending in ("avif", "jpg"))
        assert Image.open(io.BytesIO(avif)).size == Image.open(io.BytesIO(jpeg)).size
        for place in [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)]:
            assert photos.close(photos.pixel(avif, *place), photos.pixel(jpeg, *place))


def test_all_rows_of_the_picture_are_told_and_no_other(alice, bob):
    picture = take_in(PHOTO, POSTER)
    images = [pin(alice, picture), pin(bob, picture)]
    other = pin(bob, take_in(photos.jpeg(500, 400), POSTER))
    finishing.add_avifs.call(picture.key)
    assert [told(image).avif for image in images] == [(400, 900)] * 2
    assert told(other).avif == ()


def test_nobody_is_told_when_the_transaction_fails(alice):
    picture = take_in(PHOTO, POSTER)

    @transaction.atomic
    def publish():
        pin(alice, picture)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish()
    assert not DBTaskResult.objects.exists()


def test_a_face_has_its_avifs_at_once_and_asks_for_no_task():
    picture = take_in(PHOTO, AVATAR)
    assert picture.avif == picture.jpeg
    finishing.finish_later(picture)
    assert not DBTaskResult.objects.exists()


def test_repeating_the_task_draws_nothing_and_changes_nothing(alice, monkeypatch):
    image = pin(alice, take_in(PHOTO, POSTER))
    do_tasks()
    before = told(image)
    monkeypatch.setattr(workers, "run", draw_never)
    finishing.add_avifs.call(before.key)
    assert told(image) == before


def test_what_a_killed_worker_left_is_taken_up_at_the_next_start(alice):
    image = pin(alice, take_in(PHOTO, POSTER))
    # As a worker that is killed in the middle leaves it: nobody will do this one again.
    DBTaskResult.objects.update(status="RUNNING")
    do_tasks()
    assert told(image).avif == ()
    assert finishing.resume() == 1
    do_tasks()
    assert told(image).avif == (400, 900)
    assert finishing.resume() == 0


def test_what_waits_already_is_not_asked_for_twice(alice):
    pin(alice, take_in(PHOTO, POSTER))
    assert finishing.resume() == 0
    assert DBTaskResult.objects.count() == 1


def too_slow(*_):
    raise PictureTooSlow


def test_a_worker_that_fails_leaves_the_jpegs_named_and_it_is_tried_again_later(alice, monkeypatch):
    image = pin(alice, take_in(PHOTO, POSTER))
    with monkeypatch.context() as patched:
        patched.setattr(workers, "run", too_slow)
        do_tasks()
    assert told(image).avif == ()
    failed, later = DBTaskResult.objects.order_by("enqueued_at")
    assert (failed.status, later.status) == ("FAILED", "READY")
    assert later.run_after > timezone.now()
    # The minute is over.
    DBTaskResult.objects.filter(pk=later.pk).update(run_after=timezone.now())
    do_tasks()
    assert told(image).avif == (400, 900)


def test_what_never_succeeds_is_given_up_until_the_next_start(alice, monkeypatch):
    image = pin(alice, take_in(PHOTO, POSTER))
    with monkeypatch.context() as patched:
        patched.setattr(workers, "run", too_slow)
        while DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now()):
            do_tasks()
    assert DBTaskResult.objects.filter(status="FAILED").count() == 5
    assert finishing.resume() == 1
    do_tasks()
    assert told(image).avif == (400, 900)


def test_an_unfinished_picture_taken_in_by_a_second_flyer_is_finished_for_both(alice, bob, monkeypatch):
    first = pin(alice, take_in(PHOTO, POSTER))
    DBTaskResult.objects.all().delete()
    with monkeypatch.context() as patched:
        patched.setattr(drawing, "draw", draw_never)
        second = pin(bob, take_in(PHOTO, POSTER))
    do_tasks()
    assert told(first).avif == told(second).avif == (400, 900)


def test_a_row_written_just_after_the_others_were_told_is_told_as_well(alice, bob):
    unfinished = take_in(PHOTO, POSTER)
    pin(alice, unfinished)
    do_tasks()
    # Bob's upload had looked before the AVIFs were there.
    late = pin(bob, unfinished)
    assert told(late).avif == ()
    do_tasks()
    assert told(late).avif == (400, 900)


def test_a_picture_that_was_swept_meanwhile_is_left_alone(alice, pictures_folder):
    image = pin(alice, take_in(PHOTO, POSTER))
    shutil.rmtree(pictures_folder / image.picture.key[:2])
    do_tasks()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert told(image).avif == ()
    assert stored(image.picture) == set()


def test_a_picture_of_an_older_recipe_is_left_to_the_rebuild(alice, monkeypatch):
    image = pin(alice, take_in(PHOTO, POSTER))
    before = stored(image.picture)
    monkeypatch.setattr(recipes, "RECIPES", (AVATAR,))
    do_tasks()
    assert told(image).avif == ()
    assert stored(image.picture) == before
    assert finishing.resume() == 0
