"""Looking for a text: any folded text that is part of a flyer's title, text, address or its publisher's name."""

import re
from typing import Final

from django.db import connection

from pockitflyer.web.folding import fold

# PostgreSQL's index holds every three letters or digits in a row; a text without them is not found by it.
_TRIGRAM: Final = re.compile(r"[^\W_]{3}")
# Those, and where a word begins or ends, which the index holds as well. Looked ahead, so that they overlap.
_PART: Final = re.compile(r"(?=([^\W_]{3}| [^\W_]{2}|[^\W_]{2} ))")
# The index is asked for so many parts of a text, the rarest among so many of the newest flyers. Asked for the whole
# text, it reads through the lists of all its parts, and the frequent ones name most flyers.
_PARTS_ASKED: Final = 3
_SAMPLE: Final = 300


def has_trigram(text: str) -> bool:
    """Whether an index can find the text."""
    return _TRIGRAM.search(fold(text)) is not None


def parameters(text: str) -> dict[str, str]:
    """What the conditions below are asked with. Every character of the text is just a character."""
    folded = fold(text)
    if connection.vendor == "postgresql":
        return {"text": "%" + re.sub(r"([\\%_])", r"\\\1", folded) + "%"}
    return {"text": folded}


def parts(text: str) -> list[str]:
    """What the index holds of a text, each once. None of it has a meaning of its own to LIKE."""
    return sorted(set(_PART.findall(fold(text))))


def index_parameters(text: str) -> dict[str, str]:
    """What ``all_matches`` is asked with besides, for a text that has a trigram. One small query on PostgreSQL."""
    if connection.vendor != "postgresql":
        return {}
    folded = fold(text)
    rarest = _rarest_first(parts(text))
    asked = [rarest[min(n, len(rarest) - 1)] for n in range(_PARTS_ASKED)]
    return {"plain": folded} | {f"part{n}": f"%{part}%" for n, part in enumerate(asked)}


def holds(column: str) -> str:
    """SQL: the column, of folded text, holds the text. Both ways compare alike; PostgreSQL's index needs LIKE."""
    if connection.vendor == "postgresql":
        return f"{column} LIKE %(text)s"
    return f"instr({column}, %(text)s) > 0"


def matches(row: str) -> str:
    """SQL: this row of ``flyers_searchtext`` is of a flyer that is looked for."""
    named = f"SELECT id FROM accounts_user WHERE {holds('folded_name')}"
    return f"({holds(f'{row}.folded')} OR {row}.creator_id IN ({named}))"


def all_matches() -> str:
    """SQL: the ids of all placed flyers that are looked for, through the indexes."""
    held = holds("folded")
    if connection.vendor == "postgresql":
        # What strpos compares is no condition of the index.
        held = (
            " AND ".join(f"folded LIKE %(part{n})s" for n in range(_PARTS_ASKED)) + " AND strpos(folded, %(plain)s) > 0"
        )
    return (
        f"SELECT flyer_id FROM flyers_searchtext WHERE {held} UNION "
        "SELECT p.flyer_id FROM accounts_user u JOIN flyers_placement p ON p.scope = -u.id AND p.topic = 0 "
        f"WHERE {holds('u.folded_name')}"
    )


def _rarest_first(parts: list[str]) -> list[str]:
    """Parts of a text by how many of the newest flyers hold them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part FROM unnest(%s::text[]) part LEFT JOIN "
            "(SELECT folded FROM flyers_searchtext ORDER BY flyer_id DESC LIMIT %s) newest "
            "ON strpos(newest.folded, part) > 0 GROUP BY part ORDER BY count(newest.folded), part",
            [parts, _SAMPLE],
        )
        return [part for (part,) in cursor.fetchall()]
