"""Our settings with Django REST framework beside: the same database, middleware and limits."""

from pockitflyer.settings import *  # noqa: F403
from pockitflyer.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "rest_framework"]
ROOT_URLCONF = "benchmarks.baseline.urls"
# DRF writes times in this zone; in UTC both answer the same text, and DRF has nothing to convert.
TIME_ZONE = "UTC"
