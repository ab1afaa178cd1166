"""``/me/privacy/`` and what it leads to: being written to, one's data, leaving, coming back."""

from http import HTTPStatus
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pockitflyer.accounts import contact
from pockitflyer.accounts.blocking import blocked_by
from pockitflyer.accounts.models import User
from pockitflyer.flyers import exporting, leaving
from pockitflyer.web.headers import put
from pockitflyer.web.mail import NOT_SENT, TRY_AGAIN, NotSent
from pockitflyer.web.pages import origin_of
from pockitflyer.web.rates import spend


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """The page; a POST says whether people may write to one."""
    user = _user(request)
    if request.method == "POST":
        contact.allow(user, request.POST.get("may_be_written_to") == "on")
        messages.success(request, _("Saved."))
        return redirect("privacy")
    return _show(request)


@never_cache
@login_required
@require_POST
def ask_for_export(request: HttpRequest) -> HttpResponse:
    """``/me/exports/``: has a copy of one's data made."""
    if not (left := spend(request, "export", request.user)).is_left:
        return put(_show(request, left.sentence, HTTPStatus.TOO_MANY_REQUESTS), left.headers())
    exporting.ask(_user(request), privacy_url(request))
    messages.success(request, _("Your data is being put together. We send you a mail when it is ready."))
    return redirect("privacy")


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, export_id: int) -> FileResponse:
    """``/me/exports/<id>/``: the ZIP, for whose it is; for others there is none."""
    try:
        return download(_user(request).pk, export_id)
    except FileNotFoundError as error:
        raise Http404 from error


@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """``/me/leave/``: deletes one's account, after the password or a passkey, with a week to come back."""
    context: dict[str, object] = {"days": leaving.TIME_TO_COME_BACK.days}
    if request.method != "POST":
        return render(request, "flyers/leave.html", context)
    try:
        leaving.leave(_user(request), lambda token: stay_url(request, token))
    except NotSent:
        context["wrong"] = NOT_SENT
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return put(render(request, "flyers/leave.html", context, status=status), TRY_AGAIN)
    logout(request)
    return render(request, "flyers/left.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: HttpRequest, token: str) -> HttpResponse:
    """``/stay/<token>/``: from the mail; asks, because programs that look into mails open links, too."""
    try:
        if request.method != "POST":
            leaving.leaving(token)
            return render(request, "web/question.html", {"question": _("Keep your account and your flyers?")})
        leaving.come_back(token)
    except leaving.NotLeaving as error:
        raise Http404 from error
    messages.success(request, _("Everything is back. Sign in as before."))
    return redirect("account_login")


def download(user_id: int, export_id: int) -> FileResponse:
    """The user's own copy, read as it is sent, and kept by no cache. Raises ``FileNotFoundError``."""
    found = exporting.ready(user_id, export_id)
    if found is None:
        raise FileNotFoundError
    file = default_storage.open(found.file)
    response = FileResponse(file, as_attachment=True, filename="pockitflyer.zip", content_type="application/zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def privacy_url(request: HttpRequest) -> str:
    return origin_of(request) + reverse("privacy")


def stay_url(request: HttpRequest, token: str) -> str:
    return origin_of(request) + reverse("stay", args=[token])


def _show(request: HttpRequest, wrong: str = "", status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    user = _user(request)
    context = {"export": exporting.latest(user.pk), "blocked": blocked_by(user.pk), "wrong": wrong}
    return render(request, "flyers/privacy.html", context, status=status)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
