"""A board with somebody in each situation: with flyers in every state, with favourites, with nothing yet."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.board_server import Server, serving


@dataclass(frozen=True)
class Scene:
    """``sessions`` are cookies of people by name, ``ids`` go into addresses, ``words`` somebody typed."""

    server: Server
    sessions: dict[str, str]
    ids: dict[str, int | str]
    words: list[str]


@contextmanager
def scene(home: Path) -> Iterator[Scene]:
    """A running board with all of that on it."""
    seed = Path(__file__).with_name("seed.py").read_text()
    with serving(home, "--empty") as server:
        yield Scene(server, **json.loads(server.django(seed).splitlines()[-1]))
