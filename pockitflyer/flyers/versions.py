"""The version of the board: a number that grows with every change of anything a public page may show.

The database itself counts, by triggers: no verb, no page of the admin and no script can forget it.
"""

import functools
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import BigIntegerField, Func, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language

from pockitflyer.flyers.models import BoardVersion, Category

VERSION_SQL: Final = "SELECT SUM(number) FROM flyers_boardversion"
# Neither can stand in a slug, in a name that an operator types, in JSON, or in words of one line.
BETWEEN, WITHIN = "\x1e", "\x1f"


@dataclass(frozen=True)
class BoardNow:
    """The version of the board, and its active categories: names in the active language by slug, in their order.

    ``version`` is ``None`` when there is not one active category.
    """

    version: int | None
    categories: dict[str, str]


def board_now() -> BoardNow:
    """Both in one small query."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(language_now()))
        rows = cursor.fetchall()
    # PostgreSQL's sum is a Decimal.
    version = int(rows[0][2]) if rows else None
    return BoardNow(version, {slug: name for slug, name, _version in rows})


def board_version() -> int | None:
    return board_now().version


def categories_for(request: HttpRequest) -> dict[str, str] | None:
    """Those of ``BoardNow`` as they came with the session of who is signed in; ``None`` for anybody else."""
    told = getattr(request.session, "categories", None) if request.user.is_authenticated else None
    return None if told is None else dict(_told(told, language_now()))


def categories_sql() -> str:
    """A statement of one value: all that ``categories_for`` tells."""
    join = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    lines = (
        f"SELECT slug || '{WITHIN}' || name_en || '{WITHIN}' || name_de AS line "
        "FROM flyers_category WHERE is_active ORDER BY position, slug"
    )
    return f"SELECT COALESCE({join}(line, '{BETWEEN}'), '') FROM ({lines}) category"


@functools.lru_cache(8)
def _told(categories: str, language: str) -> tuple[tuple[str, str], ...]:
    each = (line.split(WITHIN) for line in categories.split(BETWEEN) if line)
    return tuple((slug, german if language == "de" else english) for slug, english, german in each)


def language_now() -> str:
    """The active one of our two, as columns of names end."""
    return "de" if (get_language() or "").startswith("de") else "en"


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
