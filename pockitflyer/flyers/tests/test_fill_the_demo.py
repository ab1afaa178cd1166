import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from pockitflyer.accounts.models import User
from pockitflyer.flyers.demo import neighbourhood
from pockitflyer.flyers.demo.sign_in import DEMO_EMAIL, DEMO_PASSWORD, is_filled
from pockitflyer.flyers.demo.texts import FLYERS, PUBLISHERS
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.models import Flyer, FlyerImage
from pockitflyer.flyers.tests.board import a_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(monkeypatch):
    """The whole neighbourhood with one picture for all: drawing 205 is what bin/run does."""
    faces = {index: a_picture() for index, publisher in enumerate(PUBLISHERS) if publisher.has_picture}
    posters = {poster: a_picture() for flyer in FLYERS for poster in flyer.posters}
    monkeypatch.setattr(neighbourhood, "_pictures", lambda: (faces, posters))
    neighbourhood.fill()


def test_a_lively_neighbourhood(filled):
    now = timezone.now()
    assert User.objects.count() == 30
    assert User.objects.exclude(picture=None).count() == 21
    assert Flyer.objects.live().count() == 120
    assert Flyer.objects.filter(ends_at__lte=now).exists()
    assert Flyer.objects.filter(starts_at__gt=now).exists()
    assert not Flyer.objects.filter(images=None).exists()
    assert not Flyer.objects.filter(categories=None).exists()
    assert len(read_board(limit=100).cards) == 100


def test_it_does_not_empty_at_once(filled):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert Flyer.objects.filter(ends_at__gt=tomorrow).count() > 100


def test_the_owner_signs_in_with_flyers_favourites_and_follows(filled, client):
    owner = User.objects.get(email=DEMO_EMAIL)
    assert client.login(email=DEMO_EMAIL, password=DEMO_PASSWORD)
    assert owner.flyers.live().count() >= 10
    assert owner.favourites.count() == 12
    assert owner.follows.count() == 6
    assert not owner.favourites.filter(flyer__creator=owner).exists()


def test_everyone_is_verified_and_only_the_owner_has_a_password(filled):
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 30
    assert [user.email for user in User.objects.all() if user.has_usable_password()] == [DEMO_EMAIL]


def test_filling_twice_changes_nothing(filled):
    neighbourhood.fill()
    assert (User.objects.count(), Flyer.objects.count()) == (30, 136)


def test_its_pictures_go_through_the_real_intake(pictures_folder):
    face = neighbourhood._picture(next(publisher for publisher in PUBLISHERS if publisher.has_picture))
    poster = neighbourhood._picture(FLYERS[0].posters[0])
    assert face.jpeg == face.avif == (128, 512)
    assert poster.jpeg
    for picture in (face, poster):
        for width in picture.jpeg:
            assert (pictures_folder / picture.key[:2] / picture.key / f"{width}.jpg").stat().st_size > 0


def test_the_avifs_of_its_posters_are_asked_for(monkeypatch, db):
    asked = []
    monkeypatch.setattr(neighbourhood, "finish_later", asked.append)
    posters = {poster: a_picture() for flyer in FLYERS for poster in flyer.posters}
    monkeypatch.setattr(neighbourhood, "_pictures", lambda: ({}, posters))
    neighbourhood.fill()
    assert asked == list(posters.values())


def test_an_empty_board_is_not_a_demo(db):
    assert not is_filled()
    assert FlyerImage.objects.count() == 0
