"""Where django-allauth meets our accounts, and the Bearer tokens of native clients."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_authorization_credential
from allauth.headless.tokens.strategies.jwt.internal import validate_access_token
from dmr.exceptions import NotAuthenticatedError
from dmr.metadata import EndpointMetadata
from dmr.openapi.objects import Reference, SecurityRequirement, SecurityScheme
from dmr.security.base import SyncAuth

from pockitflyer.accounts.models import User

if TYPE_CHECKING:
    from dmr.controller import Controller
    from dmr.endpoint import Endpoint


class AccountAdapter(DefaultAccountAdapter):
    """Saves the name with the sign-up."""

    def save_user(self, request: Any, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)


class BearerAuth(SyncAuth):
    """``Authorization: Bearer`` with an access token of the headless app client.

    allauth validates statefully: the token of a session that was signed out is refused.
    """

    __slots__ = ()

    @property
    def www_authenticate_challenge(self) -> str:
        return "Bearer"

    def __call__(self, endpoint: "Endpoint", controller: "Controller[Any]") -> "BearerAuth | None":
        token = get_authorization_credential(controller.request, "Bearer")
        if token is None:
            return None
        user_and_payload = validate_access_token(token)
        if user_and_payload is None:
            raise NotAuthenticatedError
        controller.request.user = user_and_payload[0]
        return self

    def security_schemes(
        self, metadata: EndpointMetadata, controller_cls: "type[Controller[Any]]"
    ) -> dict[str, SecurityScheme | Reference]:
        return {"bearer": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")}

    def security_requirements(
        self, metadata: EndpointMetadata, controller_cls: "type[Controller[Any]]"
    ) -> list[SecurityRequirement]:
        return [{"bearer": []}]
