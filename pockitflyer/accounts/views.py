"""The pages of accounts."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pockitflyer.accounts import following, profile
from pockitflyer.accounts.forms import ProfileForm
from pockitflyer.accounts.models import User
from pockitflyer.accounts.throttle import too_many_uploads, upload_allowance
from pockitflyer.pictures.errors import PictureError
from pockitflyer.web.taps import answer_tap

# A form that was not taken, until it is shown again; in the session.
_REFUSED: Final = "refused-profile"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """``/me/edit/``: name and picture. A refused form comes back with what was typed."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    user = request.user
    if request.method != "POST":
        return render(request, "accounts/edit_profile.html", {"form": _form(request, user)})
    form = ProfileForm(request.POST, request.FILES, has_picture=user.picture is not None)
    if not form.is_valid():
        return _refused(request, form)
    if form.cleaned_data.get("picture") is not None and not (left := upload_allowance(request)).is_left:
        form.add_error("picture", too_many_uploads(left))
        return _refused(request, form)
    try:
        _save(form, user)
    except PictureError as error:
        form.add_error("picture", str(error))
        return _refused(request, form)
    messages.success(request, _("Saved."))
    return redirect("profile", user.pk)


def _refused(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    """Back to the form, by a redirect: whoever goes back in their browser later meets no form that was sent."""
    errors = {field: [str(error) for error in found] for field, found in form.errors.items()}
    request.session[_REFUSED] = {"typed": request.POST.dict(), "errors": errors}
    return HttpResponseRedirect(request.path, status=HTTPStatus.SEE_OTHER)


def _form(request: HttpRequest, user: User) -> ProfileForm:
    """With what was refused a moment ago, and why; else as it is saved."""
    has_picture = user.picture is not None
    refused = request.session.pop(_REFUSED, None)
    if refused is None:
        return ProfileForm(initial={"name": request.GET.get("name", user.name)}, has_picture=has_picture)
    form = ProfileForm(refused["typed"], has_picture=has_picture)
    for field, errors in refused["errors"].items():
        if field not in form.errors:
            form.add_error(field if field in form.fields else None, errors)
    return form


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
