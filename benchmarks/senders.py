"""People with accounts who send pictures to real servers on one board."""

import http.client
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from benchmarks.board import PASSWORD
from benchmarks.measure import wall_ms
from pockitflyer.accounts.models import User

_PICTURE = "/api/v1/users/me/profile/picture/"


@dataclass
class Sender:
    """Signed in on ``origin``; an access token ends after five minutes, and the other one brings a new one."""

    client: httpx.Client
    origin: str
    refresh_token: str

    def renew(self) -> None:
        """Before each rush, so that none is refused in it."""
        wanted = {"refresh_token": self.refresh_token}
        answer = self.client.post(f"{self.origin}/_allauth/app/v1/tokens/refresh", json=wanted)
        tokens = answer.raise_for_status().json()["data"]
        self.refresh_token = tokens.get("refresh_token", self.refresh_token)
        self.client.headers["Authorization"] = f"Bearer {tokens['access_token']}"

    def send(self, origin: str, file: bytes) -> float:
        """Milliseconds from sending to the answer of the server at ``origin``."""
        # The body is put together before and sent as it is: on real phones that work is not the server's neighbour.
        request = self.client.build_request("POST", origin + _PICTURE, files={"image": ("photo.jpg", file)})
        body, headers = request.read(), dict(request.headers)
        return wall_ms(lambda: _post(origin, body, headers))


def _post(origin: str, body: bytes, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=300)
    with closing(connection):
        connection.request("POST", _PICTURE, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{answer.status} {origin}{_PICTURE}")


@contextmanager
def signed_in(origin: str, count: int) -> Iterator[list[Sender]]:
    """New people on the board of the server at ``origin``."""
    with ExitStack() as stack:
        yield [_signed_in(origin, email, stack) for email in _added(count)]


def _added(count: int) -> list[str]:
    password = make_password(PASSWORD)
    new = [User(email=f"s{n}@pockitflyer.example", name=f"Sender {n}", password=password) for n in range(count)]
    people = User.objects.bulk_create(new)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    return [user.email for user in people]


def _signed_in(origin: str, email: str, stack: ExitStack) -> Sender:
    client = stack.enter_context(httpx.Client(timeout=300))
    account = {"email": email, "password": PASSWORD}
    answer = client.post(f"{origin}/_allauth/app/v1/auth/login", json=account).raise_for_status()
    return Sender(client, origin, answer.json()["meta"]["refresh_token"])
