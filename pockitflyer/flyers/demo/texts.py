"""The demo neighbourhood's words: its publishers and all their flyers."""

from __future__ import annotations

from pockitflyer.flyers.demo.notices import DemoFlyer
from pockitflyer.flyers.demo.people import PUBLISHERS
from pockitflyer.flyers.demo.texts_de import LIVE_DE
from pockitflyer.flyers.demo.texts_en import LIVE_EN
from pockitflyer.flyers.demo.texts_other_times import EXPIRED, SCHEDULED

__all__ = ["FLYERS", "PUBLISHERS"]

FLYERS: tuple[DemoFlyer, ...] = (*LIVE_DE, *LIVE_EN, *EXPIRED, *SCHEDULED)
