"""Template filters of placeholders."""

from django import template

from pockitflyer.pictures.placeholder import drawn

register = template.Library()


@register.filter
def colour(placeholder: str) -> str:
    """The mean colour, ``#rrggbb``."""
    return drawn(placeholder).colour


@register.filter
def preview(placeholder: str) -> str:
    """The ``data:`` address of a tiny picture; empty for a plain colour."""
    return drawn(placeholder).image
