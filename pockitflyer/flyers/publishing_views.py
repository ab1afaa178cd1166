"""The pages of a publisher: the form of a flyer, and what is done with it afterwards."""

import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from pockitflyer.accounts.models import User
from pockitflyer.accounts.throttle import too_many_uploads, upload_allowance
from pockitflyer.flyers import geocoding, life, owning, publishing, uploads
from pockitflyer.flyers.drafts import Image, Refused, Wrong, cleaned
from pockitflyer.flyers.feed import poster_card
from pockitflyer.flyers.forms import FlyerForm, images_in, initial_of, initial_of_new
from pockitflyer.flyers.lost_session import keep_typed, take_typed
from pockitflyer.flyers.models import MAX_IMAGES, Flyer
from pockitflyer.flyers.own_flyers import OwnFlyer, read_own_flyer, says
from pockitflyer.flyers.versions import board_now, categories_for
from pockitflyer.pictures.errors import PictureError


@dataclass
class Desk:
    """A form on its way: what was typed, the pictures so far, and what is wrong with them."""

    user_id: int
    form: FlyerForm
    images: tuple[Image, ...]
    flyer: OwnFlyer | None = None
    wrongs: list[Wrong] = field(default_factory=list)
    theirs: OwnFlyer | None = None


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_flyer(request: HttpRequest) -> HttpResponse:
    """``/flyers/new/``: a new flyer, or with ``?from=ID`` one that begins as a copy of one's own."""
    if request.method == "POST" and "shared" in request.GET:
        # Another app shares a photo, which carries no token, and the service worker was not there to take it.
        messages.info(request, _("The photo did not get through. Choose it here."))
        return redirect("new_flyer")
    return _new_flyer(request)


