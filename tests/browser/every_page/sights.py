"""Every page of the board, in each state in which people meet it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from playwright.sync_api import Page

from tests.browser.every_page import arriving
from tests.browser.every_page.scene import Scene


@dataclass(frozen=True)
class Sight:
    """``path`` may hold ids of the scene; ``who`` is signed in; ``arrive`` does what has to be done to see it.

    ``at`` names the address where that ends, when it is another one. ``is_ours`` is false for pages that Django or a
    package draws, where we choose words and colours at most.
    """

    name: str
    path: str
    who: str = ""
    status: int = 200
    arrive: Callable[[Page, Scene], None] | None = None
    at: str = ""
    is_ours: bool = True
    # A selector of where our words are, or nothing.
    words_in: str = "body"


def _of(who: str, *sights: tuple[str, str] | Sight) -> list[Sight]:
    made = [sight if isinstance(sight, Sight) else Sight(*sight) for sight in sights]
    return [replace(sight, who=who) for sight in made]


STRANGERS: Final = [
    Sight("board", "/"),
    Sight("board by category", "/?category=food"),
    Sight("board near", "/?near=47.39,8.53"),
    Sight("board near nothing", "/?near=10.5,10.5"),
    Sight("board with nothing found", "/?q=xyzzy"),
    Sight("board with filters that leave nothing", "/?category=food&when=today&q=xyzzy"),
    Sight("asking for the place", "/", arrive=arriving.near_me),
    Sight("typing a place", "/near/"),
    Sight("a place not found", "/near/?place=Zurchi", status=404),
    Sight("flyer", "/flyers/{live}/"),
    Sight("flyer that has ended", "/flyers/{ended}/", status=404),
    Sight("flyer that was withdrawn", "/flyers/{withdrawn}/", status=404),
    Sight("flyer that is hidden", "/flyers/{hidden}/", status=404),
    Sight("flyer that was deleted", "/flyers/{gone}/", status=410),
    Sight("profile", "/users/{bob}/"),
    Sight("profile with its menu", "/users/{bob}/", arrive=arriving.open_menu),
    Sight("profile without flyers", "/users/{charlie}/"),
    Sight("poster on A4", "/flyers/{live}/print/"),
    Sight("poster on A5", "/flyers/{live}/print/?size=a5"),
    Sight("offline", "/offline/"),
    Sight("not found", "/nothing/", status=404),
    Sight("report a flyer", "/flyers/{theirs}/report/"),
    Sight("report a person", "/users/{bob}/report/"),
    Sight("report refused", "/flyers/{theirs}/report/", arrive=arriving.send_as_it_is),
    Sight("the way back", "/stay/{token}/"),
    Sight("API for reading", "/api/docs/", is_ours=False, words_in="header"),
]
AT_THE_DOOR: Final = [
    Sight("sign in", "/accounts/login/"),
    Sight("sign in first", "/flyers/{theirs}/favourite/", at="account_login"),
    Sight("sign in refused", "/accounts/login/", arrive=arriving.sign_in_wrongly),
    Sight("second step", "/accounts/login/", arrive=arriving.to_second_step, at="mfa_authenticate"),
    Sight("sign up", "/accounts/signup/"),
    Sight("sign up refused", "/accounts/signup/", arrive=arriving.sign_up_wrongly),
    Sight("sign up, the code", "/accounts/signup/", arrive=arriving.sign_up, at="account_email_verification_sent"),
    Sight(
        "sign up, a wrong code", "/accounts/signup/", arrive=arriving.wrong_code, at="account_email_verification_sent"
    ),
    Sight("sign up with a passkey", "/accounts/signup/passkey/"),
    Sight("make the passkey", "/accounts/signup/passkey/", arrive=arriving.to_passkey, at="mfa_signup_webauthn"),
    Sight("password forgotten", "/accounts/password/reset/"),
    Sight(
        "password forgotten, the code",
        "/accounts/password/reset/",
        arrive=arriving.ask_for_reset,
        at="account_confirm_password_reset_code",
    ),
    Sight(
        "password forgotten, a new one",
        "/accounts/password/reset/",
        arrive=arriving.to_new_password,
        at="account_complete_password_reset",
    ),
    Sight("password set anew", "/accounts/password/reset/done/"),
    Sight("account that rests", "/accounts/inactive/"),
]
# Has nothing yet.
CHARLIE: Final = _of(
    "Charlie",
    ("board of a member", "/"),
    ("favourites, none", "/?show=favourites"),
    ("following, none", "/?show=following"),
    ("own profile, no flyers", "/users/{charlie}/"),
    Sight("own profile with its menu", "/users/{charlie}/", arrive=arriving.open_menu),
    ("edit profile", "/me/edit/"),
    Sight("edit profile refused", "/me/edit/", arrive=arriving.empty_name),
    Sight("edit profile, the square", "/me/edit/", arrive=arriving.crop),
    ("new flyer", "/flyers/new/"),
    Sight("new flyer refused", "/flyers/new/", arrive=arriving.publish_nothing),
    Sight("new flyer, the preview", "/flyers/new/", arrive=arriving.write_a_flyer),
    ("keep a flyer?", "/flyers/{theirs}/favourite/"),
    ("follow?", "/users/{bob}/follow/"),
    ("block?", "/users/{bob}/block/"),
    ("write to somebody", "/users/{bob}/write/"),
    Sight("write to somebody refused", "/users/{bob}/write/", arrive=arriving.send_as_it_is),
    Sight("somebody else's flyer to edit", "/flyers/{live}/edit/", status=403),
    Sight("a form that was open for too long", "/me/privacy/", arrive=arriving.without_token),
)
ACCOUNT: Final = [
    *_of(
        "Charlie",
        ("change e-mail", "/accounts/email/"),
        ("change password", "/accounts/password/change/"),
        Sight("change password refused", "/accounts/password/change/", arrive=arriving.change_password_wrongly),
        ("sign out", "/accounts/logout/"),
        ("sessions", "/accounts/sessions/"),
        ("privacy", "/me/privacy/"),
        ("leave", "/me/leave/"),
        ("is it you?", "/accounts/reauthenticate/"),
        ("second step, none", "/accounts/2fa/"),
        ("add an app", "/accounts/2fa/totp/activate/"),
        Sight("add an app refused", "/accounts/2fa/totp/activate/", arrive=arriving.guess_the_code),
        ("passkeys, none", "/accounts/2fa/webauthn/"),
        ("add a passkey", "/accounts/2fa/webauthn/add/"),
    ),
    *_of(
        "Gita",
        ("second step, all", "/accounts/2fa/"),
        ("remove the app", "/accounts/2fa/totp/deactivate/"),
        ("recovery codes", "/accounts/2fa/recovery-codes/"),
        ("new recovery codes", "/accounts/2fa/recovery-codes/generate/"),
        ("passkeys", "/accounts/2fa/webauthn/"),
        ("rename a passkey", "/accounts/2fa/webauthn/keys/{passkey}/edit/"),
        ("remove a passkey", "/accounts/2fa/webauthn/keys/{passkey}/remove/"),
        ("is it you? by code", "/accounts/2fa/reauthenticate/"),
        ("is it you? by passkey", "/accounts/2fa/webauthn/reauthenticate/"),
    ),
    *_of(
        "Paul",
        Sight(
            "change e-mail, the code",
            "/accounts/email/",
            arrive=arriving.change_email,
            at="account_email_verification_sent",
        ),
    ),
    *_of("Uma", ("set a password", "/accounts/password/set/")),
    # One for each language: they are gone after it.
    Sight("account is being deleted", "/", arrive=arriving.leave, at="leave"),
]
# Keeps, follows, blocks, and has asked for a copy of everything.
DORA: Final = _of(
    "Dora",
    ("favourites", "/?show=favourites"),
    ("following", "/?show=following"),
    ("flyer that one keeps", "/flyers/{live}/"),
    ("profile of somebody one follows", "/users/{bob}/"),
    ("profile of somebody one blocks", "/users/{charlie}/"),
    ("privacy, with a copy and somebody blocked", "/me/privacy/"),
)
# Has flyers in every state.
ALICE: Final = _of(
    "Alice",
    ("own profile", "/users/{alice}/"),
    ("own profile, by state", "/users/{alice}/?status=ended"),
    ("own flyer", "/flyers/{live}/"),
    ("edit flyer", "/flyers/{live}/edit/"),
    ("edit a flyer that has ended", "/flyers/{ended}/edit/"),
    ("edit a flyer that is hidden", "/flyers/{hidden}/edit/"),
    ("edit a flyer that is being located", "/flyers/{located}/edit/"),
    Sight("edit flyer, changed meanwhile", "/flyers/{live}/edit/", arrive=arriving.save_stale),
    ("copy of a flyer", "/flyers/new/?from={live}"),
    ("delete flyer", "/flyers/{live}/delete/"),
    Sight("own profile after withdrawing", "/users/{alice}/", arrive=arriving.withdraw_and_back),
)
OPERATOR: Final = [
    *(
        Sight(name, path, "Otto", is_ours=False, words_in="#content")
        for name, path in (
            ("admin", "/admin/"),
            ("admin, reports", "/admin/flyers/report/"),
            ("admin, report", "/admin/flyers/report/{report}/change/"),
            ("admin, the trail", "/admin/flyers/decision/"),
            ("admin, decision", "/admin/flyers/decision/{decision}/change/"),
            ("admin, flyers", "/admin/flyers/flyer/"),
        )
    ),
    # Full of what packages say and somebody typed, in whatever language.
    *(
        Sight(name, path, "Otto", is_ours=False, words_in="")
        for name, path in (
            ("admin, flyer", "/admin/flyers/flyer/{hidden}/change/"),
            ("admin, people", "/admin/accounts/user/"),
            ("admin, person", "/admin/accounts/user/{bob}/change/"),
            ("admin, categories", "/admin/flyers/category/"),
            ("admin, category", "/admin/flyers/category/{food}/change/"),
        )
    ),
]
# What is answered when something goes wrong, whatever was asked for: there is no address to open.
IN_TROUBLE: Final = [
    Sight(f"answer {status}", f"/answers/{status}/", status=status) for status in (400, 411, 413, 429, 500)
]
SIGHTS: Final = [*STRANGERS, *AT_THE_DOOR, *CHARLIE, *ACCOUNT, *DORA, *ALICE, *OPERATOR, *IN_TROUBLE]
