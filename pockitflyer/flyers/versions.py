"""The version of the board: a number that grows with every change of anything a public page may show.

The database itself counts, by triggers: no verb, no page of the admin and no script can forget it.
"""

import functools
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import BigIntegerField, Func, Subquery
from django.utils.translation import get_language

from pockitflyer.flyers.models import BoardVersion, Category

VERSION_SQL: Final = "SELECT SUM(number) FROM flyers_boardversion"


@dataclass(frozen=True)
class BoardNow:
    """The version of the board, and its active categories: names in the active language by slug, in their order.

    ``version`` is ``None`` when there is not one active category.
    """

    version: int | None
    categories: dict[str, str]


def board_now() -> BoardNow:
    """Both in one small query."""
    language = "de" if (get_language() or "").startswith("de") else "en"
    with connection.cursor() as cursor:
        cursor.execute(*_statement(language))
        rows = cursor.fetchall()
    # PostgreSQL's sum is a Decimal.
    version = int(rows[0][2]) if rows else None
    return BoardNow(version, {slug: name for slug, name, _version in rows})


def board_version() -> int | None:
    return board_now().version


@functools.cache
def _statement(language: str) -> tuple[str, tuple[Any, ...]]:
    """SQL and its parameters, put together once for each language: that takes longer than running it."""
    # A plain function call, since Sum would group by the row.
    total = Func("number", function="SUM", output_field=BigIntegerField())
    rows = (
        Category.objects.filter(is_active=True)
        .annotate(version=Subquery(BoardVersion.objects.annotate(total=total).values("total")))
        .values_list("slug", f"name_{language}", "version")
    )
    return rows.query.sql_with_params()
