"""From an address to a position, on the server alone. No address is ever logged, nor kept under its own name."""

from pockitflyer.flyers.geocoding.answers import Found, NotFound, Unavailable
from pockitflyer.flyers.geocoding.gazetteer import prepare_soon
from pockitflyer.flyers.geocoding.geocoder import locate, town_of

__all__ = ["Found", "NotFound", "Unavailable", "locate", "prepare_soon", "town_of"]
