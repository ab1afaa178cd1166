"""What a demo publisher, flyer and poster consist of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Stage = Literal["live", "expired", "scheduled"]
Language = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class DemoPublisher:
    """`face` is "person", "letter" or a motif's name; drawn only if `has_picture`."""

    name: str
    has_picture: bool
    face: str
    seed: int


@dataclass(frozen=True, slots=True)
class DemoPoster:
    """One picture: `motif` is a key of `motifs.MOTIFS`, `small` its line of place and date."""

    width: int
    height: int
    style: str
    seed: int
    motif: str
    headline: str
    sub: str
    small: str


@dataclass(frozen=True, slots=True)
class DemoFlyer:
    """Times are relative to the moment the demo is filled: it starts at now + `starts_in`, for `runs_for`."""

    publisher: int
    language: Language
    stage: Stage
    title: str
    text: str
    info: tuple[str, ...]
    address: str
    latitude: float
    longitude: float
    categories: tuple[str, ...]
    starts_in: timedelta
    runs_for: timedelta
    published_ago: timedelta
    posters: tuple[DemoPoster, ...]
