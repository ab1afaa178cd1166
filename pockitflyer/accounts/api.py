"""Who asks, and following, as JSON under ``/api/v1/``."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec
from django.urls import path
from django.utils.translation import gettext as _
from dmr import modify
from dmr.metadata import EndpointMetadata
from dmr.openapi.objects import Reference, SecurityRequirement, SecurityScheme
from dmr.security.base import SyncAuth
from dmr.security.django_session import DjangoSessionSyncAuth

from pockitflyer.accounts import following
from pockitflyer.accounts.models import User
from pockitflyer.accounts.sign_in import BearerAuth
from pockitflyer.web.api import ApiController
from pockitflyer.web.problems import Problem
from pockitflyer.web.promises import promises

if TYPE_CHECKING:
    from dmr.controller import Controller
    from dmr.endpoint import Endpoint

SIGNED_IN: Final = (BearerAuth(), DjangoSessionSyncAuth())


class _Nobody(SyncAuth):
    """Lets in who does not say who they are. A token that is not valid was refused before."""

    __slots__ = ()
    www_authenticate_challenge = None
    is_for_anyone = True

    def __call__(self, endpoint: "Endpoint", controller: "Controller[Any]") -> "_Nobody":
        return self

    def security_schemes(
        self, metadata: EndpointMetadata, controller_cls: "type[Controller[Any]]"
    ) -> dict[str, SecurityScheme | Reference]:
        return {}

    def security_requirements(
        self, metadata: EndpointMetadata, controller_cls: "type[Controller[Any]]"
    ) -> list[SecurityRequirement]:
        return [{}]


ANYONE: Final = (*SIGNED_IN, _Nobody())


class FollowMark(msgspec.Struct, frozen=True):
    is_following: bool


class FollowController(ApiController):
    """Whether the signed-in user follows someone. Doing it again changes nothing."""

    auth = SIGNED_IN

    @promises("self-follow")
    @modify(status_code=HTTPStatus.OK)
    def put(self) -> FollowMark:
        """Follows; 404 if there is no such user, 422 for oneself."""
        try:
            following.follow(_user_id(self), self.kwargs["user_id"])
        except following.NoSuchUser as error:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is no such user.")) from error
        except following.SelfFollow as error:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "self-follow", _("You cannot follow yourself.")) from error
        return FollowMark(is_following=True)

    @modify(status_code=HTTPStatus.OK)
    def delete(self) -> FollowMark:
        """Follows no longer."""
        following.unfollow(_user_id(self), self.kwargs["user_id"])
        return FollowMark(is_following=False)


def _user_id(controller: ApiController) -> int:
    return cast(User, controller.request.user).pk


urls = [path("users/<int:user_id>/follow/", FollowController.as_view(), name="api_follow")]
