"""Looking for a text: any folded text that is part of a flyer's title, text, address or its publisher's name."""

import re
from typing import Final

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


def holds(column: str) -> str:
    """SQL: the column, of folded text, holds the text. Both ways compare alike; PostgreSQL's index needs LIKE."""
    if connection.vendor == "postgresql":
        return f"{column} LIKE %(text)s"
    return f"instr({column}, %(text)s) > 0"


def matches(row: str) -> str:
    """SQL: this row of ``flyers_searchtext`` is of a flyer that is looked for."""
    named = f"SELECT id FROM accounts_user WHERE {holds('folded_name')}"
    return f"({holds(f'{row}.folded')} OR {row}.creator_id IN ({named}))"


def all_matches(text: str) -> tuple[str, dict[str, str]]:
    """SQL: the ids of all placed flyers that are looked for, through the indexes; and what it is asked with besides.

    For a text that has a trigram. One small query on PostgreSQL for a long one.
    """
    held, asked = holds("folded"), {}
    if connection.vendor == "postgresql" and len(parts(text)) > _PARTS_ASKED:
        # What strpos compares is no condition of the index.
        held = "folded LIKE %(outline)s AND strpos(folded, %(plain)s) > 0"
        asked = {"outline": outline(fold(text), _rarest(parts(text))), "plain": fold(text)}
    statement = (
        f"SELECT flyer_id FROM flyers_searchtext WHERE {held} UNION "
        "SELECT p.flyer_id FROM accounts_user u JOIN flyers_placement p ON p.scope = -u.id AND p.topic = 0 "
        f"WHERE {holds('u.folded_name')}"
    )
    return statement, asked


def outline(text: str, parts: list[str]) -> str:
    """A LIKE pattern of these parts alone, in the order of the text, that every text around it meets."""
    runs: list[list[int]] = []
    for start in sorted(text.index(part) for part in parts):
        if runs and start < runs[-1][1]:
            runs[-1][1] = start + 3
        else:
            runs.append([start, start + 3])
    return "%" + "%".join(text[start:end] for start, end in runs) + "%"


def _rarest(parts: list[str]) -> list[str]:
    """Those parts of a text that the fewest of the newest flyers hold, the rarest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part FROM unnest(%s::text[]) part LEFT JOIN "
            "(SELECT folded FROM flyers_searchtext ORDER BY flyer_id DESC LIMIT %s) newest "
            "ON strpos(newest.folded, part) > 0 GROUP BY part ORDER BY count(newest.folded), part LIMIT %s",
            [parts, _SAMPLE, _PARTS_ASKED],
        )
        return [part for (part,) in cursor.fetchall()]
