"""Looking for a text: any folded text that is part of a flyer's title, text, address or its publisher's name."""

import re
from typing import Final

from django.db import connection

from pockitflyer.web.folding import fold

# PostgreSQL's index holds every three letters or digits in a row; a text without them is not found by it.
_TRIGRAM: Final = re.compile(r"[^\W_]{3}")


def has_trigram(text: str) -> bool:
    """Whether an index can find the text."""
    return _TRIGRAM.search(fold(text)) is not None


def parameters(text: str) -> dict[str, str]:
    """What the conditions below are asked with. Every character of the text is just a character."""
    folded = fold(text)
    if connection.vendor == "postgresql":
        return {"text": "%" + re.sub(r"([\\%_])", r"\\\1", folded) + "%"}
    return {"text": folded}


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
    return (
        f"SELECT flyer_id FROM flyers_searchtext WHERE {holds('folded')} UNION "
        "SELECT p.flyer_id FROM accounts_user u JOIN flyers_placement p ON p.scope = -u.id AND p.topic = 0 "
        f"WHERE {holds('u.folded_name')}"
    )
