"""Accounts people can trust: a lost password, a second step, every session in sight, and nothing told to strangers."""

import base64
import re
import time
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from conftest import PASSWORD
from pockitflyer.accounts import sign_in as sign_in_module
from pockitflyer.accounts.models import Session, User
from pockitflyer.accounts.tests.test_sign_up import code_in, sign_up

pytestmark = pytest.mark.django_db
NEW = "another-way-home-52"


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


def sign_in(email="alice@example.com", password=PASSWORD, **headers) -> Client:
    client = Client(**headers)
    client.answer = client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def is_signed_in(client) -> bool:
    return client.get(reverse("edit_profile")).status_code == 200


def confirmed(client) -> Client:
    """Has shown a moment ago that it is them."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def ask_for_reset(client, email="alice@example.com"):
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def test_a_forgotten_password_is_set_anew_with_the_code_from_the_mail(client, alice):
    elsewhere = sign_in()
    ask_for_reset(client)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in(mail.outbox[-1])})
    client.post(reverse("account_complete_password_reset"), {"password1": NEW, "password2": NEW})
    assert is_signed_in(sign_in(password=NEW))
    assert not is_signed_in(sign_in())
    assert not is_signed_in(elsewhere)
    assert mail.outbox[-1].subject == "Your password was set anew"


def test_three_wrong_codes_end_the_reset(client, alice):
    ask_for_reset(client)
    for _ in range(3):
        client.post(reverse("account_confirm_password_reset_code"), {"code": "WRONG1"})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in(mail.outbox[-1])})
    assert client.get(reverse("account_complete_password_reset")).status_code == 302


def test_a_reset_reads_the_same_for_an_unknown_address(alice):
    known, unknown = (ask_for_reset(Client(), email) for email in ("alice@example.com", "nobody@example.com"))
    assert known.redirect_chain == unknown.redirect_chain
    texts = [re.sub(r"value=\"\w{64}\"|alice|nobody", "", page.content.decode()) for page in (known, unknown)]
    assert texts[0] == texts[1]
    # As many mails, too: one to each.
    assert sorted(to for message in mail.outbox for to in message.to) == ["alice@example.com", "nobody@example.com"]


def hashed_by(monkeypatch, ask) -> int:
    """How many passwords are hashed or compared while something is asked; that takes the time."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    counted, hash_ = [], MD5PasswordHasher.encode
    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", lambda self, *given: counted.append(1) or hash_(self, *given))
        ask()
    return len(counted)


@pytest.mark.parametrize("way", ["sign-up", "sign-up of an app", "sign-in", "sign-in of an app"])
def test_a_known_address_costs_as_many_hashes_as_an_unknown_one(alice, monkeypatch, way):
    def ask(email: str) -> None:
        form = {"email": email, "name": "Dora", "password": NEW}
        if way == "sign-up":
            sign_up(Client(), email=email)
        elif way == "sign-in":
            sign_in(email, "wrong")
        else:
            path = "/_allauth/app/v1/auth/" + ("signup" if "up" in way else "login")
            Client().post(path, form, content_type="application/json")

    known = hashed_by(monkeypatch, lambda: ask("alice@example.com"))
    unknown = hashed_by(monkeypatch, lambda: ask("nobody@example.com"))
    assert known == unknown == 1


def test_a_refused_password_costs_no_hash_whatever_the_address(alice, monkeypatch):
    for email in ("alice@example.com", "nobody@example.com"):
        assert hashed_by(monkeypatch, lambda email=email: sign_up(Client(), email=email, password1="12345678")) == 0


@pytest.mark.parametrize("way", ["page", "app", "change", "reset", "reset of an app"])
def test_no_address_is_answered_before_its_time(alice, bob, monkeypatch, way):
    """Some milliseconds of writing would tell which address has an account. Waited is what is left of that time."""
    monkeypatch.setattr(sign_in_module, "NEW_ADDRESS_TAKES_S", 1000)
    waited = []
    # There alone: other threads of the run sleep as well.
    monkeypatch.setattr(sign_in_module, "time", SimpleNamespace(monotonic=time.monotonic, sleep=waited.append))
    for email in ("bob@example.com", "nobody@example.com"):
        if way == "page":
            sign_up(Client(), email=email)
        elif way == "app":
            form = {"email": email, "name": "Dora", "password": NEW}
            Client().post("/_allauth/app/v1/auth/signup", form, content_type="application/json")
        elif way == "reset":
            ask_for_reset(Client(), email)
        elif way == "reset of an app":
            path = "/_allauth/app/v1/auth/password/request"
            Client().post(path, {"email": email}, content_type="application/json")
        else:
            confirmed(sign_in()).post(reverse("account_email"), {"email": email, "action_add": ""})
    assert len(waited) == 2
    assert all(900 < seconds <= 1000 for seconds in waited)


