"""Sentences of allauth's for which our catalogue has a German of its own: some of allauth's say Sie, and we say du."""

from typing import Final

from django.utils.translation import gettext_noop

SAID_OTHERWISE: Final = (
    gettext_noop("Use your password"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use a security key"),
    gettext_noop("You cannot add an email address to an account protected by two-factor authentication."),
    gettext_noop("You cannot deactivate two-factor authentication."),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
    gettext_noop("You cannot activate two-factor authentication until you have verified your email address."),
    gettext_noop("The new value must be different from the current one."),
    gettext_noop("Invalid or expired key."),
    gettext_noop("Passwordless"),
    gettext_noop(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
    gettext_noop("A new set of recovery codes has been generated."),
    gettext_noop("Security key added."),
    gettext_noop("Security key removed."),
    gettext_noop("Confirmation email sent to %(email)s."),
    gettext_noop("Signed out of all other sessions."),
)