@csrf_protect
def _new_flyer(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if request.method != "POST":
        geocoding.prepare_soon()
        return _show(request, _new_desk(request))
    desk = _posted_desk(request)
    _take_in_files(request, desk)
    if _is_unfinished(request, desk):
        return _show(request, desk, HTTPStatus.UNPROCESSABLE_ENTITY if desk.wrongs else HTTPStatus.OK)
    try:
        submission = desk.form.cleaned_data["submission"]
        flyer = publishing.publish(desk.user_id, desk.form.draft(desk.images), submission)
    except Refused as refused:
        return _refused(request, desk, refused)
    messages.success(request, _published(flyer))
    return _to_profile(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/edit/``: everything about a flyer. A stale save shows both versions."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    flyer = _own(request, flyer_id)
    if request.method != "POST":
        return _show(request, _desk_of(request, flyer, flyer))
    desk = _posted_desk(request, flyer)
    _take_in_files(request, desk)
    if _is_unfinished(request, desk):
        return _show(request, desk, HTTPStatus.UNPROCESSABLE_ENTITY if desk.wrongs else HTTPStatus.OK)
    typed, draft = desk.form.cleaned_data, desk.form.draft(desk.images)
    try:
        publishing.revise(desk.user_id, flyer_id, draft, typed["version"], republish=bool(typed.get("republish")))
    except Refused as refused:
        return _refused(request, desk, refused)
    except owning.Stale:
        desk.theirs = _own(request, flyer_id)
        # A save whose answer was lost comes once more.
        if not says(desk.theirs, cleaned(draft)):
            return _both(request, desk, desk.theirs)
    messages.success(request, _("Saved."))
    return _to_profile(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/delete/``: asks, then deletes for good."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    flyer = _own(request, flyer_id)
    if request.method != "POST":
        return render(request, "flyers/delete_flyer.html", {"flyer": flyer})
    life.delete(_user_id(request), flyer_id)
    messages.success(request, _("The flyer is deleted."))
    return _to_profile(request)


@require_POST
def withdraw_flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/withdraw/``: off the board, or with ``on=1`` back on it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    _own(request, flyer_id)
    if request.POST.get("on") == "1":
        life.bring_back(_user_id(request), flyer_id)
        messages.success(request, _("The flyer is back."))
    else:
        life.withdraw(_user_id(request), flyer_id)
        messages.success(request, _("The flyer is off the board."))
    return _to_profile(request)


def _to_profile(request: HttpRequest) -> HttpResponse:
    """To the own profile. A script is told where: it cannot see a redirect, and would get that page for nothing."""
    place = reverse("profile", args=[_user_id(request)])
    return HttpResponseClientRedirect(place) if getattr(request, "htmx", None) else redirect(place)


def _user_id(request: HttpRequest) -> int:
    return cast(User, request.user).pk


def _own(request: HttpRequest, flyer_id: int) -> OwnFlyer:
    """Raises ``Http404`` or ``PermissionDenied``."""
    flyer = read_own_flyer(_user_id(request), flyer_id)
    if flyer is not None:
        return flyer
    try:
        owning.own_flyer(_user_id(request), flyer_id)
    except owning.NotYours as error:
        raise PermissionDenied from error
    except owning.NoSuchFlyer as error:
        raise Http404 from error
    raise Http404


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Whoever was signed out meanwhile finds what they typed when they are back."""
    if request.method == "POST":
        keep_typed(request.session, request.POST)
        messages.info(request, _("Sign in again. What you typed is kept."))
    return redirect_to_login(request.get_full_path())


def _new_desk(request: HttpRequest) -> Desk:
    if posted := take_typed(request.session):
        return Desk(_user_id(request), _form(request, posted), images_in(posted))
    start = request.GET.get("from", "")
    if start.isdecimal() and len(start) < 19:
        copied = _desk_of(request, _own(request, int(start)), None)
        begins = initial_of_new(secrets.token_urlsafe(16))
        copied.form.initial = {**copied.form.initial, **begins, "precision": copied.form.initial["precision"]}
        return copied
    return Desk(_user_id(request), _form(request, initial=initial_of_new(secrets.token_urlsafe(16))), ())


def _desk_of(request: HttpRequest, source: OwnFlyer, flyer: OwnFlyer | None) -> Desk:
    """A desk with what is in ``source``; ``flyer`` is the one being edited, if any."""
    images = tuple(Image(id_, image.alt) for id_, image in zip(source.image_ids, source.images, strict=True))
    return Desk(_user_id(request), _form(request, initial=initial_of(source), flyer=flyer), images, flyer)


def _posted_desk(request: HttpRequest, flyer: OwnFlyer | None = None) -> Desk:
    return Desk(_user_id(request), _form(request, request.POST, flyer=flyer), images_in(request.POST), flyer)


def _form(request: HttpRequest, *args: Any, **kwargs: Any) -> FlyerForm:
    told = categories_for(request)
    return FlyerForm(*args, categories=board_now().categories if told is None else told, **kwargs)


def _take_in_files(request: HttpRequest, desk: Desk) -> None:
    """What is refused is told; what is taken in stays, whatever else is wrong with the form."""
    for file in request.FILES.getlist("files"):
        if len(desk.images) >= MAX_IMAGES:
            desk.wrongs.append(Wrong("images", "too-many", _("A flyer has at most five pictures.")))
            return
        if not (left := upload_allowance(request)).is_left:
            desk.wrongs.append(Wrong("images", "too-many-requests", too_many_uploads(left)))
            return
        try:
            picture = uploads.send(desk.user_id, file.read())
        except PictureError as error:
            desk.wrongs.append(Wrong("images", error.code, f"{file.name}: {error}"))
        else:
            desk.images = (*desk.images, Image(picture.key))


def _is_unfinished(request: HttpRequest, desk: Desk) -> bool:
    """A button of the pictures was pressed, or something cannot even be read."""
    is_readable = desk.form.is_valid()
    return "do" in request.POST or bool(desk.wrongs) or not is_readable


def _published(flyer: Flyer) -> str:
    if flyer.lat is None:
        return _("Your flyer is saved. It is on the board as soon as its place is found.")
    if flyer.published_at > timezone.now():
        return _("Your flyer is saved and comes on the board at its start.")
    return _("Your flyer is on the board.")


def _refused(request: HttpRequest, desk: Desk, refused: Refused) -> HttpResponse:
    desk.wrongs += desk.form.add_faults(refused.wrongs)
    suggestions = [place for wrong in refused.wrongs for place in wrong.suggestions]
    return _show(request, desk, HTTPStatus.UNPROCESSABLE_ENTITY, suggestions=suggestions)


def _both(request: HttpRequest, desk: Desk, theirs: OwnFlyer) -> HttpResponse:
    """The flyer as it is now beside what was typed; saving again is then a choice."""
    posted = request.POST.copy()
    posted["version"] = str(theirs.version)
    desk.form.data = posted
    names = board_now().categories
    their_categories = [names.get(slug, slug) for slug in theirs.categories]
    return _show(request, desk, HTTPStatus.PRECONDITION_FAILED, their_categories=their_categories)


def _show(request: HttpRequest, desk: Desk, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    known = uploads.pictures_of(desk.user_id, [image.id for image in desk.images])
    shown = [(image, poster_card(known[image.id])) for image in desk.images if image.id in known]
    context = {
        "form": desk.form,
        "flyer": desk.flyer,
        "images": shown,
        "image_wrongs": desk.wrongs,
        "theirs": desk.theirs,
        "room": MAX_IMAGES - len(shown),
    }
    return render(request, "flyers/edit_flyer.html", context | more, status=status)
