"""The short way to write a demo flyer down: names instead of indexes, places instead of coordinates."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import NamedTuple

from pockitflyer.flyers.demo.lettering import SOFT_HYPHEN
from pockitflyer.flyers.demo.notices import DemoFlyer, DemoPoster, Language, Stage
from pockitflyer.flyers.demo.people import INDEX
from pockitflyer.flyers.demo.places import PLACES

# Twice the size cards show them in: more would only make the first start longer.
SHAPES = {
    "tall": (864, 1152),
    "poster": (864, 1080),
    "slim": (840, 1188),
    "wide": (952, 714),
    "broad": (954, 636),
    "square": (920, 920),
}
SPAN_UNITS = {"min": "minutes", "h": "hours", "d": "days"}


class Art(NamedTuple):
    """`look` is style, shape and motif ("riso tall loaf"); "~" in a headline is where it may break.

    A `seed` is given only to choose a portrait's sitter or a sheet's colours.
    """

    look: str
    headline: str
    sub: str
    small: str = ""
    seed: int | None = None


class Writer(NamedTuple):
    language: Language

    def live(
        self, who: str, where: str, categories: str, when: str, title: str, text: str, *art: Art, info: str = ""
    ) -> DemoFlyer:
        """`when` is its age and what is left of it ("3h 5d"); `info` holds up to two, parted by "|"."""
        age, left = (span(part) for part in when.split())
        return self._flyer("live", (-age, age + left), who, where, categories, (title, text, info), art)

    def expired(
        self, who: str, where: str, categories: str, when: str, title: str, text: str, *art: Art, info: str = ""
    ) -> DemoFlyer:
        """`when` is how long ago it started and how long it ran ("20d 9d")."""
        age, ran = (span(part) for part in when.split())
        return self._flyer("expired", (-age, ran), who, where, categories, (title, text, info), art)

    def scheduled(
        self, who: str, where: str, categories: str, when: str, title: str, text: str, *art: Art, info: str = ""
    ) -> DemoFlyer:
        """`when` is how soon it starts and how long it will run ("2d 9d")."""
        ahead, runs = (span(part) for part in when.split())
        return self._flyer("scheduled", (ahead, runs), who, where, categories, (title, text, info), art)

    def _flyer(
        self,
        stage: Stage,
        times: tuple[timedelta, timedelta],
        who: str,
        where: str,
        categories: str,
        words: tuple[str, str, str],
        art: tuple[Art, ...],
    ) -> DemoFlyer:
        place = PLACES[where]
        title, text, info = words
        byline = f"{who} · {place.address.split(',')[0]}"
        return DemoFlyer(
            publisher=INDEX[who],
            language=self.language,
            stage=stage,
            title=title,
            text=text,
            info=tuple(info.split("|")) if info else (),
            address=place.address,
            latitude=place.latitude,
            longitude=place.longitude,
            categories=tuple(categories.split()),
            starts_in=times[0],
            runs_for=times[1],
            published_ago=max(-times[0], timedelta()),
            posters=tuple(_poster(each, byline) for each in art),
        )


def _poster(art: Art, byline: str) -> DemoPoster:
    style, shape, motif = art.look.split()
    width, height = SHAPES[shape]
    return DemoPoster(
        width=width,
        height=height,
        style=style,
        # Not hash(): it differs from one process to the next.
        seed=art.seed or zlib.crc32(f"{style} {art.headline} {art.sub}".encode()),
        motif=motif,
        headline=art.headline.replace("~", SOFT_HYPHEN),
        sub=art.sub,
        small=art.small or byline,
    )


def span(text: str) -> timedelta:
    """ "12min", "5h" or "3d"."""
    number = text.rstrip("mindh")
    return timedelta(**{SPAN_UNITS[text[len(number) :]]: int(number)})
