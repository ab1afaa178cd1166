"""The form of a flyer as a plain page: published, refused with nothing lost, edited, deleted."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.models import Favourite, Flyer, Placement, SearchText, Upload
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.drafting import in_days, sent
from pockitflyer.pictures.tests import photos

pytestmark = pytest.mark.django_db
NEW = "/flyers/new/"


def typed(**fields) -> dict:
    """A whole form but its pictures."""
    return {
        "title": "Sauerteig-Samstag",
        "text": "Frisch aus dem Holzofen.",
        "address": "Lindenstrasse 4, 8008 Zürich",
        "categories": ["food"],
    } | fields


def photo(number: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{number}.jpg", photos.jpeg(300 + number, 400), "image/jpeg")


def ids_in(answer) -> list[str]:
    return re.findall(r'name="images" value="([0-9a-f]{32})"', answer.content.decode())


def at_minutes(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def edit_url(flyer: Flyer) -> str:
    return f"/flyers/{flyer.pk}/edit/"


def test_the_form_asks_to_sign_in_and_comes_back(client):
    assert client.get(NEW).url == "/accounts/login/?next=/flyers/new/"


def test_photos_and_words_become_a_flyer_in_one_form(client, alice, pictures_folder):
    client.force_login(alice)
    answer = client.post(NEW, typed(files=[photo(1), photo(2)]))
    assert answer.url == f"/users/{alice.pk}/"
    card = read_board().cards[0]
    assert (card.title, len(card.images)) == ("Sauerteig-Samstag", 2)
    assert "Your flyer is on the board." in client.get(answer.url).content.decode()


def test_pictures_stay_when_another_field_is_refused(client, alice, pictures_folder):
    client.force_login(alice)
    answer = client.post(NEW, typed(title="", info_1="Gratis", files=[photo()]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a title." in page
    assert "Gratis" in page
    answer = client.post(NEW, typed(images=ids_in(answer), alts=["Der Ofen"]))
    assert answer.status_code == 302
    assert read_board().cards[0].images[0].alt == "Der Ofen"


def test_a_file_that_is_no_picture_is_named_and_the_others_stay(client, alice, pictures_folder):
    client.force_login(alice)
    answer = client.post(NEW, typed(files=[photo(), SimpleUploadedFile("letter.jpg", b"Dear neighbours")]))
    assert answer.status_code == 422
    assert "letter.jpg: This is not a picture we can read." in answer.content.decode()
    assert len(ids_in(answer)) == 1
    assert Flyer.objects.count() == 0


def test_a_sixth_picture_is_refused_and_five_stay(client, alice, pictures_folder):
    client.force_login(alice)
    answer = client.post(NEW, typed(images=[sent(alice, n) for n in range(4)], files=[photo(1), photo(2)]))
    assert answer.status_code == 422
    assert "at most five pictures" in answer.content.decode()
    assert len(ids_in(answer)) == 5


@pytest.mark.parametrize(
    ("do", "order"), [("up-{2}", [0, 2, 1]), ("down-{0}", [1, 0, 2]), ("remove-{1}", [0, 2]), ("up-{0}", [0, 1, 2])]
)
def test_buttons_move_pictures_without_publishing(client, alice, do, order):
    client.force_login(alice)
    ids = [sent(alice, n) for n in range(3)]
    answer = client.post(NEW, typed(images=ids, do=do.format(*ids)))
    assert answer.status_code == 200
    assert ids_in(answer) == [ids[n] for n in order]
    assert Flyer.objects.count() == 0


def test_a_second_press_is_no_second_flyer(client, alice):
    client.force_login(alice)
    form = typed(images=[sent(alice)], submission="abc")
    assert [client.post(NEW, form).status_code for _ in range(2)] == [302, 302]
    assert Flyer.objects.count() == 1


def test_what_was_typed_survives_a_lost_session(client, alice):
    answer = client.post(NEW, typed(title="Typed with care"))
    assert answer.url.startswith("/accounts/login/")
    client.post(answer.url, {"login": alice.email, "password": "a-long-walk-home"})
    assert "Typed with care" in client.get(NEW).content.decode()


def test_a_place_that_is_not_to_be_found_is_suggested(client, alice):
    client.force_login(alice)
    answer = client.post(NEW, typed(address="Kirchplatz 1, 8400 Wintertuhr", images=[sent(alice)]))
    page = answer.content.decode()
    assert "This place is not to be found." in page
    assert 'value="Winterthur"' in page


def test_an_edit_shows_everything_and_changes_it(client, alice):
    flyer = pin(alice, info_1="Erst", images=2)
    client.force_login(alice)
    page = client.get(edit_url(flyer))
    images = ids_in(page)
    form = typed(title="Neu", images=images[::-1], version=1, info_1="Zweit", starts_at=at_minutes(flyer.starts_at))
    assert client.post(edit_url(flyer), form | {"ends_at": at_minutes(flyer.ends_at)}).status_code == 302
    changed = Flyer.objects.get()
    assert (changed.title, changed.info_1, changed.version) == ("Neu", "Zweit", 2)
    # Minutes are shown; seconds are kept.
    assert (changed.starts_at, changed.ends_at) == (flyer.starts_at, flyer.ends_at)
    assert [image.picture.key for image in changed.images.all()] == images[::-1]


def test_a_stale_save_shows_both_versions_and_loses_neither(client, alice):
    flyer = pin(alice, "Von vorher")
    client.force_login(alice)
    form = typed(images=ids_in(client.get(edit_url(flyer))), version=1, ends_at=at_minutes(flyer.ends_at))
    assert client.post(edit_url(flyer), form | {"title": "Tab eins"}).status_code == 302
    answer = client.post(edit_url(flyer), form | {"title": "Tab zwei"})
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "Tab eins" in page
    assert 'value="Tab zwei"' in page
    assert Flyer.objects.get().title == "Tab eins"
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    assert client.post(edit_url(flyer), form | {"title": "Tab zwei", "version": version}).status_code == 302


def test_an_ended_flyer_comes_back_only_when_asked(client, alice):
    flyer = pin(alice, starts_at=in_days(-9), ends_at=in_days(-2))
    client.force_login(alice)
    page = client.get(edit_url(flyer))
    assert "Put it on the board again" in page.content.decode()
    form = typed(images=ids_in(page), version=1, ends_at=at_minutes(in_days(5)))
    assert client.post(edit_url(flyer), form).status_code == 422
    assert client.post(edit_url(flyer), form | {"republish": "on"}).status_code == 302
    assert read_board().cards[0].id == flyer.pk


def test_a_copy_begins_with_everything_but_the_dates(client, alice):
    flyer = pin(alice, "Vom letzten Jahr", starts_at=in_days(-9), ends_at=in_days(-2))
    client.force_login(alice)
    page = client.get(f"{NEW}?from={flyer.pk}")
    assert "Vom letzten Jahr" in page.content.decode()
    answer = client.post(NEW, typed(images=ids_in(page)))
    assert answer.status_code == 302
    assert read_board().cards[0].id != flyer.pk


def test_deleting_asks_first_and_then_leaves_nothing(client, alice, bob):
    flyer = pin(alice)
    Favourite.objects.create(user=bob, flyer=flyer)
    client.force_login(alice)
    url = f"/flyers/{flyer.pk}/delete/"
    assert "1 person keeps it" in client.get(url).content.decode()
    assert Flyer.objects.count() == 1
    assert client.post(url).status_code == 302
    assert not any(model.objects.exists() for model in (Flyer, Favourite, Placement, SearchText, Upload))
    assert client.get(f"/flyers/{flyer.pk}/").status_code == 410
    assert client.get(f"/flyers/{flyer.pk}/print/").status_code == 410
    assert client.get(f"/flyers/{flyer.pk + 1}/").status_code == 404


@pytest.mark.parametrize("verb", ["edit", "delete", "withdraw"])
def test_somebody_elses_flyer_is_not_ones_own(client, alice, charlie, verb):
    flyer = pin(alice)
    url = f"/flyers/{flyer.pk}/{verb}/"
    assert client.post(url).url.startswith("/accounts/login/")
    client.force_login(charlie)
    assert client.post(url, typed()).status_code == 403
    assert Flyer.objects.filter(withdrawn_at=None).count() == 1


def test_withdrawn_it_is_off_the_board_and_comes_back_where_it_was(client, alice, bob):
    flyer, other = pin(alice, starts_at=in_days(-2)), pin(bob)
    client.force_login(alice)
    client.post(f"/flyers/{flyer.pk}/withdraw/")
    assert [card.id for card in read_board().cards] == [other.pk]
    client.post(f"/flyers/{flyer.pk}/withdraw/", {"on": "1"})
    assert [card.id for card in read_board().cards] == [other.pk, flyer.pk]


def test_the_own_profile_tells_what_is_with_every_flyer(client, alice):
    pin(alice, "Jetzt")
    pin(alice, "Bald", starts_at=in_days(1), published_at=in_days(1))
    pin(alice, "Vorbei", starts_at=in_days(-9), ends_at=in_days(-2))
    client.force_login(alice)
    url = f"/users/{alice.pk}/"
    page = client.get(url).content.decode()
    assert all(f">{status} 1<" in page for status in ("Live", "Scheduled", "Ended"))
    ended = client.get(url, {"status": "ended"}).content.decode().split('class="grid"')[0]
    assert "Vorbei" in ended
    assert "Bald" not in ended


def test_nobody_else_sees_what_is_not_on_the_board(client, alice, bob):
    pin(alice, "Vorbei", starts_at=in_days(-9), ends_at=in_days(-2))
    client.force_login(bob)
    page = client.get(f"/users/{alice.pk}/", {"status": "ended"}).content.decode()
    assert "Vorbei" not in page
    assert "My flyers" not in page