def test_a_changed_password_signs_out_everywhere_else(alice):
    here, elsewhere = sign_in(), sign_in()
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert confirmed(here).post(reverse("account_change_password"), form).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert mail.outbox[-1].subject == "Your password was changed"


def test_a_new_address_counts_once_its_code_is_entered(alice):
    client = confirmed(sign_in())
    client.post(reverse("account_email"), {"email": "alice@new.example", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    code = next(code_in(message) for message in mail.outbox if message.to == ["alice@new.example"])
    client.post(reverse("account_email_verification_sent"), {"code": code})
    alice.refresh_from_db()
    assert alice.email == "alice@new.example"


def test_changing_to_a_taken_address_reads_like_to_any_other(alice, bob):
    chains = []
    for email in ("bob@example.com", "nobody@example.com"):
        client = confirmed(sign_in())
        answer = client.post(reverse("account_email"), {"email": email, "action_add": ""}, follow=True)
        chains.append((answer.redirect_chain, [str(one) for one in answer.context["messages"]]))
    assert str(chains[0]).replace("bob", "nobody") == str(chains[1])


def test_all_sessions_are_listed_and_ended_with_one_press(alice):
    firefox = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    here, elsewhere = sign_in(HTTP_USER_AGENT=firefox), sign_in(HTTP_USER_AGENT="A phone <script>")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Android" in page
    assert "Mozilla" not in page
    assert "A phone &lt;script&gt;" in page
    here.post(reverse("usersessions_list"))
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_who_is_asking_costs_one_query(alice, django_assert_num_queries):
    client = sign_in()
    with django_assert_num_queries(1):
        assert is_signed_in(client)


def test_a_session_of_somebody_who_is_not_active_is_of_nobody(alice):
    client = sign_in()
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_a_session_row_knows_its_owner(alice):
    sign_in()
    assert Session.objects.get().owner == alice


def totp_code(user) -> str:
    secret = TOTP(Authenticator.objects.get(user=user, type="totp")).instance.data["secret"]
    from pockitflyer.accounts.passkeys import MfaAdapter

    return code_of(MfaAdapter().decrypt(secret))


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def with_second_step(client) -> list[str]:
    """Adds an authenticator app; returns the recovery codes."""
    page = confirmed(client).get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    cache.clear()
    return client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]


def test_an_authenticator_app_is_asked_for_after_the_password(alice):
    with_second_step(sign_in())
    cache.clear()
    client = sign_in()
    assert client.answer["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    client.post(reverse("mfa_authenticate"), {"code": totp_code(alice)})
    assert is_signed_in(client)


def test_a_recovery_code_signs_in_once(alice):
    code = with_second_step(sign_in())[0]
    first = sign_in()
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(first)
    second = sign_in()
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(second)


def test_secrets_of_the_second_step_are_not_readable_in_the_database(alice):
    client = sign_in()
    page = confirmed(client).get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept


def test_the_code_to_scan_is_a_file_that_browsers_draw(alice):
    """Without its namespace it is none, and nothing is shown."""
    page = confirmed(sign_in()).get(reverse("mfa_activate_totp"))
    type_, _, data = page.context["totp_svg_data_uri"].partition(";base64,")
    assert type_ == "data:image/svg+xml"
    assert ElementTree.fromstring(base64.b64decode(data)).tag == "{http://www.w3.org/2000/svg}svg"
    assert page.context["totp_svg_data_uri"] in page.content.decode()


def test_settings_of_the_second_step_ask_who_it_is_again(alice):
    client = sign_in()
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_guessing_a_password_is_stopped_even_when_the_guess_is_right(alice):
    for _ in range(5):
        sign_in(password="wrong")
    client = sign_in()
    assert not is_signed_in(client)
    assert "Too many failed" in client.answer.content.decode()


def test_guessing_a_password_by_an_app_is_stopped_as_well(client, alice):
    def guess(password: str) -> int:
        form = {"email": alice.email, "password": password}
        path = "/_allauth/app/v1/auth/login"
        return Client().post(path, form, content_type="application/json").status_code

    assert guess(PASSWORD) == 200
    for _ in range(5):
        assert guess("wrong") == 400
    assert guess(PASSWORD) == 429
    # One limit for both doors.
    assert not is_signed_in(sign_in())


def test_no_crowd_of_other_counts_ends_a_limit(alice):
    for _ in range(5):
        sign_in(password="wrong")
    for n in range(400):
        cache.set(f"~{n}", n, 600)
    assert not is_signed_in(sign_in(REMOTE_ADDR="192.0.2.7"))


def test_guessing_from_one_address_is_stopped_whatever_the_account(alice, bob):
    for n in range(10):
        sign_in(f"nobody{n}@example.com", "wrong")
    assert not is_signed_in(sign_in())
    assert is_signed_in(sign_in(REMOTE_ADDR="192.0.2.7"))


def test_many_sign_ups_from_one_address_are_stopped_in_words(client):
    for n in range(21):
        answer = sign_up(Client(), email=f"dora{n}@example.com")
    assert answer.status_code == 429
    assert "Try again in " in answer.content.decode()


def test_who_asks_is_told_by_the_proxy_only_when_there_is_one(alice, settings):
    for n in range(10):
        sign_in(f"nobody{n}@example.com", "wrong", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert not is_signed_in(sign_in(HTTP_X_FORWARDED_FOR="203.0.113.9"))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert is_signed_in(sign_in(HTTP_X_FORWARDED_FOR="203.0.113.9"))


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_only_within_the_site(client, alice, next_):
    answer = client.post(reverse("account_login") + f"?next={next_}", {"login": alice.email, "password": PASSWORD})
    assert answer["Location"] == "/"


def test_signing_in_leads_back_to_where_one_was(client, alice):
    answer = client.post(reverse("account_login") + "?next=/me/edit/", {"login": alice.email, "password": PASSWORD})
    assert answer["Location"] == "/me/edit/"


def test_the_admin_has_no_sign_in_of_its_own(client, alice):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    client.force_login(alice)
    assert client.get("/admin/login/").status_code == 403


def test_argon2_hashes_new_passwords():
    from django.conf import settings as kept

    from pockitflyer import settings as ours

    assert ours.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert kept.PASSWORD_HASHERS[0].endswith("MD5PasswordHasher")


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Your code for a new password"), ("de", "Dein Code für ein neues Passwort")]
)
def test_mails_are_text_and_html_in_the_reader_s_language(alice, language, subject):
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    ask_for_reset(client)
    message = mail.outbox[-1]
    html, type_ = message.alternatives[0]
    assert message.subject == subject
    assert type_ == "text/html"
    assert f'<html lang="{language}">' in html
    assert code_in(message) in html


def test_every_mail_of_allauth_has_our_words():
    from pathlib import Path

    import allauth

    from pockitflyer.accounts import mails

    ours = {*mails._MAILS, *mails._NOTICES}
    root = Path(allauth.__file__).parent / "templates"
    theirs = {
        str(path.relative_to(root)).removesuffix("_subject.txt")
        for app in ("account", "mfa")
        for path in (root / app / "email").glob("*_subject.txt")
    }
    # By link and by phone: not offered.
    assert theirs - ours == {"account/email/password_reset_key", "account/email/login_code"}


def test_no_sentence_of_allauth_s_says_sie():
    """Those of its forms and messages; its own templates are not used."""
    from pathlib import Path

    import allauth
    import polib

    catalogue = polib.pofile(str(Path(allauth.__file__).parent / "locale/de/LC_MESSAGES/django.po"))
    offered = re.compile(r"(account|mfa|usersessions)/|templates/(account|mfa|usersessions)/messages/")
    said = {entry.msgid for entry in catalogue if any(offered.match(file) for file, _ in entry.occurrences)}
    with override("de"):
        german = {sentence: gettext(sentence) for sentence in said}
    assert len(german) > 50
    formal = {sentence for sentence, words in german.items() if re.search(r"\b(Sie|Ihre?[nmrs]?|Ihnen)\b|ß", words)}
    # Phone numbers are not asked for, and codes can be seen again.
    assert {one for one in formal if "phone" not in one and "shown again" not in one} == set()


PAGES = [
    "account_login", "account_signup", "account_signup_by_passkey", "account_reset_password", "account_inactive"
]  # fmt: skip
OWN_PAGES = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "usersessions_list",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_of_an_account_is_in_our_look_and_both_languages(alice, language):
    stranger = Client(HTTP_ACCEPT_LANGUAGE=language)
    pages = [stranger.get(reverse(name)) for name in PAGES]
    own = confirmed(sign_in(HTTP_ACCEPT_LANGUAGE=language))
    pages += [own.get(reverse(name)) for name in OWN_PAGES]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200, page.request
        assert f'<html lang="{language}"' in text
        assert '<header class="top">' in text
