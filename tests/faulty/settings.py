"""The server's own settings, and the faults."""

from pockitflyer.settings import *  # noqa: F403
from pockitflyer.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faulty"]
