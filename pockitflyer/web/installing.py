"""What makes an app of the board: its manifest, its service worker, and the page that is shown offline."""

import hashlib
import json
import re
from typing import Any, Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from pockitflyer.web.statics import STYLE_PARTS

MANIFEST_TYPE: Final = "application/manifest+json"
MAX_KEPT_PICTURES_BYTES: Final = 100 * 1024 * 1024
# What pages are drawn and run with. A folder below, such as a library that one page loads, is not for everyone; nor
# are the parts of the one style sheet.
_SHELL: Final = re.compile(
    r"web/(css/\w[\w-]*\.css|js/\w[\w-]*\.js|icons/(favicon\.svg|signs-\w+\.webp))|django_htmx/htmx-2\.min\.js"
)
_ICONS: Final = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("maskable-512.png", 512, "maskable"))
_TAB: Final = {"background_color": "#ffffff", "theme_color": "#ffffff"}


@require_safe
@vary_on_cookie
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """``/manifest.webmanifest``, in the visitor's language."""
    home = reverse("feed")
    document: dict[str, Any] = {
        "id": home,
        "start_url": home,
        "scope": home,
        "name": "pockitflyer",
        "short_name": "pockitflyer",
        "description": _("The neighbourhood's notice board: what is on near you, and who is behind it."),
        "lang": get_language(),
        "display": "standalone",
        "categories": ["social", "lifestyle"],
        "icons": [_icon(*icon) for icon in _ICONS],
        "shortcuts": _shortcuts(home),
        **_TAB,
        "share_target": _share_target(reverse("new_flyer")),
    }
    return JsonResponse(document, content_type=MANIFEST_TYPE)


def _icon(name: str, side: int, purpose: str) -> dict[str, str]:
    source = static(f"web/icons/{name}")
    return {"src": source, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _shortcuts(home: str) -> list[dict[str, Any]]:
    places = [
        (_("New flyer"), reverse("new_flyer")),
        (_("Favourites"), f"{home}?show=favourites"),
        (_("Following"), f"{home}?show=following"),
        (_("Weekend"), f"{home}?when=weekend"),
    ]
    return [{"name": name, "url": url, "icons": [_icon(*_ICONS[0])]} for name, url in places]


def _share_target(address: str) -> dict[str, Any]:
    """Photos and words shared to the app. The service worker takes them out and shows the page (worker/shared.js)."""
    files = [{"name": "pictures", "accept": ["image/*"]}]
    params = {"title": "title", "text": "text", "url": "url", "files": files}
    return {"action": f"{address}?shared=1", "method": "POST", "enctype": "multipart/form-data", "params": params}


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """``/sw.js``: a few lines that change with any file of the shell, so that browsers notice a new version."""
    shell = shell_files()
    options = {
        "version": hashlib.blake2b("\n".join(shell).encode(), digest_size=8).hexdigest(),
        "shell": shell,
        "offlinePage": reverse("offline"),
        "newFlyer": reverse("new_flyer"),
        "picturesBytes": MAX_KEPT_PICTURES_BYTES,
    }
    script = f'import {{ start }} from "{static("web/worker/worker.js")}";\nstart({json.dumps(options)});\n'
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def shell_files() -> list[str]:
    """The addresses of the scripts and styles that pages are made of, each with its content's hash."""
    names = getattr(staticfiles_storage, "hashed_files", {})
    return sorted(static(name) for name in names if _SHELL.fullmatch(name) and name not in STYLE_PARTS)


@require_safe
@vary_on_cookie
@cache_control(public=True, max_age=60)
def offline(request: HttpRequest) -> HttpResponse:
    """``/offline/``: shown when there is neither a network nor a copy of a page. The same for everyone."""
    return render(request, "web/offline.html")
