"""Pictures sent ahead of their flyer, and what becomes of those that no flyer uses."""

import datetime as dt

import pytest
from django.utils import timezone

from pockitflyer.flyers import life, publishing, uploads
from pockitflyer.flyers.drafts import Image
from pockitflyer.flyers.models import Upload
from pockitflyer.flyers.tests.drafting import a_draft, sent
from pockitflyer.pictures import rows
from pockitflyer.pictures.sweep import sweep
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db


def test_the_same_picture_sent_twice_is_one_upload(alice, pictures_folder):
    first, second = (uploads.send(alice.pk, photos.jpeg()) for _ in range(2))
    assert first.key == second.key
    assert Upload.objects.count() == 1


def test_each_has_their_own_upload_of_the_same_picture(alice, bob, pictures_folder):
    key = uploads.send(alice.pk, photos.jpeg()).key
    assert uploads.pictures_of(bob.pk, [key]) == {}
    uploads.send(bob.pk, photos.jpeg())
    assert set(uploads.pictures_of(bob.pk, [key])) == {key}


def test_an_unused_upload_goes_after_its_days_and_its_files_with_the_sweep(alice, pictures_folder):
    unused, used = (uploads.send(alice.pk, photos.jpeg(300 + n, 400)).key for n in range(2))
    publishing.publish(alice.pk, a_draft(alice, images=(Image(used),)))
    Upload.objects.update(sent_at=timezone.now() - uploads.KEPT_FOR - dt.timedelta(minutes=1))
    uploads.send(alice.pk, photos.jpeg(333, 400))
    assert set(uploads.pictures_of(alice.pk, [unused, used])) == {used}
    assert rows.used([unused, used]) == {used}
    assert sweep(dt.timedelta(0)).pictures == 1


def test_a_deleted_flyers_pictures_go_unless_another_flyer_has_them(alice, pictures_folder):
    ids = [Image(uploads.send(alice.pk, photos.jpeg(300 + n, 400)).key) for n in range(2)]
    flyer = publishing.publish(alice.pk, a_draft(alice, images=tuple(ids)))
    other = publishing.publish(alice.pk, a_draft(alice, title="Kopie", images=(ids[0],)))
    life.delete(alice.pk, flyer.pk)
    assert rows.used([image.id for image in ids]) == {ids[0].id}
    assert sweep(dt.timedelta(0)).pictures == 1
    assert other.images.count() == 1


def test_a_picture_of_a_flyer_gets_its_avifs_whenever_it_is_published(alice, pictures_folder):
    from pockitflyer.pictures.finishing import add_avifs

    key = uploads.send(alice.pk, photos.jpeg()).key
    flyer = publishing.publish(alice.pk, a_draft(alice, images=(Image(key),)))
    add_avifs.call(key)
    assert flyer.images.get().picture.avif
    assert uploads.pictures_of(alice.pk, [key])[key].avif


def test_what_is_not_a_key_is_nobodys_picture(alice):
    key = sent(alice)
    assert set(uploads.pictures_of(alice.pk, [key, "", "\x00", key.upper() + "x", "'"])) == {key}
