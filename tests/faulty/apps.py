"""Arms the point that ``FAULT_POINT`` names, in every process of the server; counts drawings."""

import os

from django.apps import AppConfig


class FaultyConfig(AppConfig):
    name = "tests.faulty"

    def ready(self) -> None:
        from pockitflyer.pictures import drawing
        from tests.faulty import counting, points

        drawing.draw = counting.draw
        if "FAULT_POINT" in os.environ:
            points.arm(points.ALL[os.environ["FAULT_POINT"]])
