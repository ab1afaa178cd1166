"""Uploads of a profile picture: time, CPU and bytes, beside the plain recipe behind Django REST framework."""

import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from django.conf import settings
from PIL import Image, ImageChops, ImageStat

from benchmarks import board, photos
from benchmarks.baseline import plain_recipe
from benchmarks.measure import WARM_UP_ROUNDS, Spread, cpu_ms, interleaved, tree_cpu_ms, wall_ms
from benchmarks.server import Server
from benchmarks.table import Row, of_two
from pockitflyer.pictures import drawing, header
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import AVATAR

_PATH = "/api/v1/users/me/profile/picture/"
# Mean difference in grey levels of two renditions of the same crop; another crop differs by some 20.
_SAME_PICTURE = 6
_MS = "{:,.0f} ms"
_numbers = itertools.count()


@dataclass(frozen=True)
class Floors:
    """What an upload may take: seconds, percent of its bytes in the store, and CPU against the plain recipe's."""

    upload_s: int
    stored_percent: int
    cpu_ratio: float | None = None


_PHONE_BYTES = 1_500_000
_PHONE, _WEB = Floors(5, 5, 0.6), Floors(3, 50)


def sign_in(origin: str) -> str:
    """The access token of the board's owner."""
    answer = httpx.post(f"{origin}/_allauth/app/v1/auth/login", json={"email": board.EMAIL, "password": board.PASSWORD})
    answer.raise_for_status()
    return answer.json()["meta"]["access_token"]


def check_same_picture(jpeg: bytes) -> None:
    """Raises ``AssertionError`` when ours and the plain recipe make different pictures of one file."""
    ours = Image.open(_folder(take_in(jpeg, AVATAR)) / "512.jpg")
    plain = Image.open(io.BytesIO(plain_recipe.render(jpeg)["512.jpg"]))
    difference = max(ImageStat.Stat(ImageChops.difference(ours.convert("RGB"), plain)).mean)
    assert ours.size == plain.size
    assert difference < _SAME_PICTURE, difference


def rows(ours: Server, baseline: Server, name: str, jpeg: bytes, runs: int) -> list[Row]:
    """All lines about one file."""
    floors = _PHONE if len(jpeg) > _PHONE_BYTES else _WEB
    return [
        *_over_http(ours, baseline, name, jpeg, runs, floors),
        _cpu(name, jpeg, runs, floors),
        *_bytes(name, jpeg, floors),
    ]


def _over_http(ours: Server, baseline: Server, name: str, jpeg: bytes, runs: int, floors: Floors) -> list[Row]:
    token = sign_in(ours.origin)
    senders = [_sender(server, token, jpeg) for server in (ours, baseline)]
    # A worker's first request imports half of Django; that is not an upload's cost.
    for send in senders:
        send()
    before = [tree_cpu_ms(server.pid) for server in (ours, baseline)]
    mine, plain = interleaved(runs, *senders)
    after = [tree_cpu_ms(server.pid) for server in (ours, baseline)]
    time = Row(
        f"upload {name}, sent to stored",
        Spread.of(mine),
        _MS,
        f"< {floors.upload_s} s",
        Spread.of(plain),
        of_two(mine, plain),
        most=1000 * floors.upload_s,
    )
    if None in before + after:
        return [time]
    a, b = ((end - start) / (runs + WARM_UP_ROUNDS) for start, end in zip(before, after, strict=True))
    return [time, Row(f"upload {name}, CPU of the whole server (mean)", a, _MS, replaced=b, ratio=a / b)]


def _sender(server: Server, token: str, jpeg: bytes) -> Callable[[], float]:
    """Sends the file as other bytes each time, on a connection that stays open; milliseconds until the answer."""
    client = httpx.Client(base_url=server.origin, headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def send() -> float:
        file = photos.with_comment(jpeg, f"run {next(_numbers)}")
        return wall_ms(lambda: client.post(_PATH, files={"image": ("photo.jpg", file)}).raise_for_status())

    return send


def _cpu(name: str, jpeg: bytes, runs: int, floors: Floors) -> Row:
    """In this process, so without HTTP, sign-in, database, queue and store."""

    def ours() -> float:
        return cpu_ms(
            lambda: drawing.draw(
                jpeg, header.check(jpeg, settings.MAX_PICTURE_PIXELS), AVATAR, settings.MAX_PICTURE_PIXELS
            )
        )

    mine, plain = interleaved(runs, ours, lambda: cpu_ms(lambda: plain_recipe.render(jpeg)))
    return Row(
        f"upload {name}, CPU of the picture alone",
        Spread.of(mine),
        _MS,
        f"<= {floors.cpu_ratio} x replaced" if floors.cpu_ratio else "",
        Spread.of(plain),
        of_two(mine, plain),
        ratio_most=floors.cpu_ratio,
    )


def _bytes(name: str, jpeg: bytes, floors: Floors) -> list[Row]:
    """The four files that readers get, all that is stored, and the one file that a browser takes of it."""
    files = {path.name: path.stat().st_size for path in _folder(take_in(jpeg, AVATAR)).iterdir()}
    plain = {file: len(data) for file, data in plain_recipe.render(jpeg).items()}
    read = {file: size for file, size in files.items() if file.endswith((".jpg", ".avif"))}
    share, plain_share, whole = (100 * sum(sizes.values()) / len(jpeg) for sizes in (read, plain, files))
    seen, plain_seen = files["512.avif"] / 1000, plain["512.jpg"] / 1000
    return [
        Row(
            f"upload {name}, its four files, of the upload's bytes",
            share,
            "{:.1f} %",
            f"<= {floors.stored_percent} %",
            plain_share,
            share / plain_share,
            most=floors.stored_percent,
        ),
        Row(f"upload {name}, with the kept master", whole, "{:.1f} %", "", plain_share, whole / plain_share),
        Row(f"upload {name}, AVIF against JPEG at 512 px", seen, "{:.1f} kB", "", plain_seen, seen / plain_seen),
    ]


def _folder(picture: Picture) -> Path:
    return settings.PICTURES_FOLDER / picture.key[:2] / picture.key
