"""The form of a flyer after something went wrong on the way, and pages that were kept from before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pockitflyer.flyers.models import Flyer, Upload
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.drafting import sent
from pockitflyer.flyers.tests.test_flyer_form import NEW, at_minutes, edit_url, ids_in, typed
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/users/{0}/", "/api/v1/feed/", "/api/v1/users/{0}/profile/", "/feed.atom"])
def test_a_page_kept_for_everybody_shows_a_new_flyer_at_once_and_no_deleted_one(client, alice, path):
    pin(alice, "Gestern")
    path = path.format(alice.pk)
    stranger = Client()
    assert "Sauerteig-Samstag" not in stranger.get(path).content.decode()
    client.force_login(alice)
    client.post(NEW, typed(images=[sent(alice)]))
    page = stranger.get(path).content.decode()
    assert 0 < page.index("Sauerteig-Samstag") < page.index("Gestern")
    client.post(f"/flyers/{Flyer.objects.latest('pk').pk}/delete/")
    assert "Sauerteig-Samstag" not in stranger.get(path).content.decode()


def test_a_photo_shared_past_the_service_worker_leads_to_the_form_and_is_not_taken(alice, pictures_folder):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    photo = SimpleUploadedFile("plakat.jpg", photos.jpeg(), "image/jpeg")
    answer = client.post(f"{NEW}?shared=1", {"pictures": photo}, follow=True)
    assert answer.redirect_chain == [(NEW, 302)]
    assert "The photo did not get through. Choose it here." in answer.content.decode()
    assert not Upload.objects.exists()


def test_no_other_form_goes_through_without_a_token(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(NEW, typed(images=[sent(alice)])).status_code == 403
    assert not Flyer.objects.exists()


def test_a_script_is_told_where_to_go(client, alice):
    client.force_login(alice)
    answer = client.post(NEW, typed(images=[sent(alice)]), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"/users/{alice.pk}/")


def test_a_save_whose_answer_was_lost_is_saved_and_no_conflict(client, alice):
    flyer = pin(alice, "Von vorher")
    client.force_login(alice)
    form = typed(title="Neu", images=ids_in(client.get(edit_url(flyer))), version=1)
    form |= {"starts_at": at_minutes(flyer.starts_at), "ends_at": at_minutes(flyer.ends_at), "precision": "exact"}
    for _again in range(2):
        answer = client.post(edit_url(flyer), form)
        assert (answer.status_code, answer.url) == (302, f"/users/{alice.pk}/")
    assert Flyer.objects.get().version == 2
    assert client.post(edit_url(flyer), form | {"text": "Anders"}).status_code == 412


def test_both_versions_are_told_in_the_words_of_the_form(client, alice):
    flyer = pin(alice, "Von vorher")
    client.force_login(alice)
    form = typed(images=ids_in(client.get(edit_url(flyer))), version=1, ends_at=at_minutes(flyer.ends_at))
    client.post(edit_url(flyer), form | {"precision": "area", "lat": "47.36", "lon": "8.55"})
    page = client.post(edit_url(flyer), form | {"title": "Tab zwei"}).content.decode()
    theirs = page[page.index('class="theirs"') : page.index("</dl>")]
    for words in ("Food", "only the area", "(47.36, 8.55)"):
        assert words in theirs
