"""Fills a board for benches: 40 creators, 240 live flyers, one creator with exactly 10. Every picture is real."""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from benchmarks import photos
from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import Category, Flyer, FlyerImage
from pockitflyer.flyers.placing import place
from pockitflyer.pictures import finishing, store
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import AVATAR, POSTER

CREATORS = 40
FLYERS = 240
PROFILE_FLYERS = 10
EMAIL, PASSWORD = "bench@pockitflyer.example", "a-long-walk-home"
_PICTURES = 6
_TEXT = (
    "Bücher, Spielzeug, Velos und Pflanzen: wir räumen die Keller der ganzen Strasse. Kaffee und Kuchen gibt es "
    "am Brunnen, und wer um vier Uhr noch da ist, hilft beim Abbauen und bekommt Suppe. Bei Regen in der Halle."
)
_INFO = "Samstag, 10 bis 16 Uhr. Stand reservieren: 20 Franken, Tisch mitbringen."


@dataclass(frozen=True)
class BenchBoard:
    """``owner_id`` has exactly ``PROFILE_FLYERS`` flyers and signs in with ``EMAIL`` and ``PASSWORD``."""

    owner_id: int


def fill() -> BenchBoard:
    """Pictures are shared by rows, which costs a reader the same. A quarter of the creators have no face."""
    sources = [photos.poster(seed) for seed in range(_PICTURES)]
    faces = [take_in(source, AVATAR) for source in sources]
    posters = [_finished(take_in(source, POSTER)) for source in sources]
    with transaction.atomic():
        people = User.objects.bulk_create([_creator(n, faces) for n in range(CREATORS)])
        owner = _add_owner(people[1])
        others = [user for user in people if user != owner]
        creators = [others[n % len(others)] for n in range(FLYERS)]
        # Spread over the board, the first one on the first page.
        creators[: 20 * PROFILE_FLYERS : 20] = [owner] * PROFILE_FLYERS
        _add_flyers(creators, posters)
    assert owner.flyers.live().count() == PROFILE_FLYERS
    return BenchBoard(owner.pk)


def _finished(picture: Picture) -> Picture:
    """With its AVIFs, which the background task would make while something is timed."""
    finishing.add_avifs.call(picture.key)
    finished = store.read_card(picture.key)
    assert finished is not None
    assert finished.avif
    return finished


def _creator(number: int, faces: list[Picture]) -> User:
    face = faces[number % _PICTURES] if number % 4 else None
    return User(email=f"c{number}@pockitflyer.example", name=f"Creator {number}", picture=face)


def _add_owner(user: User) -> User:
    user.email = EMAIL
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def _add_flyers(creators: list[User], posters: list[Picture]) -> None:
    """One to three pictures and one or two categories each."""
    now = timezone.now()
    flyers = Flyer.objects.bulk_create([_flyer(n, creator, now) for n, creator in enumerate(creators)])
    FlyerImage.objects.bulk_create(
        FlyerImage(flyer=flyer, position=position, picture=posters[(n + position) % _PICTURES])
        for n, flyer in enumerate(flyers)
        for position in range(1 + n % 3)
    )
    categories = list(Category.objects.all())
    link = Flyer.categories.through
    link.objects.bulk_create(
        link(flyer=flyer, category=categories[(n + offset) % len(categories)])
        for n, flyer in enumerate(flyers)
        for offset in range(1 + n % 2)
    )
    place(flyers)


def _flyer(number: int, creator: User, now: dt.datetime) -> Flyer:
    starts_at = now - dt.timedelta(minutes=7 * number + 1)
    return Flyer(
        creator=creator,
        title=f"Flohmarkt am Röschibachplatz, {number}. Mal",
        text=_TEXT,
        info_1=_INFO,
        info_2=_INFO if number % 2 else "",
        address="Röschibachplatz, 8037 Zürich",
        lat=47.3936 + number / 10_000,
        lon=8.5292,
        starts_at=starts_at,
        ends_at=now + dt.timedelta(days=7),
        published_at=starts_at,
    )
