"""What search engines may find: the board, live flyers, and those who have some."""

import datetime as dt
from typing import Any, Final

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from pockitflyer.flyers.models import Flyer

# A document of 5,000 is half a megabyte, and a tenth of what the protocol allows (sitemaps.org).
_MOST = 5_000


class FlyerPages(Sitemap):
    """Live flyers, oldest first, so that new ones come at the end and move none to another document."""

    limit = _MOST

    def items(self) -> QuerySet[Flyer, Any]:
        return Flyer.objects.live().order_by("published_at", "id").values_list("id", "published_at")

    def location(self, item: tuple[int, dt.datetime]) -> str:
        return reverse("flyer", args=[item[0]])

    def lastmod(self, item: tuple[int, dt.datetime]) -> dt.datetime:
        return item[1]


class ProfilePages(Sitemap):
    """Publishers who have something on the board."""

    limit = _MOST

    def items(self) -> QuerySet[Flyer, Any]:
        live = Flyer.objects.live().filter(creator__is_active=True)
        return live.order_by("creator").values_list("creator").annotate(newest=Max("published_at"))

    def location(self, item: tuple[int, dt.datetime]) -> str:
        return reverse("profile", args=[item[0]])

    def lastmod(self, item: tuple[int, dt.datetime]) -> dt.datetime:
        return item[1]


class BoardPage(Sitemap):
    """The board itself."""

    def items(self) -> list[str]:
        return ["feed"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: Final[dict[str, type[Sitemap]]] = {"board": BoardPage, "flyers": FlyerPages, "profiles": ProfilePages}
