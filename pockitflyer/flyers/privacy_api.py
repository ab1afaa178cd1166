"""What is one's own, as JSON under ``/api/v1/``: privacy, a copy of one's data, leaving."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import cast

import msgspec
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from dmr import ResponseSpec, modify, validate
from dmr.plugins.msgspec import BodyMsgspec as Body

from pockitflyer.accounts import contact
from pockitflyer.accounts.api import ANYONE, SIGNED_IN
from pockitflyer.accounts.blocking import blocked_by
from pockitflyer.accounts.models import Export, User
from pockitflyer.flyers import exporting, leaving
from pockitflyer.flyers.cards import Moment
from pockitflyer.flyers.person_api import refuse_too_many
from pockitflyer.flyers.privacy_views import download, privacy_url, stay_url
from pockitflyer.web.api import ApiController
from pockitflyer.web.idempotency import once
from pockitflyer.web.pages import origin_of
from pockitflyer.web.problems import Problem
from pockitflyer.web.promises import promises


class Blocked(msgspec.Struct, frozen=True):
    id: int
    name: str


class DataCopy(msgspec.Struct, frozen=True):
    """``url`` is null while the copy is being made."""

    id: int
    asked_at: Moment
    url: str | None


class Privacy(msgspec.Struct, frozen=True):
    email: str
    may_be_written_to: bool
    blocked: tuple[Blocked, ...]
    export: DataCopy | None


class ChangedPrivacy(msgspec.Struct, forbid_unknown_fields=True):
    may_be_written_to: bool


class Leaving(msgspec.Struct, frozen=True):
    """When everything goes for good; until then the mail brings it back."""

    leaves_at: Moment


class PrivacyController(ApiController):
    """What the signed-in user lets others do."""

    auth = SIGNED_IN

    def get(self) -> Privacy:
        """The settings, who is blocked, and the newest copy of one's data."""
        return _privacy(self)

    def patch(self, parsed_body: Body[ChangedPrivacy]) -> Privacy:
        """Says whether people may write to one."""
        contact.allow(_user(self), parsed_body.may_be_written_to)
        return _privacy(self)


class ExportsController(ApiController):
    """Copies of everything that is one's own."""

    auth = SIGNED_IN

    @promises(counted=True)
    @modify(status_code=HTTPStatus.ACCEPTED)
    def post(self) -> DataCopy:
        """Has one made in the background; a mail tells when it is ready."""
        return once(self.request, self._ask, DataCopy)

    def _ask(self) -> DataCopy:
        refuse_too_many(self, "export", _user(self))
        return _copy(self, exporting.ask(_user(self), privacy_url(self.request)))


class ExportController(ApiController):
    """One copy."""

    auth = SIGNED_IN

    @validate(ResponseSpec(bytes, status_code=HTTPStatus.OK))
    def get(self) -> HttpResponse:
        """The ZIP, never kept by any cache; 404 until it is ready, and for everybody else."""
        try:
            response = download(_user(self).pk, self.kwargs["export_id"])
        except FileNotFoundError as error:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is no such copy.")) from error
        return cast(HttpResponse, response)


class AccountController(ApiController):
    """The signed-in user's account as a whole."""

    auth = SIGNED_IN

    @promises("reauthentication-required", "not-sent")
    @modify(status_code=HTTPStatus.ACCEPTED)
    def delete(self) -> Leaving:
        """Off the board at once, gone for good in a week. 403 unless one has shown a moment ago that it is oneself."""
        if not did_recently_reauthenticate(self.request):
            sentence = _("Show first that it is you: with the password or a passkey.")
            raise Problem(HTTPStatus.FORBIDDEN, "reauthentication-required", sentence)
        return Leaving(leaving.leave(_user(self), lambda token: stay_url(self.request, token)))


class LeavingController(ApiController):
    """An account that is being deleted, by the token of the mail that told so."""

    auth = ANYONE

    def get(self) -> Leaving:
        """When it goes for good; 404 when the token is not of us, too old, or was used."""
        with _known_token():
            leaves_at = leaving.leaving(self.kwargs["token"]).leaves_at
        return Leaving(cast(dt.datetime, leaves_at))

    @modify(status_code=HTTPStatus.NO_CONTENT)
    def delete(self) -> None:
        """Takes it back: the account and its flyers are as before. One signs in again."""
        with _known_token():
            leaving.come_back(self.kwargs["token"])


@contextmanager
def _known_token() -> Iterator[None]:
    try:
        yield
    except leaving.NotLeaving as error:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("Nobody is leaving with this token.")) from error


def _user(controller: ApiController) -> User:
    return cast(User, controller.request.user)


def _privacy(controller: ApiController) -> Privacy:
    user = _user(controller)
    export = exporting.latest(user.pk)
    blocked = tuple(Blocked(id_, name) for id_, name in blocked_by(user.pk))
    return Privacy(user.email, user.may_be_written_to, blocked, _copy(controller, export) if export else None)


def _copy(controller: ApiController, export: Export) -> DataCopy:
    url = origin_of(controller.request) + reverse("api_export", args=[export.pk])
    return DataCopy(export.pk, export.asked_at, url if export.ready_at else None)


urls = [
    path("users/me/", AccountController.as_view(), name="api_account"),
    path("users/me/privacy/", PrivacyController.as_view(), name="api_privacy"),
    path("users/me/exports/", ExportsController.as_view(), name="api_exports"),
    path("users/me/exports/<int:export_id>/", ExportController.as_view(), name="api_export"),
    path("leavings/<str:token>/", LeavingController.as_view(), name="api_leaving"),
]
