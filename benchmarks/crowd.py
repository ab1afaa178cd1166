"""Fills a very large board, straight into the tables.      python -m benchmarks.crowd LIVE ENDED

Flyers stand in five towns, thick in the middle. Ended ones are left as the board leaves them: without placements.
What is loaded is compared with what the board itself would have written, for some flyers.
"""

import argparse
import datetime as dt
import itertools
import random
from collections.abc import Iterable, Iterator
from typing import Any, Final

TOWNS: Final = ((47.3769, 8.5417), (46.9480, 7.4474), (46.2044, 6.1432), (47.5596, 7.5886), (46.5197, 6.6323))
# Kilometres within which two thirds of a town's flyers are, in each direction.
_SPREAD_KM: Final = 3
_FLYERS_PER_PUBLISHER: Final = 25
# This one always has ten live flyers.
PUBLISHER: Final = 1
_PUBLISHER_FLYERS: Final = 10
_DAY_S: Final = 86_400
# Of so many syllables that the words have 1,700 different groups of three letters; German texts have more. What an
# index of such groups costs hangs on that.
_SYLLABLES: Final = """
    ba be bo dra del dorf ein er fe fen fi gra gen gu ha hei hol in ja ju ka ke ko kur la le lo ma mi mu
    na ne nu ob or pa pfe po qua ra rei ro sa schi so sta ta ten to tru un ur va vel vo wa wer wi ya zei
    zo zu zun zwi
""".split()  # noqa: SIM905  (a page of quotes otherwise)
# As they are folded already, the frequent ones first: the n-th is written half as often as the n/2-th.
WORDS: Final = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]
random.Random("words").shuffle(WORDS)
_WORDS_A_SENTENCE: Final = 15
_SENTENCES: Final = 5_000


def fill(live: int, ended: int) -> None:
    """Everything but pictures' files. The tables must be there, and empty."""
    from django.db import connection

    from pockitflyer.flyers import triggers

    chance = random.Random(f"{live} {ended}")
    with connection.cursor() as cursor:
        for name in sorted(triggers.names()):
            on = f" ON {name.removeprefix('board_changed_').rpartition('_')[0]}"
            cursor.execute(f"DROP TRIGGER {name}{on if connection.vendor == 'postgresql' else ''}")
        indexes = [_take_index(cursor), *_take_trigrams(cursor)]
        _load(chance, live, ended)
        for index in indexes:
            cursor.execute(index)
        triggers.install(connection)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    _check(chance, live)


def _take_index(cursor: Any) -> str:
    """Drops the large index, which is built much faster at the end; returns the statement that makes it again."""
    from django.db import connection

    from pockitflyer.flyers.models import Placement

    (index,) = Placement._meta.indexes
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        statement = str(index.create_sql(Placement, editor))
    cursor.execute(f"DROP INDEX {index.name}")
    return statement


