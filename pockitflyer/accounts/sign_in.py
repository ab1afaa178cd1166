"""Where django-allauth meets our accounts, and the Bearer tokens of native clients."""

import time
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_authorization_credential
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import get_language
from dmr.exceptions import NotAuthenticatedError
from dmr.metadata import EndpointMetadata
from dmr.openapi.objects import Reference, SecurityRequirement, SecurityScheme
from dmr.security.base import SyncAuth

from pockitflyer.accounts.mails import subject_and_words
from pockitflyer.accounts.models import User
from pockitflyer.accounts.sessions import SessionStore, session_of_token
from pockitflyer.web.mail import letter

if TYPE_CHECKING:
    from dmr.controller import Controller
    from dmr.endpoint import Endpoint

# A sign-up, or a change of address, is answered so many seconds after it was asked for, whatever there was to do.
NEW_ADDRESS_TAKES_S: Final = 0.5
# To an address that is free, and to one that has an account. What is written besides takes some milliseconds longer for
# one of them, so neither is answered before the slower one could be.
_TO_AN_ADDRESS: Final = {
    f"account/email/{name}" for name in ("email_confirmation", "email_confirmation_signup", "account_already_exists")
}


class AccountAdapter(DefaultAccountAdapter):
    """Saves the name with the sign-up, remembers the language, and writes mails in our words.

    Nobody learns from the time of an answer whether an address has an account.
    """

    def save_user(self, request: Any, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        user.language = get_language() or ""
        return super().save_user(request, user, form, commit)

    def post_login(self, request: Any, user: User, **about: Any) -> Any:
        language = get_language() or ""
        if user.language != language:
            User.objects.filter(pk=user.pk).update(language=language)
        return super().post_login(request, user, **about)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, context)
        if template_prefix in _TO_AN_ADDRESS:
            asked_at = getattr(self.request, "asked_at", 0)
            time.sleep(max(0, asked_at + NEW_ADDRESS_TAKES_S - time.monotonic()))

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMultiAlternatives:
        return letter(email, *subject_and_words(template_prefix, context))


class BearerAuth(SyncAuth):
    """``Authorization: Bearer`` with an access token of the headless app client.

    The token of a session that was signed out is refused at once, by every worker: the session is asked for.
    """

    __slots__ = ()

    @property
    def www_authenticate_challenge(self) -> str:
        return "Bearer"

    def __call__(self, endpoint: "Endpoint", controller: "Controller[Any]") -> "BearerAuth | None":
        token = get_authorization_credential(controller.request, "Bearer")
        if token is None:
            return None
        asking: SessionStore | None = getattr(controller.request, "token_session", None)
        session = asking or session_of_token(token)
        if session is None or session.owner is None:
            raise NotAuthenticatedError
        controller.request.session = session
        controller.request.user = session.owner
        return self

    def security_schemes(
        self, metadata: EndpointMetadata, controller_cls: "type[Controller[Any]]"
    ) -> dict[str, SecurityScheme | Reference]:
        return {"bearer": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")}

    def security_requirements(
        self, metadata: EndpointMetadata, controller_cls: "type[Controller[Any]]"
    ) -> list[SecurityRequirement]:
        return [{"bearer": []}]
