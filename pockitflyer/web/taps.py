"""A tap that marks something: by a form, or begun before a sign-in and finished after it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

_COOKIE = "begun"
# Long enough to make an account and wait for the code.
_COOKIE_AGE_S = 60 * 60

type Switch = Callable[[int, bool], None]


def answer_tap(request: HttpRequest, switch: Switch, question: str) -> HttpResponse:
    """Switches on or off what the address names, and goes back to where the tap was.

    ``switch`` gets the user's id and whether it shall be on. A GET changes nothing, unless the same browser began it
    here before signing in; otherwise it asks the ``question`` with a button.
    """
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    begun_at = _begun_at(request)
    if request.method == "POST":
        switch(request.user.pk, request.POST.get("on") != "0")
        return redirect(_page_before(request))
    if begun_at is None:
        return render(request, "web/question.html", {"question": question})
    switch(request.user.pk, True)
    answer = redirect(begun_at)
    answer.delete_cookie(_COOKIE, samesite="Lax")
    return answer


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Sign in, then it is done."))
    answer = redirect_to_login(request.path)
    # A foreign page must not begin anything: from there, one is asked first.
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        begun = f"{request.path} {_page_before(request)}"
        answer.set_signed_cookie(
            _COOKIE, begun, max_age=_COOKIE_AGE_S, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return answer


def _begun_at(request: HttpRequest) -> str | None:
    """The page on which this very tap was begun before the sign-in."""
    begun = request.get_signed_cookie(_COOKIE, default="", max_age=_COOKIE_AGE_S)
    path, _space, page = str(begun).partition(" ")
    return page if path == request.path else None


def _page_before(request: HttpRequest) -> str:
    """Path and query of the page of ours the request came from; the board, when it is not known."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(before)
    page = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return "/" if page.startswith("//") or parts.path == request.path else page
