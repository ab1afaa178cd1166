"""``/robots.txt``: what search engines are not to walk through, and where the list of what they may is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pockitflyer.web.pages import origin_of

# What belongs to one person, what is no page, and the endless views of the board around every place.
_NOT_FOR_THEM = ("/accounts/", "/admin/", "/api/", "/me/", "/_allauth/", "/language/", "/*?*cursor=", "/*?*near=")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *[f"Disallow: {path}" for path in _NOT_FOR_THEM]]
    lines.append(f"Sitemap: {origin_of(request)}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
