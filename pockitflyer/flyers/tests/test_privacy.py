"""What is one's own: who may write, a copy of everything, and leaving with a week to come back."""

import datetime as dt
import io
import json
import os
import re
import zipfile

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conftest import PASSWORD
from pockitflyer.accounts import following
from pockitflyer.accounts.models import Block, Export, Follow, Session, User
from pockitflyer.flyers import exporting, favourites, leaving
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.models import DeletedFlyer, Favourite, Flyer, Placement, Upload
from pockitflyer.flyers.persons import erase
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.uploads import send
from pockitflyer.pictures import claims, store, sweep
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.models import Claim
from pockitflyer.pictures.recipes import AVATAR
from pockitflyer.pictures.tests import photos
from pockitflyer.web import hourly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_counted(settings, tmp_path):
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def write(sender, reader, words="Is the shelf still there?", **more):
    return as_(sender).post(f"/users/{reader.pk}/write/", {"words": words}, **more)


def test_a_letter_shows_neither_address_and_is_answered_to_its_sender(alice, bob):
    assert write(bob, alice).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == [alice.email]
    assert letter.reply_to == ["Bob <bob@example.com>"]
    assert "Is the shelf still there?" in letter.body
    for page in (as_(bob).get(f"/users/{alice.pk}/"), as_(bob).get(f"/users/{alice.pk}/write/")):
        assert alice.email not in page.content.decode()
    assert bob.email not in letter.body
    assert alice.email not in letter.body


def test_a_letter_comes_in_the_language_of_its_reader(alice, bob):
    User.objects.filter(pk=alice.pk).update(language="de")
    write(bob, alice)
    assert mail.outbox[0].subject == "Bob schreibt dir"


def test_what_is_typed_is_text_in_a_letter_and_never_a_header(alice, bob):
    User.objects.filter(pk=bob.pk).update(name="Bob <b>")
    bob.refresh_from_db()
    write(bob, alice, "<script>alert(1)</script>\r\nBcc: everyone@example.com")
    html = mail.outbox[0].alternatives[0][0]
    assert "<script>" not in html
    assert "<b>" not in html
    assert mail.outbox[0].bcc == []
    assert "Bcc" not in mail.outbox[0].message()


def test_for_who_wants_no_mail_there_is_no_form(client, alice, bob):
    profile = f"/users/{alice.pk}/"
    assert f"{profile}write/" in client.get(profile).content.decode()
    as_(alice).post("/me/privacy/", {})
    assert f"{profile}write/" not in client.get(profile).content.decode()
    assert as_(bob).get(f"{profile}write/").status_code == 404
    assert write(bob, alice).status_code == 404
    assert mail.outbox == []


def test_who_is_blocked_cannot_write(alice, bob):
    Block.objects.create(blocker=alice, blocked=bob)
    assert write(bob, alice).status_code == 404


def test_writing_needs_an_account_and_is_counted(client, alice, bob):
    assert client.post(f"/users/{alice.pk}/write/", {"words": "Hi"}).status_code == 302
    answers = [write(bob, alice).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_refused_letter_keeps_what_was_typed(alice, bob):
    page = write(bob, alice, "x" * 2_001)
    assert page.status_code == 422
    assert "x" * 2_001 in page.content.decode()


def exported(user) -> zipfile.ZipFile:
    client = as_(user)
    client.post("/me/exports/")
    (task,) = DBTaskResult.objects.filter(task_path=exporting.build.module_path)
    exporting.build.func(*task.args_kwargs["args"])
    export = Export.objects.get(owner=user)
    return zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"/me/exports/{export.pk}/").streaming_content)))


