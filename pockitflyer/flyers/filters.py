"""What a viewer asks of the board, read from the address of a page and written back into it."""

import math
import re
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEFAULT_RADIUS_KM: Final = 5.0
MIN_RADIUS_KM: Final = 0.1
MAX_RADIUS_KM: Final = 200.0
MAX_QUERY_CHARACTERS: Final = 200
MAX_CATEGORIES: Final = 20
TIMES: Final = ("today", "weekend", "upcoming")
OWN_VIEWS: Final = ("favourites", "following")
# A hundredth of a degree, 1.1 km at most: no page tells where exactly somebody stands.
_POSITION_DECIMALS = 2
_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,4}(?:\.[0-9]{0,20})?\s*", re.ASCII)
_SLUG = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)


class BadFilter(BadRequest):
    """A parameter that means nothing. ``code`` is the end of a problem's type, ``sentence`` is for people."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

    @property
    def parameter(self) -> str:
        return "q" if self.code == "query-too-long" else self.code.removesuffix("-invalid")


class Near(msgspec.Struct, frozen=True):
    """Around a position in degrees, already rounded to 0.01°."""

    lat: float
    lon: float
    radius_km: float = DEFAULT_RADIUS_KM


class Wanted(msgspec.Struct, frozen=True):
    """What a viewer asks of the board: all of it at once, but any one of the ``categories`` (slugs)."""

    categories: tuple[str, ...] = ()
    near: Near | None = None
    when: str = ""
    q: str = ""
    show: str = ""


def parse(params: QueryDict) -> Wanted:
    """The filters of an address; raises ``BadFilter``.

    Unknown parameters are ignored; of a repeated one, but ``category``, the last counts.
    """
    return Wanted(
        categories=_categories(params.getlist("category")),
        near=_near(params.get("near", ""), params.get("radius", "")),
        when=_one_of(TIMES, params.get("when", ""), "when-invalid", _("“When” is today, weekend or upcoming.")),
        q=_query(params.get("q", "")),
        show=_one_of(OWN_VIEWS, params.get("show", ""), "show-invalid", _("“Show” is favourites or following.")),
    )


def to_query(wanted: Wanted, **replaced: Any) -> str:
    """The canonical query string, ``""`` for the whole board; without ``?``.

    ``replaced`` are fields of ``Wanted`` to change first. Any other name (``cursor``, ``limit``) is added at the end
    as it is, unless it is ``None`` or empty.
    """
    changes = {name: value for name, value in replaced.items() if name in Wanted.__struct_fields__}
    asked = msgspec.structs.replace(wanted, **changes)
    pairs = [("category", slug) for slug in sorted(set(asked.categories))]
    if asked.near is not None:
        pairs += _near_pairs(asked.near)
    others = {name: value for name, value in replaced.items() if name not in changes}
    pairs += [("when", asked.when), ("q", asked.q), ("show", asked.show), *others.items()]
    return urlencode([(name, value) for name, value in pairs if value not in (None, "")], safe=",")


def _near_pairs(near: Near) -> list[tuple[str, str]]:
    pairs = [("near", f"{near.lat:.2f},{near.lon:.2f}")]
    if near.radius_km != DEFAULT_RADIUS_KM:
        pairs.append(("radius", f"{near.radius_km:g}"))
    return pairs


def _categories(raw: list[str]) -> tuple[str, ...]:
    slugs = sorted({slug for slug in raw if slug})
    if len(slugs) > MAX_CATEGORIES or not all(_SLUG.fullmatch(slug) for slug in slugs):
        raise BadFilter("category-invalid", _("There is no such category."))
    return tuple(slugs)


def _near(position: str, radius: str) -> Near | None:
    """``None`` without a position; a radius alone means nothing."""
    if not position.strip():
        return None
    lat, comma, lon = position.partition(",")
    if not (comma and _NUMBER.fullmatch(lat) and _NUMBER.fullmatch(lon)):
        raise _bad_position()
    return Near(_degrees(lat, 90), _degrees(lon, 180), _radius(radius))


def _degrees(text: str, most: int) -> float:
    value = float(text)
    if abs(value) > most:
        raise _bad_position()
    # Not -0.0, which is another text for the same place.
    return round(value, _POSITION_DECIMALS) + 0.0


def _bad_position() -> BadFilter:
    return BadFilter(
        "near-invalid", _("A position is a latitude from -90 to 90, a comma and a longitude from -180 to 180.")
    )


def _radius(text: str) -> float:
    if not text.strip():
        return DEFAULT_RADIUS_KM
    # Rounded, so that the address that is written back is the same view.
    value = round(float(text), 1) if _NUMBER.fullmatch(text) else math.nan
    if not MIN_RADIUS_KM <= value <= MAX_RADIUS_KM:
        raise BadFilter("radius-invalid", _("A radius is from 0.1 to 200 kilometres."))
    return value


def _query(text: str) -> str:
    """Control characters are blanks: no text has any, and PostgreSQL takes no NUL."""
    words = "".join(character if character.isprintable() else " " for character in text).split()
    query = " ".join(words)
    if len(query) > MAX_QUERY_CHARACTERS:
        raise BadFilter("query-too-long", _("A search has at most 200 characters."))
    return query


def _one_of(known: tuple[str, ...], text: str, code: str, sentence: Promise) -> str:
    if text and text not in known:
        raise BadFilter(code, sentence)
    return text
