"""What browsers may do with our pages and answers, beside what Django's own middlewares say."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponseBase

# What the board uses, and nothing else: the position for "near me", passkeys, the share sheet.
_ALLOWED = ("geolocation", "publickey-credentials-create", "publickey-credentials-get", "web-share")
_REFUSED = ("camera", "display-capture", "microphone", "midi", "payment", "serial", "usb", "browsing-topics")
PERMISSIONS_POLICY = ", ".join([*(f"{name}=(self)" for name in _ALLOWED), *(f"{name}=()" for name in _REFUSED)])


def put[Response: HttpResponseBase](response: Response, headers: Mapping[str, str]) -> Response:
    """The same answer, which says these as well."""
    for name, value in headers.items():
        response.headers[name] = value
    return response


class Isolation:
    """Middleware: no page of another origin can load ours as a part of its own, or use the device through it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
