"""What a client of a real board does: signs in, sends a picture, looks at every file it is told of."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from PIL import Image

from tests.board_server import Server

PASSWORD = "a-long-walk-home"
_FORMATS = {"image/jpeg": "JPEG", "image/avif": "AVIF"}

# Scripts for Server.django.
ADD_PEOPLE = """
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from pockitflyer.accounts.models import User
password = make_password("a-long-walk-home")
for name in {names}:
    user = User.objects.create(email=name.lower() + "@example.com", name=name, password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""

TAKE_IN_A_POSTER = """
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import POSTER
from pockitflyer.pictures.tests import photos
poster = take_in(photos.jpeg(900, 700), POSTER)
assert poster.jpeg == (400, 900)
"""
# After the script above. As publishing does it: the row and the wish for AVIFs in one transaction.
PIN_THE_POSTER = """
from django.db import transaction
from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import FlyerImage
from pockitflyer.flyers.tests.board import pin
from pockitflyer.pictures.finishing import finish_later
with transaction.atomic():
    flyer = pin(User.objects.get(name="Alice"), images=0)
    FlyerImage.objects.create(flyer=flyer, position=0, picture=poster)
    finish_later(poster)
"""


def add_people(server: Server, *names: str) -> None:
    server.django(ADD_PEOPLE.format(names=names))


@contextmanager
def signed_in(server: Server, name: str) -> Iterator[httpx.Client]:
    """A client with a token of its own."""
    with httpx.Client(base_url=server.url, timeout=90) as client:
        account = {"email": f"{name.lower()}@example.com", "password": PASSWORD}
        answer = client.post("/_allauth/app/v1/auth/login", json=account).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['meta']['access_token']}"
        yield client


def upload(client: httpx.Client, data: bytes) -> dict[str, Any]:
    """The picture in the answer."""
    answer = client.post("/api/v1/users/me/profile/picture/", files={"image": ("me.jpg", data)})
    return answer.raise_for_status().json()["picture"]


def fetch_whole(client: httpx.Client, picture: dict[str, Any]) -> bytes:
    """Every file that a picture of the API names is there and can be decoded to the end; the largest JPEG's bytes."""
    jpeg = b""
    for source in picture["sources"]:
        answer = client.get(source["url"]).raise_for_status()
        assert answer.headers["Content-Type"] == source["type"]
        image = Image.open(io.BytesIO(answer.content))
        image.load()
        assert (image.format, image.width) == (_FORMATS[source["type"]], source["width"])
        jpeg = answer.content if source["type"] == "image/jpeg" else jpeg
    assert jpeg, "a picture without a JPEG"
    return jpeg


def await_avifs(client: httpx.Client, patience_s: float = 180) -> dict:
    """The poster of one's only flyer once its AVIFs are named; it is whole at every look before."""
    deadline = time.monotonic() + patience_s
    while True:
        poster = client.get("/api/v1/users/me/profile/").raise_for_status().json()["flyers"][0]["images"][0]
        fetch_whole(client, poster)
        if any(source["type"] == "image/avif" for source in poster["sources"]):
            return poster
        assert time.monotonic() < deadline, "the AVIFs never came"
        time.sleep(0.2)
