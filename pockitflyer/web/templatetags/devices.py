"""Template filter of devices."""

from django import template

from pockitflyer.web.devices import device_name

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """A browser and its device in plain words."""
    return device_name(user_agent)
