"""Distances in words: metres below a kilometre, kilometres with one decimal above."""

from django.utils.formats import number_format

_STEP_M = 10
_KILOMETRE_M = 1_000


def in_words(metres: float) -> str:
    """``350 m`` or ``1.2 km``, in the active language. The scripts of the page say the same."""
    rounded = round(metres / _STEP_M) * _STEP_M
    if rounded < _KILOMETRE_M:
        return f"{rounded} m"
    return f"{number_format(round(metres / _KILOMETRE_M, 1), decimal_pos=1)} km"


def kilometres(km: float) -> str:
    """A radius: ``5 km`` or ``0.5 km``."""
    return f"{number_format(int(km) if km == int(km) else km)} km"