def test_a_copy_holds_everything_that_is_ones_own(alice, bob, pictures_folder):
    alice.picture = take_in(photos.jpeg(300, 300), AVATAR)
    alice.save()
    mine, theirs = pin(alice, "Mine"), pin(bob, "Theirs")
    favourites.keep(alice.pk, theirs.pk)
    following.follow(alice.pk, bob.pk)
    archive = exported(alice)
    data = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    assert data["account.json"]["email"] == "alice@example.com"
    assert [flyer["title"] for flyer in data["flyers.json"]] == [mine.title]
    assert data["favourites.json"][0]["flyer__title"] == "Theirs"
    assert data["follows.json"][0]["followed__name"] == "Bob"
    assert archive.read(f"pictures/{alice.picture.key}.jpg").startswith(b"\xff\xd8")
    assert "password" not in archive.read("account.json").decode()
    assert mail.outbox[-1].subject == "Your data is ready"


def test_nobody_else_gets_the_copy(alice, bob, client):
    exported(alice)
    path = f"/me/exports/{Export.objects.get().pk}/"
    assert as_(bob).get(path).status_code == 404
    assert client.get(path).status_code == 302


def test_a_copy_is_made_once_at_a_time_and_not_kept_for_long(alice):
    exporting.ask(alice, "/")
    exporting.ask(alice, "/")
    assert Export.objects.count() == 1
    exporting.build.func(Export.objects.get().pk, "/")
    file = Export.objects.get().file
    assert default_storage.exists(file)
    Export.objects.update(asked_at=timezone.now() - exporting.KEPT_FOR)
    exporting.sweep()
    assert not default_storage.exists(file)


def a_copy(user, asked_at) -> str:
    """Ready, asked for at that time; returns its file."""
    exporting.ask(user, "/")
    export = Export.objects.filter(owner=user).latest("pk")
    exporting.build.func(export.pk, "/")
    Export.objects.filter(pk=export.pk).update(asked_at=asked_at)
    file = Export.objects.get(pk=export.pk).file
    at = asked_at.timestamp()
    os.utime(default_storage.path(file), (at, at))
    return file


def test_a_copy_is_deleted_after_a_week_although_nobody_asks_for_another(alice, bob):
    old = a_copy(alice, timezone.now() - exporting.KEPT_FOR)
    young = a_copy(bob, timezone.now() - exporting.KEPT_FOR + dt.timedelta(hours=1))
    hourly.do()
    assert not default_storage.exists(old)
    assert default_storage.exists(young)
    assert [export.owner for export in Export.objects.all()] == [bob]


def test_a_copy_that_nobody_knows_of_any_more_goes_as_well(alice):
    file = a_copy(alice, timezone.now() - exporting.KEPT_FOR)
    # As if what made it had been killed before it wrote the row.
    Export.objects.all().delete()
    hourly.do()
    assert not default_storage.exists(file)


def leave(user) -> str:
    """Returns the path of the way back."""
    client = as_(user)
    assert client.get("/me/leave/").status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post("/me/leave/").status_code == 200
    return re.search(r"http://testserver(/stay/\S+)", mail.outbox[-1].body).group(1)


def test_leaving_asks_for_the_password(alice):
    client = as_(alice)
    answer = client.post("/me/leave/")
    assert "reauthenticate" in answer["Location"]
    assert User.objects.get(pk=alice.pk).leaves_at is None


def test_who_leaves_is_gone_from_the_board_and_signed_out_at_once(client, alice, bob):
    flyer = pin(alice)
    elsewhere = as_(alice)
    leave(alice)
    assert read_board().cards == ()
    assert not Placement.objects.filter(flyer=flyer).exists()
    for path in (f"/users/{alice.pk}/", f"/flyers/{flyer.pk}/"):
        assert client.get(path).status_code == 404
    assert elsewhere.get("/me/privacy/").status_code == 302
    answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/inactive/"


