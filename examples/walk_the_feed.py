"""A small client: signs in, sends a picture, walks the feed, and shows that no face is fetched twice.

    python examples/walk_the_feed.py https://board.example.org alice@example.org PASSWORD photo.jpg

It needs httpx and hishel, an HTTP cache (RFC 9111) with no rule of its own: what may be kept, the board says.
"""

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheTransport


@dataclass
class Board:
    """A session with a board. Tokens are renewed when they run out; everything goes through one cache."""

    origin: str
    folder: Path
    fetched: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    _refresh_token: str = ""

    def __enter__(self) -> Self:
        # As RFC 9111 has it, for one person: without ``rfc`` everything would be kept, whatever the board says.
        storage, rules = SqliteStorage(database_path=self.folder / "cache.db"), CacheOptions(shared=False)
        transport = CacheTransport(httpx.HTTPTransport(), storage, rfc=rules)
        self._client = httpx.Client(base_url=self.origin, transport=transport, timeout=60)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def sign_in(self, email: str, password: str) -> None:
        self._take(self._auth("auth/login", {"email": email, "password": password})["meta"])

    def sign_out(self) -> None:
        """The tokens are refused from now on, by every worker."""
        self._client.request("DELETE", "/_allauth/app/v1/auth/session")

    def send_face(self, picture: Path) -> dict[str, Any]:
        """One's own profile, with the new picture."""
        with picture.open("rb") as file:
            return self._json("POST", "/api/v1/users/me/profile/picture/", files={"image": file})

    def walk(self, path: str = "/api/v1/feed/?limit=10") -> list[dict[str, Any]]:
        """Every flyer of a view, page by page, with the face of each publisher fetched as a card would."""
        flyers: list[dict[str, Any]] = []
        url: str | None = path
        while url is not None:
            page = self._json("GET", url)
            for flyer in page["items"]:
                self.file(flyer["creator"]["picture"]["url"])
            flyers += page["items"]
            url = page["next"]
        return flyers

    def file(self, url: str) -> bytes:
        """A picture. The statistics of the cache tell whether it crossed the network."""
        answer = self._client.get(url).raise_for_status()
        self.shown[url] += 1
        if not answer.extensions["caching"]["from_cache"]:
            self.fetched[url] += 1
        return answer.content

    def _json(self, method: str, url: str, **body: Any) -> dict[str, Any]:
        answer = self._client.request(method, url, **body)
        if answer.status_code == httpx.codes.UNAUTHORIZED and self._refresh_token:
            self._take(self._auth("tokens/refresh", {"refresh_token": self._refresh_token})["data"])
            answer = self._client.request(method, url, **body)
        if answer.is_error:
            problem = answer.json()
            raise RuntimeError(f"{problem['type']}: {problem['detail']}")
        found: dict[str, Any] = answer.json()
        return found

    def _auth(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        answer = self._client.post(f"/_allauth/app/v1/{path}", json=body).raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _take(self, tokens: dict[str, str]) -> None:
        self._refresh_token = tokens["refresh_token"]
        self._client.headers["Authorization"] = f"Bearer {tokens['access_token']}"


def main() -> None:
    origin, email, password, photo = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, Board(origin, Path(folder)) as board:
        board.sign_in(email, password)
        print("new face:", board.send_face(Path(photo))["picture"]["url"])
        for time in ("first", "second"):
            print(f"{time} walk: {len(board.walk())} flyers")
        print(f"{len(board.shown)} faces, fetched {board.fetched.total()} times, shown {board.shown.total()} times")
        twice = [url for url, times in board.fetched.items() if times > 1]
        print("fetched more than once:", ", ".join(twice) or "none")
        board.sign_out()


if __name__ == "__main__":
    main()
