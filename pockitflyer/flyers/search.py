"""Looking for a text: any folded text that is part of a flyer's title, text, address or its publisher's name."""

import re
from typing import Any, Final

from django.db import connection

from pockitflyer.web.folding import fold

# PostgreSQL's index holds every three letters or digits in a row; a text without them is not found by it.
_TRIGRAM: Final = re.compile(r"[^\W_]{3}")
# Those, and where a word begins or ends, which the index holds as well. Looked ahead, so that they overlap.
_PART: Final = re.compile(r"(?=([^\W_]{3}| [^\W_]{2}|[^\W_]{2} ))")
# The index is asked for so many parts of a longer text, the rarest among so many of the newest flyers. Asked for the
# whole text, it reads through the lists of all its parts, and the frequent ones name most flyers.
_PARTS_ASKED: Final = 3
_SAMPLE: Final = 120
# A LIKE pattern of some parts of the text alone, in its order, that every text around it meets: those that the fewest
# of the newest flyers hold. Parts that overlap are one run of letters.
OUTLINE: Final = (
    "SELECT string_agg(CASE WHEN start < before + 3 THEN substr(%(plain)s, before + 3, start - before) "
    "ELSE '%%' || substr(%(plain)s, start, 3) END, '' ORDER BY start) || '%%' "
    "FROM (SELECT start, lag(start) OVER (ORDER BY start) AS before FROM ("
    "SELECT start FROM unnest(CAST(%(starts)s AS int[])) start LEFT JOIN "
    "(SELECT folded FROM flyers_searchtext ORDER BY flyer_id DESC LIMIT %(sample)s) newest "
    "ON strpos(newest.folded, substr(%(plain)s, start, 3)) > 0 "
    "GROUP BY start ORDER BY count(newest.folded), start LIMIT %(parts_asked)s) rarest) run"
)


def has_trigram(text: str) -> bool:
    """Whether an index can find the text."""
    return _TRIGRAM.search(fold(text)) is not None


def parameters(text: str) -> dict[str, str]:
    """What the conditions below are asked with. Every character of the text is just a character."""
    folded = fold(text)
    if connection.vendor == "postgresql":
        return {"text": "%" + re.sub(r"([\\%_])", r"\\\1", folded) + "%"}
    return {"text": folded}


def starts(text: str) -> list[int]:
    """Where the folded text, from 1 on, has a part that the index holds; each part once.

    A part is three characters. None of them has a meaning of its own to LIKE.
    """
    first: dict[str, int] = {}
    for found in _PART.finditer(fold(text)):
        first.setdefault(found[1], found.start() + 1)
    return list(first.values())


def holds(column: str) -> str:
    """SQL: the column, of folded text, holds the text. Both ways compare alike; PostgreSQL's index needs LIKE."""
    if connection.vendor == "postgresql":
        return f"{column} LIKE %(text)s"
    return f"instr({column}, %(text)s) > 0"


def matches(row: str) -> str:
    """SQL: this row of ``flyers_searchtext`` is of a flyer that is looked for."""
    named = f"SELECT id FROM accounts_user WHERE {holds('folded_name')}"
    return f"({holds(f'{row}.folded')} OR {row}.creator_id IN ({named}))"


def all_matches(text: str, gate: str) -> tuple[str, dict[str, Any]]:
    """SQL: the ids of all placed flyers that are looked for, through the indexes; and what it is asked with besides.

    For a text that has a trigram. None, and nothing read, unless the table ``gate`` has a row.
    """
    held, asked = holds("folded"), {}
    if connection.vendor == "postgresql" and len(starts(text)) > _PARTS_ASKED:
        # What strpos compares is no condition of the index.
        held = f"folded LIKE ({OUTLINE}) AND strpos(folded, %(plain)s) > 0"
        asked = {"plain": fold(text), "starts": starts(text), "sample": _SAMPLE, "parts_asked": _PARTS_ASKED}
    # The gate comes first: SQLite then goes no further.
    statement = (
        f"SELECT flyer_id FROM {gate} CROSS JOIN flyers_searchtext WHERE {held} UNION "
        "SELECT flyer_id FROM flyers_placement WHERE topic = 0 AND scope IN "
        f"(SELECT -id FROM {gate} CROSS JOIN accounts_user WHERE {holds('folded_name')})"
    )
    return statement, asked