def test_the_page_that_says_goodbye_is_one_for_strangers(alice):
    client = as_(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/me/leave/").content.decode()
    assert "Your account is off the board." in page
    assert 'class="me"' not in page


def test_the_way_back_brings_everything_back_once_it_is_confirmed(client, alice):
    flyer = pin(alice)
    path = leave(alice)
    assert client.get(path).status_code == 200
    assert read_board().cards == ()
    assert client.post(path).status_code == 302
    assert [card.id for card in read_board().cards] == [flyer.pk]
    assert client.post(path).status_code == 404
    leaving.forget.func(alice.pk)
    assert User.objects.filter(pk=alice.pk).exists()


def test_nobody_makes_a_way_back_up(client, alice):
    path = leave(alice)
    assert client.get(path[:-4] + "xyz/").status_code == 404
    assert client.get("/stay/x/").status_code == 404


def test_the_way_back_is_no_way_around_a_suspension(client, alice):
    path = leave(alice)
    User.objects.filter(pk=alice.pk).update(hidden_reason="spam")
    client.post(path)
    assert not User.objects.get(pk=alice.pk).is_active


def test_after_a_week_everything_is_gone(client, alice, bob):
    flyer, theirs = pin(alice), pin(bob)
    favourites.keep(alice.pk, theirs.pk)
    favourites.keep(bob.pk, flyer.pk)
    following.follow(alice.pk, bob.pk)
    following.follow(bob.pk, alice.pk)
    Upload.objects.create(owner=alice, key="ab" * 16, picture=flyer.images.first().picture, sent_at=timezone.now())
    leave(alice)
    task = DBTaskResult.objects.get(task_path=leaving.forget.module_path)
    assert task.run_after == User.objects.get(pk=alice.pk).leaves_at
    leaving.forget.func(alice.pk)
    assert User.objects.filter(pk=alice.pk).exists()
    User.objects.filter(pk=alice.pk).update(leaves_at=timezone.now())
    leaving.forget.func(*task.args_kwargs["args"])
    for model in (Favourite, Follow, Upload, Session):
        assert not model.objects.exists(), model
    assert list(User.objects.values_list("name", flat=True)) == ["Bob"]
    assert list(Flyer.objects.values_list("pk", flat=True)) == [theirs.pk]
    assert DeletedFlyer.objects.filter(pk=flyer.pk).exists()
    assert client.get(f"/flyers/{flyer.pk}/").status_code == 410


def an_hour_later() -> None:
    """The forgetting is due: claims are of an hour ago, and the task is done."""
    (task,) = DBTaskResult.objects.filter(task_path=sweep.forget.module_path, status="READY")
    assert dt.timedelta(minutes=59) < task.run_after - timezone.now() <= sweep.FORGOTTEN_AFTER
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    for claim in Claim.objects.all():
        Claim.objects.filter(pk=claim.pk).update(claimed_at=claim.claimed_at - sweep.FORGOTTEN_AFTER)
    sweep.forget.func(*task.args_kwargs["args"])


def test_pictures_of_an_erased_account_are_gone_an_hour_later(alice, bob, pictures_folder):
    alice.picture = take_in(photos.jpeg(300, 300), AVATAR)
    alice.save()
    sent, shared = send(alice.pk, photos.jpeg(310, 200)), send(alice.pk, photos.jpeg(320, 200))
    send(bob.pk, photos.jpeg(320, 200))
    keys = [alice.picture.key, sent.key, shared.key]
    erase(alice.pk)
    # For an hour, pages that were sent before still name them.
    assert all(store.sizes_of(key) for key in keys)
    an_hour_later()
    assert [bool(store.sizes_of(key)) for key in keys] == [False, False, True]


def test_a_picture_that_is_being_finished_then_goes_an_hour_after_that(alice, pictures_folder):
    picture = send(alice.pk, photos.jpeg(310, 200))
    erase(alice.pk)
    task = DBTaskResult.objects.get(task_path=sweep.forget.module_path)
    claims.claim(picture.key)
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    sweep.forget.func(*task.args_kwargs["args"])
    assert store.sizes_of(picture.key)
    an_hour_later()
    assert not store.sizes_of(picture.key)
