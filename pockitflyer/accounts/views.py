"""The pages of accounts."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pockitflyer.accounts import following, profile
from pockitflyer.accounts.forms import ProfileForm
from pockitflyer.accounts.models import User
from pockitflyer.accounts.throttle import TOO_MANY_UPLOADS, UPLOAD_RETRY_AFTER_S, may_upload
from pockitflyer.pictures.errors import PictureError
from pockitflyer.web.taps import answer_tap


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """``/me/edit/``: name and picture. A refused form comes back with what was typed."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    user = request.user
    has_picture = user.picture is not None
    if request.method != "POST":
        form = ProfileForm(initial={"name": request.GET.get("name", user.name)}, has_picture=has_picture)
        return render(request, "accounts/edit_profile.html", {"form": form})
    form = ProfileForm(request.POST, request.FILES, has_picture=has_picture)
    if not form.is_valid():
        return _refused(request, form)
    if form.cleaned_data.get("picture") is not None and not may_upload(request):
        form.add_error("picture", TOO_MANY_UPLOADS)
        return _refused(request, form, HTTPStatus.TOO_MANY_REQUESTS, UPLOAD_RETRY_AFTER_S)
    try:
        _save(form, user)
    except PictureError as error:
        form.add_error("picture", str(error))
        later = error.retry_after_s
        return _refused(
            request, form, HTTPStatus.SERVICE_UNAVAILABLE if later else HTTPStatus.UNPROCESSABLE_ENTITY, later
        )
    messages.success(request, _("Saved."))
    return redirect("profile", user.pk)


def _refused(
    request: HttpRequest,
    form: ProfileForm,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
    retry_after_s: int | None = None,
) -> HttpResponse:
    """The form again, with what was typed and why it was not saved."""
    answer = render(request, "accounts/edit_profile.html", {"form": form}, status=status)
    if retry_after_s is not None:
        answer["Retry-After"] = str(retry_after_s)
    return answer


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Whoever was signed out meanwhile, in another tab, finds the name they typed when they are back."""
    typed = request.POST.get("name")
    back = f"{request.path}?{urlencode({'name': typed})}" if typed else request.path
    return redirect_to_login(back)


def _save(form: ProfileForm, user: User) -> None:
    """Saves all or nothing; the picture comes first, because it is what can still be refused.

    Raises a ``PictureError``.
    """
    upload = form.cleaned_data.get("picture")
    if upload is not None:
        profile.change_picture(user, upload.read())
    elif form.cleaned_data.get("remove_picture"):
        profile.remove_picture(user)
    profile.rename(user, form.cleaned_data["name"])


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, user_id: int) -> HttpResponse:
    """``/users/<id>/follow/``: follows someone, or no longer."""

    def switch(viewer_id: int, on: bool) -> None:
        if on:
            following.follow(viewer_id, user_id)
        else:
            following.unfollow(viewer_id, user_id)

    try:
        return answer_tap(request, switch, _("Follow this person?"))
    except following.NoSuchUser as error:
        raise Http404 from error
    except following.SelfFollow:
        messages.error(request, _("You cannot follow yourself."))
        return redirect("profile", user_id)
