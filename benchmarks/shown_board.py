"""Fills a board as people see it, for benches in a browser: drawn posters, a face of its own for most publishers."""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from pockitflyer.accounts.models import User
from pockitflyer.flyers.demo.faces import draw_face
from pockitflyer.flyers.demo.notices import DemoFlyer
from pockitflyer.flyers.demo.posters import draw_poster
from pockitflyer.flyers.demo.texts import FLYERS, PUBLISHERS
from pockitflyer.flyers.models import Category, Flyer, FlyerImage
from pockitflyer.flyers.placing import place
from pockitflyer.pictures import finishing, store
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import AVATAR, POSTER

CREATORS = 40
PROFILE_FLYERS = 10
EMAIL, PASSWORD = "reader@pockitflyer.example", "a-long-walk-home"
_POSTERS = 8


@dataclass(frozen=True)
class ShownBoard:
    """``publisher_id`` has exactly ``PROFILE_FLYERS`` flyers."""

    publisher_id: int


def fill(cards: int) -> ShownBoard:
    """A board of so many live flyers of 40 publishers. Posters are shared, which costs a page the same."""
    faces = [take_in(draw_face(publisher), AVATAR) for publisher in PUBLISHERS]
    posters = [_finished(take_in(draw_poster(demo.posters[0]), POSTER)) for demo in FLYERS[:_POSTERS]]
    with transaction.atomic():
        people = User.objects.bulk_create([_creator(n, faces) for n in range(CREATORS)])
        first, others = people[0], people[1:]
        creators = [others[n % len(others)] for n in range(cards)]
        creators[: 3 * PROFILE_FLYERS : 3] = [first] * PROFILE_FLYERS
        _add_flyers(creators, posters)
        _add_reader()
    return ShownBoard(first.pk)


def _add_reader() -> None:
    """Somebody who can sign in."""
    reader = User.objects.create_user(EMAIL, PASSWORD, name="Nora")
    EmailAddress.objects.create(user=reader, email=EMAIL, verified=True, primary=True)


def _finished(picture: Picture) -> Picture:
    """With its AVIFs, which the background task would make while something is timed."""
    finishing.add_avifs.call(picture.key)
    finished = store.read_card(picture.key)
    assert finished is not None
    return finished


def _creator(number: int, faces: list[Picture]) -> User:
    face = faces[number] if number < len(faces) else None
    return User(email=f"p{number}@pockitflyer.example", name=PUBLISHERS[number % len(PUBLISHERS)].name, picture=face)


def _add_flyers(creators: list[User], posters: list[Picture]) -> None:
    now = timezone.now()
    new = [_flyer(FLYERS[n % len(FLYERS)], n, creator, now) for n, creator in enumerate(creators)]
    flyers = Flyer.objects.bulk_create(new)
    FlyerImage.objects.bulk_create(
        FlyerImage(flyer=flyer, position=position, picture=posters[(n + position) % len(posters)])
        for n, flyer in enumerate(flyers)
        for position in range(1 + n % 3)
    )
    categories, link = list(Category.objects.all()), Flyer.categories.through
    link.objects.bulk_create(
        link(flyer=flyer, category=categories[n % len(categories)]) for n, flyer in enumerate(flyers)
    )
    place(flyers)


def _flyer(demo: DemoFlyer, number: int, creator: User, now: dt.datetime) -> Flyer:
    starts_at = now - dt.timedelta(minutes=7 * number + 1)
    return Flyer(
        creator=creator,
        title=demo.title,
        text=demo.text,
        info_1=[*demo.info, ""][0],
        address=demo.address,
        lat=demo.latitude,
        lon=demo.longitude,
        starts_at=starts_at,
        ends_at=now + dt.timedelta(days=7),
        published_at=starts_at,
    )
