"""A flyer is published, refused with all its faults, or found again."""

import datetime as dt

import pytest

from pockitflyer.flyers import publishing
from pockitflyer.flyers.drafts import Image, Pin, Refused
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.models import Category, Flyer, Upload
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.drafting import a_draft, in_days, sent

pytestmark = pytest.mark.django_db


def faults_of(user, draft) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        publishing.publish(user.pk, draft)
    assert Flyer.objects.count() == 0
    return {(wrong.field, wrong.code) for wrong in refused.value.wrongs}


def test_a_new_flyer_is_the_first_card_of_the_board_and_of_its_profile_at_once(alice, bob):
    pin(bob, starts_at=in_days(-1))
    pin(alice, starts_at=in_days(-1))
    flyer = publishing.publish(alice.pk, a_draft(alice))
    assert read_board().cards[0].id == flyer.pk
    assert read_board(creator_id=alice.pk).cards[0].id == flyer.pk


def test_everything_said_is_kept_in_order(alice):
    images = (Image(sent(alice, 1), "Der Ofen"), Image(sent(alice, 2)))
    draft = a_draft(alice, title="  Brot \n und  Wein ", text="Eins\r\nZwei ", info=("", " Gratis "), images=images)
    publishing.publish(alice.pk, draft)
    card = read_board().cards[0]
    assert (card.title, card.text, card.info) == ("Brot und Wein", "Eins\nZwei", ("Gratis",))
    assert card.categories == ("food",)
    assert [image.alt for image in card.images] == ["Der Ofen", ""]
    assert "0101" in card.images[0].url


def test_without_dates_it_hangs_from_now_for_thirty_days(alice):
    flyer = publishing.publish(alice.pk, a_draft(alice))
    assert abs(flyer.starts_at - in_days(0)) < dt.timedelta(minutes=1)
    assert flyer.ends_at - flyer.starts_at == dt.timedelta(days=30)


def test_a_flyer_of_the_future_waits_for_its_start(alice):
    flyer = publishing.publish(alice.pk, a_draft(alice, starts_at=in_days(2)))
    assert read_board().cards == ()
    assert flyer.published_at == flyer.starts_at


def test_all_faults_are_told_at_once(alice):
    draft = a_draft(alice, title=" ", text="", address="", categories=(), images=())
    assert faults_of(alice, draft) == {
        ("title", "required"),
        ("text", "required"),
        ("address", "required"),
        ("categories", "required"),
        ("images", "required"),
    }


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"title": "x" * 201}, ("title", "too-long")),
        ({"text": "x" * 501}, ("text", "too-long")),
        ({"text": "bell\x07"}, ("text", "control-character")),
        ({"title": "zero\x00"}, ("title", "control-character")),
        ({"info": ("x" * 1001,)}, ("info_1", "too-long")),
        ({"info": ("1", "2", "3")}, ("info", "too-many")),
        ({"categories": ("food", "nonsense")}, ("categories", "unknown")),
        ({"categories": ("nul\x00",)}, ("categories", "unknown")),
        ({"precision": "galaxy"}, ("precision", "unknown")),
        ({"pin": Pin(91, 0)}, ("pin", "unknown")),
        ({"pin": Pin(float("nan"), 0)}, ("pin", "unknown")),
        ({"address": "Nirgendwo 1"}, ("address", "place-not-found")),
        ({"images": (Image("0" * 32),)}, ("images", "unknown")),
        ({"images": (Image("' OR 1=1"),)}, ("images", "unknown")),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(alice, columns, fault):
    assert faults_of(alice, a_draft(alice, **columns)) == {fault}


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [(2, 1, "end-not-after-start"), (1, 1, "end-not-after-start"), (-3, -1, "end-past"), (0, 400, "end-too-far")],
)
def test_dates_in_a_wrong_order_are_refused(alice, starts, ends, code):
    start = in_days(starts)
    draft = a_draft(alice, starts_at=start, ends_at=start + dt.timedelta(days=ends - starts))
    assert faults_of(alice, draft) == {("ends_at", code)}


def test_six_pictures_are_too_many_and_five_are_not(alice):
    images = tuple(Image(sent(alice, number)) for number in range(6))
    assert faults_of(alice, a_draft(alice, images=images)) == {("images", "too-many")}
    assert publishing.publish(alice.pk, a_draft(alice, images=images[:5])).images.count() == 5


def test_the_same_picture_twice_is_one(alice):
    image = Image(sent(alice))
    assert publishing.publish(alice.pk, a_draft(alice, images=(image, image))).images.count() == 1


def test_a_picture_of_somebody_else_is_not_there(alice, charlie):
    draft = a_draft(alice, images=(Image(sent(charlie)),))
    assert faults_of(alice, draft) == {("images", "unknown")}


def test_a_category_that_is_no_longer_offered_is_refused(alice):
    Category.objects.filter(slug="food").update(is_active=False)
    assert faults_of(alice, a_draft(alice)) == {("categories", "unknown")}


def test_a_second_press_finds_the_flyer_of_the_first(alice):
    draft = a_draft(alice)
    first = publishing.publish(alice.pk, draft, "press")
    assert publishing.publish(alice.pk, draft, "press").pk == first.pk
    assert Flyer.objects.count() == 1


def test_other_words_or_another_publisher_make_another_flyer(alice, bob):
    draft = a_draft(alice)
    publishing.publish(alice.pk, draft, "press")
    publishing.publish(alice.pk, a_draft(alice, title="Zopf", images=draft.images), "press")
    publishing.publish(bob.pk, a_draft(bob), "press")
    publishing.publish(alice.pk, draft)
    assert Flyer.objects.count() == 4


def test_a_used_picture_outlives_its_upload(alice):
    draft = a_draft(alice)
    publishing.publish(alice.pk, draft)
    Upload.objects.all().delete()
    assert publishing.publish(alice.pk, draft).images.count() == 1
