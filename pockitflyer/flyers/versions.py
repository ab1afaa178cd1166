"""The version of the board: a number that grows with every change of anything a public page may show.

The database itself counts, by triggers: no verb, no page of the admin and no script can forget it.
"""

import functools
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Func, Subquery
from django.utils.translation import get_language

from pockitflyer.flyers.models import BoardVersion, Category


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
    rows = list(_rows(language).all())
    # PostgreSQL's sum is a Decimal.
    version = int(rows[0][2]) if rows else None
    return BoardNow(version, {slug: name for slug, name, _version in rows})


def board_version() -> int | None:
    return board_now().version


@functools.cache
def _rows(language: str) -> Any:
    """Kept for each language and run again each time, because putting it together takes longer than running it."""
    # A plain function call, since Sum would group by the row.
    total = Func("number", function="SUM", output_field=BigIntegerField())
    return (
        Category.objects.filter(is_active=True)
        .annotate(version=Subquery(BoardVersion.objects.annotate(total=total).values("total")))
        .values_list("slug", f"name_{language}", "version")
    )
