"""The statements that find flyers, in the SQL that SQLite and PostgreSQL share.

Every statement answers rows of (flyer, score), best first; ``p`` is a row of ``flyers_placement``. What a viewer sends
comes as parameters; only whole numbers of our own are written into a statement.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from pockitflyer.flyers import search

FAVOURITES: Final = "SELECT flyer_id FROM flyers_favourite WHERE user_id = %(viewer)s"
FOLLOWING: Final = (
    "SELECT f.flyer_id FROM accounts_follow JOIN flyers_placement f ON f.scope = -followed_id AND f.topic = 0 "
    "WHERE follower_id = %(viewer)s"
)
LIVE: Final = "p.starts <= %(now)s AND p.ends > %(ends_after)s"
FIRST_OR_LAST_DAY: Final = (
    "(p.starts >= %(day)s AND p.starts < %(next_day)s OR p.ends > %(day)s AND p.ends <= %(next_day)s)"
)
# The straight line between two places orders them as the way along the globe does, and needs no sine.
IN_REACH: Final = (
    " + ".join(f"(p.{axis} - CAST(%({axis})s AS bigint)) * (p.{axis} - CAST(%({axis})s AS bigint))" for axis in "xyz")
    + " <= %(reach)s"
)
# Two looks into indexes a row, however many somebody blocks; one a statement for who blocks nobody.
NOT_BLOCKED: Final = (
    "(NOT EXISTS (SELECT 1 FROM accounts_block WHERE blocker_id = %(viewer)s) OR NOT EXISTS (SELECT 1 "
    "FROM flyers_flyer f JOIN accounts_block b ON b.blocked_id = f.creator_id AND b.blocker_id = %(viewer)s "
    "WHERE f.id = p.flyer_id))"
)
_NO_BOUND: Final = -(2**62)
# So many flyers are looked up in the time in which a stream is read.
_FEW: Final = 2_000
_BEST_FIRST: Final = "ORDER BY score DESC, flyer DESC LIMIT"


@dataclass(frozen=True)
class Stream:
    """``scope`` and ``topic`` as in ``Placement``, the latter as SQL; the handicap in microseconds.

    ``is_whole``: none of its rows is out of reach.
    """

    scope: int
    topic: str
    handicap: int = 0
    is_whole: bool = True


def topic_of(parameter: str) -> str:
    """The topic of the category whose slug is that parameter; none of what is not there."""
    return f"(SELECT id FROM flyers_category WHERE slug = %({parameter})s)"


@dataclass(frozen=True)
class Conditions:
    """What rows must meet, and whether they come after a cursor: ``after`` and ``after_id``."""

    of_rows: str
    is_continued: bool


def merge(streams: list[Stream], conditions: Conditions, most: str = "%(most)s") -> str:
    """The newest rows of each stream, merged.

    Streams partly out of reach are read no deeper than the last row that the whole ones give: what is older would not
    be on the page, and at the edge of a town it may be a hundred thousand flyers out of reach.
    """
    whole = [stream for stream in streams if stream.is_whole]
    edge = [stream for stream in streams if not stream.is_whole]
    if not whole or not edge:
        return _merged([_newest(stream, conditions, most) for stream in streams], most)
    rest = [_newest(stream, conditions, most, "(SELECT score FROM least)") for stream in edge]
    return (
        f"WITH whole AS MATERIALIZED ({_merged([_newest(one, conditions, most) for one in whole], most)}), "
        f"least AS MATERIALIZED (SELECT CASE count(*) WHEN {most} THEN min(score) ELSE {_NO_BOUND} END AS score "
        "FROM whole) " + _merged(["SELECT flyer, score FROM whole", *rest], most)
    )


def search_newest(streams: list[Stream], conditions: Conditions, depth: str) -> str:
    """The hits among so many of the newest rows."""
    return (
        f"SELECT n.flyer, n.score FROM ({merge(streams, conditions, depth)}) n CROSS JOIN flyers_searchtext s "
        f"WHERE s.flyer_id = n.flyer AND {search.matches('s')} {_BEST_FIRST} %(most)s"
    )


def search_all(streams: list[Stream], conditions: Conditions, text: str) -> tuple[str, dict[str, Any]]:
    """All hits, with no more read than they ask for; and what the statement is asked with besides.

    First come the ``read_first`` newest rows. If a page of hits is not among them, but ``hits_to_read_on`` are, the
    ``read_on`` newest; and if those do not give a page either, all flyers that match. SQLite goes from the first to the
    last: it reads its texts one after the other, and that costs little more than reading on by the order of rows.
    """
    matches, asked = search.all_matches(text, "unread")
    is_indexed = connection.vendor == "postgresql"
    goes_on = "(SELECT hits >= %(hits_to_read_on)s AND hits < %(most)s FROM tally)"
    read_on = f"CASE WHEN {goes_on} THEN (SELECT count(*) FROM more) ELSE 0 END" if is_indexed else "0"
    tables = {
        "few": search_newest(streams, conditions, "%(read_first)s"),
        "tally": "SELECT count(*) AS hits FROM few",
        "unread": f"SELECT 1 AS yes FROM tally WHERE hits < %(most)s AND {read_on} < %(most)s LIMIT 1",
        "matching": matches,
    }
    matching = "SELECT flyer_id FROM matching"
    hits = ["SELECT flyer, score FROM few"]
    if not is_indexed:
        hits.append(f"SELECT flyer, score FROM ({gather(matching, streams, conditions)}) one")
    else:
        # What stands behind a condition of one value is not begun before it holds. Few are looked up one by one, for
        # many the streams are read: PostgreSQL cannot know which it will be, and is wrong by a quarter of a second.
        tables["more"] = search_newest(streams, conditions, "%(read_on)s")
        count = "CASE WHEN EXISTS (SELECT 1 FROM unread) THEN (SELECT count(*) FROM matching) ELSE 0 END"
        looked_up = gather(matching, streams, conditions, is_looked_up=True)
        hits += [
            f"SELECT flyer, score FROM more WHERE {goes_on}",
            f"SELECT flyer, score FROM ({looked_up}) one WHERE ({count}) BETWEEN 1 AND {_FEW}",
            f"SELECT flyer, score FROM ({gather(matching, streams, conditions)}) one WHERE ({count}) > {_FEW}",
        ]
    order = ("few", "tally", "more", "unread", "matching")
    given = ", ".join(f"{name} AS MATERIALIZED ({tables[name]})" for name in order if name in tables)
    return f"WITH {given} {' UNION '.join(hits)} {_BEST_FIRST} %(most)s", asked


def gather(flyers: str, streams: list[Stream], conditions: Conditions, *, is_looked_up: bool = False) -> str:
    """Those of few flyers, given by a statement of their ids, that are in the streams.

    ``is_looked_up``: each by its id, whatever PostgreSQL thinks of it.
    """
    area = ", ".join(f"({stream.scope}, {stream.topic}, {stream.handicap})" for stream in streams)
    score = "p.published - area.handicap"
    after = f" AND ({score}, p.flyer_id) < (%(after)s, %(after_id)s)" if conditions.is_continued else ""
    # No index finds a sum.
    scope = "p.scope + 0" if is_looked_up else "p.scope"
    return (
        f"WITH area(scope, topic, handicap) AS (VALUES {area}) "
        f"SELECT DISTINCT p.flyer_id AS flyer, {score} AS score FROM ({flyers}) own "
        "JOIN flyers_placement p ON p.flyer_id = own.flyer_id "
        f"JOIN area ON area.scope = {scope} AND area.topic = p.topic "
        f"WHERE p.published <= %(now)s AND {conditions.of_rows}{after} {_BEST_FIRST} %(most)s"
    )


def narrowed(flyers: str) -> str:
    """Those of a statement's flyers whose text is looked for."""
    return (
        f"SELECT s.flyer_id FROM ({flyers}) mine JOIN flyers_searchtext s ON s.flyer_id = mine.flyer_id "
        f"WHERE {search.matches('s')}"
    )


def _newest(stream: Stream, conditions: Conditions, most: str, least: str = "") -> str:
    """The newest rows of a stream; with a lowest score, none below it."""
    bounds = ["p.published <= %(now)s"]
    if conditions.is_continued:
        last = f"%(after)s + {stream.handicap}"
        # The first bound alone lets the index find the place.
        bounds += [f"p.published <= {last}", f"(p.published < {last} OR p.flyer_id < %(after_id)s)"]
    if least:
        bounds.append(f"p.published >= {least} + {stream.handicap}")
    return (
        f"SELECT * FROM (SELECT p.flyer_id AS flyer, p.published - {stream.handicap} AS score FROM flyers_placement p "
        f"WHERE p.scope = {stream.scope} AND p.topic = {stream.topic} AND {' AND '.join(bounds)} "
        f"AND {conditions.of_rows} ORDER BY p.published DESC, p.flyer_id DESC LIMIT {most}) one"
    )


def _merged(parts: list[str], most: str) -> str:
    # Grouped, because a flyer of two wanted categories is in two streams, with the same score.
    return f"SELECT flyer, score FROM ({' UNION ALL '.join(parts)}) of_all GROUP BY flyer, score {_BEST_FIRST} {most}"
