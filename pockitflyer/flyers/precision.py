"""How much of a place anyone may see. What is left out here never leaves the server."""

import re
from typing import Final

import h3.api.basic_int as h3

from pockitflyer.flyers.models import Precision

# H3 cells to the middle of which a place is moved: their edges are 0.2 and 1.4 km long. The middle of a fixed cell,
# because of many random points around a place the mean would tell it.
_CELLS: Final = {Precision.STREET: 9, Precision.AREA: 7}
_NUMBER: Final = re.compile(r"\d{1,5}[a-zA-Z]?(?:[-–/]\d{1,5}[a-zA-Z]?)*,?")
_POSTCODE: Final = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}")


def shown_position(lat: float, lon: float, precision: str) -> tuple[float, float]:
    """In degrees."""
    if precision == Precision.EXACT:
        return lat, lon
    lat, lon = h3.cell_to_latlng(h3.latlng_to_cell(lat, lon, _CELLS[Precision(precision)]))
    return round(lat, 5), round(lon, 5)


def shown_address(address: str, precision: str, town: str) -> str:
    """The address without its numbers, but the postcode; for an area, postcode and town alone.

    ``town`` is what the address lies in; it is shown when the address itself does not say so.
    """
    if precision == Precision.EXACT:
        return address
    words = address.split()
    postcode = _postcode_at(words)
    if precision == Precision.STREET:
        return " ".join(_without_numbers(words, postcode)).strip(" ,") or town
    if postcode is not None:
        return " ".join(words[postcode:]).split(",")[0]
    return town or " ".join(_without_numbers(address.rsplit(",", 1)[-1].split(), None))


def _postcode_at(words: list[str]) -> int | None:
    """The last number that looks like a postcode and has a town after it."""
    found = [n for n, word in enumerate(words[:-1]) if _POSTCODE.fullmatch(word) and words[n + 1][0].isalpha()]
    return found[-1] if found else None


def _without_numbers(words: list[str], postcode: int | None) -> list[str]:
    kept: list[str] = []
    for n, word in enumerate(words):
        if n == postcode or not _NUMBER.fullmatch(word):
            kept.append(word)
        elif word.endswith(",") and kept:
            kept[-1] += ","
    return kept