def _take_trigrams(cursor: Any) -> list[str]:
    """As above, for the indexes of PostgreSQL alone."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE '%_trigrams'")
    found = dict(cursor.fetchall())
    for name in found:
        cursor.execute(f"DROP INDEX {name}")
    return list(found.values())


def _load(chance: random.Random, live: int, ended: int) -> None:
    now = dt.datetime.now(dt.UTC)
    publishers = max(20, live // _FLYERS_PER_PUBLISHER)
    _bulk("accounts_user", _publishers(publishers))
    placed: list[dict[str, Any]] = []
    _bulk("flyers_flyer", _noted(_flyers(chance, 1, live, publishers, now, is_live=True), placed))
    _bulk("flyers_flyer", _flyers(chance, live + 1, ended, publishers, now, is_live=False))
    _bulk("flyers_flyerimage", _images(live + ended))
    _bulk("flyers_flyer_categories", _categories(chance, live + ended))
    _place(placed)


def _noted(rows: Iterator[dict[str, Any]], notes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        notes.append(row)
        yield row


def _publishers(count: int) -> Iterator[dict[str, Any]]:
    from django.utils import timezone

    for n in range(1, count + 1):
        name = f"{WORDS[n % len(WORDS)]} {n}"
        yield {
            "id": n, "email": f"p{n}@pockitflyer.example", "name": name, "folded_name": name, "password": "!",
            "is_active": True, "is_staff": False, "is_superuser": False, "date_joined": timezone.now(),
            "language": "", "may_be_written_to": True,
        }  # fmt: skip


def _flyers(
    chance: random.Random, first: int, count: int, publishers: int, now: dt.datetime, *, is_live: bool
) -> Iterator[dict[str, Any]]:
    """Ids grow with the time of publishing, as they do on a board. Live ones run for one to thirty days more."""
    sentences = [_text(chance, _WORDS_A_SENTENCE) for _ in range(_SENTENCES)]
    for n in range(first, first + count):
        share = (n - first) / count
        published = now - dt.timedelta(seconds=(1 - share) * 30 * _DAY_S + 60 + (0 if is_live else 40 * _DAY_S))
        ends = now + dt.timedelta(days=chance.uniform(0.02, 30)) if is_live else published + dt.timedelta(days=30)
        lat, lon = _position(chance)
        yield {
            "id": n, "creator_id": _publisher(n, first, count, publishers, is_live),
            "title": _text(chance, 3) + f" {n}", "text": f"{chance.choice(sentences)}. {chance.choice(sentences)}.",
            "info_1": "", "info_2": "", "address": f"{_text(chance, 1)}gasse 5", "lat": lat, "lon": lon,
            "starts_at": published, "ends_at": ends, "published_at": published, "version": 1, "hidden_reason": "",
            "precision": "exact", "typed_address": "", "is_pinned_by_hand": False, "is_being_located": False,
        }  # fmt: skip


def _publisher(n: int, first: int, count: int, publishers: int, is_live: bool) -> int:
    """One has ten live flyers, spread over all time, and as many times ten ended ones as the others."""
    if is_live:
        step = count // _PUBLISHER_FLYERS
        return PUBLISHER if (n - first) % step == step - 1 else 2 + n % (publishers - 1)
    return 1 + n % publishers


def _position(chance: random.Random) -> tuple[float, float]:
    lat, lon = chance.choice(TOWNS)
    return lat + chance.gauss(0, _SPREAD_KM) / 111.2, lon + chance.gauss(0, _SPREAD_KM) / 76


def _text(chance: random.Random, words: int) -> str:
    return " ".join(WORDS[int(len(WORDS) ** chance.random()) - 1] for _ in range(words))


def _images(count: int) -> Iterator[dict[str, Any]]:
    from pockitflyer.pictures.fields import PictureField
    from pockitflyer.pictures.picture import Picture

    picture = Picture("ab" * 16, 1600, 2400, "#804020", jpeg=(400, 800, 1600), avif=(400, 800, 1600))
    kept = PictureField().get_prep_value(picture)
    for n in range(1, count + 1):
        yield {"id": n, "flyer_id": n, "position": 0, "picture": kept, "alt": ""}


def _categories(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """One or two of the seven each, which the board has from the start."""
    from pockitflyer.flyers.models import Category

    ids = list(Category.objects.values_list("pk", flat=True))
    number = 0
    for n in range(1, count + 1):
        for category in chance.sample(ids, 1 + n % 2):
            number += 1
            yield {"id": number, "flyer_id": n, "category_id": category}


def _place(placed: list[dict[str, Any]]) -> None:
    """What ``placing.place`` does, by the million: cells are counted here, rows are multiplied by the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        names = ("flyer_id", "own", *(f"c{n}" for n in range(6)), "published", "starts", "ends", "x", "y", "z")
        cursor.execute(f"CREATE TABLE bench_spots ({', '.join(f'{name} bigint' for name in names)})")
        _bulk("bench_spots", map(_spot, placed))
        rest = "s.published, s.starts, s.ends, s.x, s.y, s.z FROM bench_spots s"
        columns_ = "flyer_id, scope, topic, published, starts, ends, x, y, z"
        cursor.execute(f"INSERT INTO flyers_placement ({columns_}) SELECT flyer_id, own, 0, {rest}")
        for n in range(6):
            cursor.execute(f"INSERT INTO flyers_placement ({columns_}) SELECT flyer_id, c{n}, 0, {rest}")
            cursor.execute(
                f"INSERT INTO flyers_placement ({columns_}) SELECT s.flyer_id, c{n}, f.category_id, {rest} "
                "JOIN flyers_flyer_categories f ON f.flyer_id = s.flyer_id"
            )
        cursor.execute("DROP TABLE bench_spots")
    _bulk("flyers_searchtext", map(_search_text, placed))


def _spot(flyer: dict[str, Any]) -> dict[str, Any]:
    from pockitflyer.flyers.cells import cells_of, metres
    from pockitflyer.flyers.ranking import microseconds

    lat, lon = flyer["lat"], flyer["lon"]
    spot = {"flyer_id": flyer["id"], "own": -flyer["creator_id"]}
    spot |= {f"c{n}": cell for n, cell in enumerate((0, *cells_of(lat, lon)))}
    spot |= {name: microseconds(flyer[f"{name}_at"]) for name in ("published", "starts", "ends")}
    return spot | dict(zip("xyz", metres(lat, lon), strict=True))


def _search_text(flyer: dict[str, Any]) -> dict[str, Any]:
    """The words of this board are folded already."""
    from pockitflyer.flyers.ranking import microseconds

    folded = "\n".join((flyer["title"], flyer["text"], flyer["address"]))
    ends = microseconds(flyer["ends_at"])
    return {"flyer_id": flyer["id"], "creator_id": flyer["creator_id"], "ends": ends, "folded": folded}


def _bulk(table: str, rows: Iterable[dict[str, Any]]) -> None:
    """COPY on PostgreSQL, one long INSERT on SQLite."""
    from django.db import connection, transaction

    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(f'"{name}"' for name in first)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in itertools.chain([first], rows):
                    copy.write_row(list(row.values()))
            return
        marks = ", ".join(["?"] * len(first))
        every = map(_plain, itertools.chain([first], rows))
        connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", every)


def _plain(row: dict[str, Any]) -> list[Any]:
    """As Django keeps times in SQLite: text, UTC, without a zone."""
    return [str(value.replace(tzinfo=None)) if isinstance(value, dt.datetime) else value for value in row.values()]


def _check(chance: random.Random, live: int) -> None:
    """Raises ``AssertionError`` when a flyer is not placed as the board would have placed it."""
    from pockitflyer.flyers.models import Flyer, Placement, SearchText
    from pockitflyer.flyers.placing import placements, search_text

    for pk in chance.sample(range(1, live + 1), 20):
        flyer = Flyer.objects.get(pk=pk)
        wanted = list(placements(flyer, flyer.categories.values_list("pk", flat=True)))
        found = Placement.objects.filter(flyer=pk).values(*wanted[0])
        assert sorted(found, key=str) == sorted(wanted, key=str), pk
        assert SearchText.objects.filter(flyer=pk).values(*search_text(flyer)).get() == search_text(flyer), pk


def _prepare_and_fill(live: int, ended: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    fill(live, ended)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("live", type=int)
    parser.add_argument("ended", type=int)
    options = parser.parse_args()
    _prepare_and_fill(options.live, options.ended)
