import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import PASSWORD
from pockitflyer.pictures import workers
from pockitflyer.pictures.errors import PictureBusy
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import AVATAR
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
URL = "/me/edit/"


def upload(data: bytes, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def refused(client, typed: dict[str, object]):
    """The form again, after a redirect: no page of the browser's history is one that was sent."""
    answer = client.post(URL, typed, follow=True)
    assert answer.redirect_chain == [(URL, 303)]
    return answer


@pytest.fixture
def as_alice(client, alice, pictures_folder):
    client.force_login(alice)
    return client


def test_a_stranger_is_sent_to_sign_in_and_back(client, db):
    assert client.get(URL).headers["Location"] == f"{reverse('account_login')}?next=/me/edit/"


def test_signed_out_in_another_tab_what_was_typed_is_there_after_signing_in(client, alice):
    to = client.post(URL, {"name": "Typed & kept"}).headers["Location"]
    answer = client.post(to, {"login": alice.email, "password": PASSWORD}, follow=True)
    assert 'value="Typed &amp; kept"' in answer.content.decode()
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_name_and_picture_are_saved_together_and_shown_at_once(as_alice, alice):
    answer = as_alice.post(URL, {"name": "Alice B.", "picture": upload(photos.jpeg())}, follow=True)
    assert answer.redirect_chain == [(reverse("profile", args=[alice.pk]), 302)]
    alice.refresh_from_db()
    assert alice.name == "Alice B."
    page = answer.content.decode()
    assert f"{alice.picture.key}/128.jpg" in page.split("<main")[0], "in the header"
    assert f"{alice.picture.key}/512.jpg" in page.split("<main")[1], "on the profile"


def test_the_name_alone_keeps_the_picture(as_alice, alice):
    alice.picture = take_in(photos.jpeg(), AVATAR)
    alice.save()
    as_alice.post(URL, {"name": "Other"})
    kept = alice.picture
    alice.refresh_from_db()
    assert (alice.name, alice.picture) == ("Other", kept)


def test_the_picture_can_be_removed(as_alice, alice):
    alice.picture = take_in(photos.jpeg(), AVATAR)
    alice.save()
    as_alice.post(URL, {"name": "Alice", "remove_picture": "on"})
    alice.refresh_from_db()
    assert alice.picture is None


@pytest.mark.parametrize("data", [b"", b"plain text", photos.jpeg()[:4000]], ids=["empty", "text", "truncated"])
def test_a_refused_picture_keeps_the_old_one_and_what_was_typed(as_alice, alice, data, pictures_folder):
    alice.picture = take_in(photos.jpeg(), AVATAR)
    alice.save()
    before = sorted(pictures_folder.rglob("*"))
    answer = refused(as_alice, {"name": "Typed with care", "picture": upload(data)})
    assert answer.context["form"].errors["picture"]
    assert 'value="Typed with care"' in answer.content.decode()
    kept = alice.picture
    alice.refresh_from_db()
    assert (alice.name, alice.picture) == ("Alice", kept)
    assert sorted(pictures_folder.rglob("*")) == before


def test_when_too_many_arrive_one_is_told_to_come_back(as_alice, alice, monkeypatch):
    def refuse(*_):
        raise PictureBusy

    monkeypatch.setattr(workers, "run", refuse)
    answer = refused(as_alice, {"name": "Typed with care", "picture": upload(photos.jpeg())})
    assert 'value="Typed with care"' in answer.content.decode()
    assert answer.context["form"].errors["picture"]


def test_too_many_uploads_of_one_person_are_told_to_wait(as_alice, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = {"picture_upload": "1/m/user"}
    as_alice.post(URL, {"name": "Alice", "picture": upload(photos.jpeg())})
    answer = refused(as_alice, {"name": "Typed with care", "picture": upload(photos.jpeg())})
    assert "Try again in 1 minute" in answer.context["form"].errors["picture"][0]
    assert 'value="Typed with care"' in answer.content.decode()
    assert as_alice.post(URL, {"name": "No picture, no limit"}).status_code == 302


@pytest.mark.parametrize("name", ["", "   ", "x" * 51, "a\u202eb"])
def test_a_refused_name_saves_nothing(as_alice, alice, name, pictures_folder):
    answer = refused(as_alice, {"name": name, "picture": upload(photos.jpeg())})
    assert answer.context["form"].errors["name"]
    alice.refresh_from_db()
    assert (alice.name, alice.picture) == ("Alice", None)
    assert list(pictures_folder.rglob("*")) == []


def test_what_was_refused_is_shown_once(as_alice):
    refused(as_alice, {"name": " "})
    assert as_alice.get(URL).context["form"].errors == {}


def test_markup_in_a_name_is_just_text(as_alice, alice):
    answer = as_alice.post(URL, {"name": "<script>alert(1)</script>"}, follow=True)
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_body_over_the_limit_is_refused_unread(as_alice, alice):
    answer = as_alice.post(URL, {"name": "Alice", "picture": upload(bytes(11 * 1024 * 1024))})
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_a_form_without_its_token_is_refused(alice, pictures_folder):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post(URL, {"name": "Forged"}).status_code == 403
    alice.refresh_from_db()
    assert alice.name == "Alice"
