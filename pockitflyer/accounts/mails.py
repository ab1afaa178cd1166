"""What the mails about an account say, by allauth's names for them."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pockitflyer.web.devices import device_name

_CODE: Final = gettext_lazy(
    "Enter this code where you were asked for it:\n\n%(code)s\n\n"
    "It works for a few minutes. If you did not ask for it, you need not do anything."
)
# Subject and words; what is in %( )s comes from allauth.
_MAILS: Final = {
    "account/email/email_confirmation": (gettext_lazy("Confirm your e-mail address"), _CODE),
    "account/email/email_confirmation_signup": (gettext_lazy("Welcome to the board: your code"), _CODE),
    "account/email/password_reset_code": (gettext_lazy("Your code for a new password"), _CODE),
    "account/email/account_already_exists": (
        gettext_lazy("You already have an account"),
        gettext_lazy(
            "Somebody, perhaps you, wanted to make an account with this address, but it has one.\n\n"
            "If you have forgotten the password, set a new one:\n\n%(password_reset_url)s"
        ),
    ),
    "account/email/unknown_account": (
        gettext_lazy("This address has no account"),
        gettext_lazy(
            "Somebody, perhaps you, wanted a new password for this address, but it has no account here. "
            "Perhaps you signed up with another one.\n\nYou can make an account:\n\n%(signup_url)s"
        ),
    ),
}
# Sent after a change, so that nobody loses an account without noticing.
_NOTICES: Final = {
    "account/email/password_changed": gettext_lazy("Your password was changed"),
    "account/email/password_reset": gettext_lazy("Your password was set anew"),
    "account/email/password_set": gettext_lazy("Your account has a password now"),
    "account/email/email_changed": gettext_lazy("Your e-mail address was changed"),
    "account/email/email_confirm": gettext_lazy("Your e-mail address is confirmed"),
    "account/email/email_deleted": gettext_lazy("An e-mail address was removed from your account"),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was added to your account"),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was removed from your account"),
    "mfa/email/recovery_codes_generated": gettext_lazy("Your account has new recovery codes"),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account"),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was removed from your account"),
}


def is_notice(prefix: str) -> bool:
    """Whether it tells of what has happened already."""
    return prefix in _NOTICES


def subject_and_words(prefix: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Of a mail, in the active language. Raises ``KeyError`` for one that allauth has and we have no words for."""
    if prefix in _MAILS:
        subject, words = _MAILS[prefix]
        return str(subject), str(words) % context
    subject = _NOTICES[prefix]
    seen = {
        "when": date_format(timezone.localtime(context["timestamp"]), "DATETIME_FORMAT"),
        "ip": context["ip"],
        "browser": device_name(context["user_agent"]),
    }
    where = _("%(when)s, from %(ip)s, with %(browser)s.") % seen
    hint = _("If that was not you, set a new password at once and sign out everywhere.")
    return str(subject), f"{subject}.\n\n{where}\n\n{hint}"
