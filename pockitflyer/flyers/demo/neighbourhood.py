"""Fills a new board with the demo neighbourhood. Its pictures go through the same intake as everyone's."""

import multiprocessing
import os
import random
import re
import sys
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime

import django
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from pockitflyer.accounts.models import Follow, User
from pockitflyer.flyers.demo.faces import draw_face
from pockitflyer.flyers.demo.notices import DemoFlyer, DemoPoster, DemoPublisher
from pockitflyer.flyers.demo.posters import draw_poster
from pockitflyer.flyers.demo.sign_in import DEMO_EMAIL, DEMO_PASSWORD, is_filled
from pockitflyer.flyers.demo.texts import FLYERS, PUBLISHERS
from pockitflyer.flyers.models import Category, Favourite, Flyer, FlyerImage
from pockitflyer.flyers.placing import place
from pockitflyer.pictures.finishing import finish_later
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import AVATAR, POSTER
from pockitflyer.web.progress import shown

_FAVOURITES = 12
_FOLLOWS = 6


def fill() -> None:
    """Draws and stores all pictures, then writes all rows in one transaction: the board is demo or empty.

    Some 200 pictures; spread over all cores, with a progress bar. Filling a filled board changes nothing.
    """
    if is_filled():
        return
    faces, posters = _pictures()
    with transaction.atomic():
        people = _add_publishers(faces)
        flyers = _add_flyers(people, posters, timezone.now())
        _add_likings(people, flyers)
        for picture in posters.values():
            finish_later(picture)


def _pictures() -> tuple[dict[int, Picture], dict[DemoPoster, Picture]]:
    pictured = [i for i, publisher in enumerate(PUBLISHERS) if publisher.has_picture]
    drawn = list(dict.fromkeys(poster for flyer in FLYERS for poster in flyer.posters))
    jobs: list[DemoPublisher | DemoPoster] = [PUBLISHERS[i] for i in pictured]
    jobs += drawn
    # Not forked: a fork after an encoder has run can hang.
    pool = ProcessPoolExecutor(
        os.cpu_count(), mp_context=multiprocessing.get_context("spawn"), initializer=django.setup
    )
    with pool:
        drawing = pool.map(_picture, jobs, chunksize=4)
        made = list(shown(drawing, len(jobs), "Drawing the demo neighbourhood", sys.stderr))
    split = len(pictured)
    return dict(zip(pictured, made[:split], strict=True)), dict(zip(drawn, made[split:], strict=True))


def _picture(subject: DemoPublisher | DemoPoster) -> Picture:
    if isinstance(subject, DemoPublisher):
        return take_in(draw_face(subject), AVATAR)
    return take_in(draw_poster(subject), POSTER)


def _add_publishers(faces: dict[int, Picture]) -> list[User]:
    people = []
    for index, publisher in enumerate(PUBLISHERS):
        email = DEMO_EMAIL if index == 0 else f"{_slug(publisher.name)}@pockitflyer.example"
        user = User(email=email, name=publisher.name, picture=faces.get(index))
        if index == 0:
            user.set_password(DEMO_PASSWORD)
        else:
            user.set_unusable_password()
        people.append(user)
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people]
    )
    return people


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _add_flyers(people: list[User], posters: dict[DemoPoster, Picture], now: datetime) -> list[Flyer]:
    flyers = Flyer.objects.bulk_create([_flyer(demo, people[demo.publisher], now) for demo in FLYERS])
    FlyerImage.objects.bulk_create(
        [
            FlyerImage(flyer=flyer, position=position, picture=posters[poster])
            for flyer, demo in zip(flyers, FLYERS, strict=True)
            for position, poster in enumerate(demo.posters)
        ]
    )
    ids = dict(Category.objects.values_list("slug", "pk"))
    link = Flyer.categories.through
    link.objects.bulk_create(
        [
            link(flyer_id=flyer.pk, category_id=ids[slug])
            for flyer, demo in zip(flyers, FLYERS, strict=True)
            for slug in demo.categories
        ]
    )
    place(flyers)
    return flyers


def _flyer(demo: DemoFlyer, creator: User, now: datetime) -> Flyer:
    starts_at = now + demo.starts_in
    info_1, info_2 = [*demo.info, "", ""][:2]
    return Flyer(
        creator=creator,
        title=demo.title,
        text=demo.text,
        info_1=info_1,
        info_2=info_2,
        address=demo.address,
        typed_address=demo.address,
        pin_lat=demo.latitude,
        pin_lon=demo.longitude,
        lat=demo.latitude,
        lon=demo.longitude,
        starts_at=starts_at,
        ends_at=starts_at + demo.runs_for,
        published_at=max(starts_at, now - demo.published_ago) if demo.stage == "live" else starts_at,
    )


def _add_likings(people: list[User], flyers: list[Flyer]) -> None:
    """The demo owner keeps some flyers of others and follows some people; a few follow back."""
    chance = random.Random(8001)
    owner, others = people[0], people[1:]
    kept = chance.sample([flyer for flyer in flyers if flyer.creator_id != owner.pk], _FAVOURITES)
    Favourite.objects.bulk_create([Favourite(user=owner, flyer=flyer) for flyer in kept])
    followed = chance.sample(others, _FOLLOWS)
    back = chance.sample(others, _FOLLOWS)
    Follow.objects.bulk_create(
        [Follow(follower=owner, followed=user) for user in followed]
        + [Follow(follower=user, followed=owner) for user in back]
    )
