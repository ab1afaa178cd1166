"""Which flyers a view holds, in its order. The cost depends on the page, not on how many flyers there are.

A view is made of *streams*, the rows of one scope and topic, newest first in the index. A row's score is its time less
the stream's handicap, and a page is the merge of the newest rows of each stream. One statement does it on both
databases; a view that starts from few flyers (a viewer's own, a rare word) has another one that starts there.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from pockitflyer.flyers import search, sql
from pockitflyer.flyers.cells import cells_around, chord_m, metres
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.placing import ANY_TOPIC, WHOLE_BOARD
from pockitflyer.flyers.ranking import handicap, microseconds
from pockitflyer.flyers.sql import Conditions, Stream
from pockitflyer.flyers.times import span
from pockitflyer.web.cursors import Cursor

# Of a search, so many of the newest flyers of the view are read before the index of texts is asked. Common words are
# found among them, where the index would bring up far too many; rare words bring up few. Where some hits show up
# at once, reading on costs less than the index.
_READ_FIRST: Final = 1_000
_HITS_TO_READ_ON: Final = 4
_READ_ON: Final = 6_000
# What no index finds is looked for in so many.
_READ_AT_MOST: Final = 6_000
# Several streams are read to that depth each, so theirs is smaller.
_NEAR_SHARE: Final = 4


@dataclass(frozen=True)
class Found:
    """A flyer and its score, in microseconds."""

    flyer_id: int
    score: int


def find(wanted: Wanted, *, viewer_id: int | None, after: Cursor | None, most: int) -> list[Found]:
    """The best ``most`` live flyers after the cursor, as wanted, without those of people whom the viewer blocks."""
    streams = _streams(wanted)
    asked = _parameters(wanted, viewer_id, after, most)
    conditions = Conditions(_conditions(wanted, viewer_id), is_continued=after is not None)
    if wanted.show:
        return _run(sql.gather(_own(wanted), streams, conditions), asked)
    if wanted.q:
        return _search(wanted, streams, conditions, asked)
    return _run(sql.merge(streams, conditions), asked)


def _streams(wanted: Wanted) -> list[Stream]:
    topics = [sql.topic_of(name) for name in _slugs(wanted)] or [str(ANY_TOPIC)]
    if wanted.near is None:
        return [Stream(WHOLE_BOARD, topic) for topic in topics]
    return [
        Stream(cell.id, topic, handicap(cell.distance_km), cell.is_inside)
        for cell in cells_around(wanted.near)
        for topic in topics
    ]


def _slugs(wanted: Wanted) -> dict[str, str]:
    """The categories as parameters of a statement, by name."""
    return {f"category_{nth}": slug for nth, slug in enumerate(wanted.categories)}


def _conditions(wanted: Wanted, viewer_id: int | None) -> str:
    found = [sql.LIVE]
    if wanted.when == "today":
        found.append(sql.FIRST_OR_LAST_DAY)
    if wanted.near is not None:
        found.append(sql.IN_REACH)
    if viewer_id is not None:
        found.append(sql.NOT_BLOCKED)
    return " AND ".join(found)


def _search(wanted: Wanted, streams: list[Stream], conditions: Conditions, asked: dict[str, Any]) -> list[Found]:
    """Exact, but for texts that no index finds: those are looked for among the newest flyers only."""
    share = 1 if wanted.near is None else _NEAR_SHARE
    if not search.has_trigram(wanted.q):
        newest = sql.search_newest(streams, conditions, "%(read_at_most)s")
        return _run(newest, asked | {"read_at_most": _READ_AT_MOST // share})
    statement, also = sql.search_all(streams, conditions, wanted.q)
    depths = {"read_first": _READ_FIRST // share, "hits_to_read_on": _HITS_TO_READ_ON, "read_on": _READ_ON // share}
    return _run(statement, asked | depths | also)


def _own(wanted: Wanted) -> str:
    own = sql.FAVOURITES if wanted.show == "favourites" else sql.FOLLOWING
    return sql.narrowed(own) if wanted.q else own


def _parameters(wanted: Wanted, viewer_id: int | None, after: Cursor | None, most: int) -> dict[str, Any]:
    now = timezone.now()
    asked = span(wanted.when, now)
    found: dict[str, Any] = {"most": most, "now": microseconds(now), "ends_after": asked.ends_after}
    if asked.edges is not None:
        found |= {"day": asked.edges[0], "next_day": asked.edges[1]}
    if after is not None:
        found |= {"after": after.score, "after_id": after.id}
    found |= _slugs(wanted)
    if wanted.near is not None:
        found |= _reach(wanted.near)
    if wanted.q:
        found |= search.parameters(wanted.q)
    if wanted.show and viewer_id is None:
        raise ValueError(f"{wanted.show} of nobody")
    if viewer_id is not None:
        found["viewer"] = viewer_id
    return found


def _reach(near: Near) -> dict[str, int]:
    x, y, z = metres(near.lat, near.lon)
    return {"x": x, "y": y, "z": z, "reach": round(chord_m(near.radius_km) ** 2)}


def _run(statement: str, asked: dict[str, Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [Found(flyer_id, score) for flyer_id, score in cursor.fetchall()]
