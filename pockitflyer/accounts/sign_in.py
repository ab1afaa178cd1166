"""Where django-allauth meets our accounts, and the Bearer tokens of native clients."""

import time
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import get_authorization_credential
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from dmr.exceptions import NotAuthenticatedError
from dmr.metadata import EndpointMetadata
from dmr.openapi.objects import Reference, SecurityRequirement, SecurityScheme
from dmr.security.base import SyncAuth

from pockitflyer.accounts.half_done import made, undo_sign_up
from pockitflyer.accounts.mails import is_notice, subject_and_words
from pockitflyer.accounts.models import User
from pockitflyer.accounts.sessions import SessionStore, session_of_token
from pockitflyer.web.mail import NotSent, letter, send, send_or_later
from pockitflyer.web.rates import wait_s, when

if TYPE_CHECKING:
    from dmr.controller import Controller
    from dmr.endpoint import Endpoint

# What is asked for with an address is answered so many seconds later, whatever there was to do.
NEW_ADDRESS_TAKES_S: Final = 0.5
# To an address that is free, and to one that has an account, at sign-ups, changes of address, resets. What is written
# besides takes some milliseconds longer for one, so neither is answered before the slower one could be.
_TO_AN_ADDRESS: Final = {
    f"account/email/{name}"
    for name in (
        "email_confirmation",
        "email_confirmation_signup",
        "account_already_exists",
        "password_reset_code",
        "unknown_account",
    )
}
_TOO_MANY: Final = ("too_many_login_attempts", "rate_limited")


class AccountAdapter(DefaultAccountAdapter):
    """Saves the name with the sign-up, remembers the language, and writes mails in our words.

    Nobody learns from the time of an answer whether an address has an account.
    """

    def save_user(self, request: Any, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        user.language = get_language() or ""
        saved = super().save_user(request, user, form, commit)
        made(self.request, saved)
        return saved

    def post_login(self, request: Any, user: User, **about: Any) -> Any:
        language = get_language() or ""
        if user.language != language:
            User.objects.filter(pk=user.pk).update(language=language)
        return super().post_login(request, user, **about)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises ``NotSent``, with nothing half done. A notice of a change that is done comes later then."""
        if is_notice(template_prefix):
            return send_or_later(email, *subject_and_words(template_prefix, context))
        try:
            send(self.render_mail(template_prefix, email, context))
        except NotSent:
            undo_sign_up(self.request)
            # Trying again is not too often.
            ratelimit.clear(self.request, app="allauth.account", action="confirm_email", key=email.lower())
            raise
        finally:
            if template_prefix in _TO_AN_ADDRESS:
                asked_at = getattr(self.request, "asked_at", 0)
                time.sleep(max(0, asked_at + NEW_ADDRESS_TAKES_S - time.monotonic()))
        return None

    def validation_error(self, code: str, *about: Any) -> ValidationError:
        """Says how long to wait, where that is what is wrong."""
        if code not in _TOO_MANY:
            return super().validation_error(code, *about)
        wait = when(wait_s(self.request))
        return ValidationError(_("Too many failed attempts. Try again %(when)s.") % {"when": wait}, code=code)

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
