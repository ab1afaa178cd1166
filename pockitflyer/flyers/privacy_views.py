"""``/me/privacy/`` and what it leads to: being written to, one's data, leaving, coming back."""

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

from pockitflyer.accounts.blocking import blocked_by
from pockitflyer.accounts.models import User
from pockitflyer.flyers import exporting, leaving
from pockitflyer.web.pages import origin_of
from pockitflyer.web.problems import too_many_requests
from pockitflyer.web.rates import spend


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """The page; a POST says whether people may write to one."""
    user = _user(request)
    if request.method == "POST":
        user.may_be_written_to = request.POST.get("may_be_written_to") == "on"
        user.save(update_fields=["may_be_written_to"])
        messages.success(request, _("Saved."))
        return redirect("privacy")
    return render(request, "flyers/privacy.html", {"export": exporting.latest(user.pk), "blocked": blocked_by(user.pk)})


@login_required
@require_POST
def ask_for_export(request: HttpRequest) -> HttpResponse:
    """``/me/exports/``: has a copy of one's data made."""
    if not spend(request, "export", request.user).is_left:
        return too_many_requests(request)
    exporting.ask(_user(request), privacy_url(request))
    messages.success(request, _("Your data is being put together. We send you a mail when it is ready."))
    return redirect("privacy")


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, export_id: int) -> FileResponse:
    """``/me/exports/<id>/``: the ZIP, for whose it is; for others there is none."""
    found = exporting.ready(_user(request).pk, export_id)
    if found is None or not default_storage.exists(found.file):
        raise Http404
    file = default_storage.open(found.file)
    return FileResponse(file, as_attachment=True, filename="pockitflyer.zip", content_type="application/zip")


@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """``/me/leave/``: deletes one's account, after the password or a passkey, with a week to come back."""
    if request.method != "POST":
        return render(request, "flyers/leave.html", {"days": leaving.TIME_TO_COME_BACK.days})
    leaving.leave(_user(request), lambda token: stay_url(request, token))
    logout(request)
    return render(request, "flyers/left.html", {"days": leaving.TIME_TO_COME_BACK.days})


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


def privacy_url(request: HttpRequest) -> str:
    return origin_of(request) + reverse("privacy")


def stay_url(request: HttpRequest, token: str) -> str:
    return origin_of(request) + reverse("stay", args=[token])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
