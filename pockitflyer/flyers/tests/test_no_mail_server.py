"""When no mail server takes a mail: it is said in plain words, what was typed stays, and nothing is half done."""

import datetime as dt
import re
import socket

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as sent_by_tests
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from conftest import PASSWORD
from pockitflyer.accounts.half_done import NothingHalfDone
from pockitflyer.accounts.models import Session, User
from pockitflyer.flyers import exporting
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import problem, sign_in
from pockitflyer.web import mail
from pockitflyer.web.tests.smtp_server import Mailbox, smtp_server

pytestmark = pytest.mark.django_db
APP = "/_allauth/app/v1/"
SENTENCES = {
    "en": "The mail could not be sent. Try again in a moment.",
    "de": "Die Mail konnte nicht gesendet werden. Versuch es gleich noch einmal.",
}
REFUSED = ["MAIL", "RCPT", "DATA", "unreachable"]


@pytest.fixture
def mailbox(settings, tmp_path):
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    with smtp_server() as found:
        settings.MAILERS = found.mailers
        yield found


@pytest.fixture(params=REFUSED)
def down(request, mailbox, settings) -> Mailbox:
    """Each way in which a mail is not taken."""
    return make_down(mailbox, settings, request.param)


@pytest.fixture
def closed(mailbox, settings) -> Mailbox:
    """One of them."""
    return make_down(mailbox, settings, "RCPT")


def make_down(mailbox: Mailbox, settings, how: str) -> Mailbox:
    if how == "unreachable":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            settings.MAILERS = Mailbox(port=free.getsockname()[1]).mailers
    else:
        mailbox.refuses = how
    return mailbox


def up_again(mailbox: Mailbox, settings) -> None:
    mailbox.refuses = ""
    settings.MAILERS = mailbox.mailers


def sign_up(client, email="dora@example.com", **more):
    form = {"name": "Dora <3", "email": email, "password1": PASSWORD}
    return client.post(reverse("account_signup"), form, **more)


def is_kind(page, language="en") -> str:
    """503 in plain words and in our look; returns the page."""
    text = page.content.decode()
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert SENTENCES[language] in text
    assert f'<html lang="{language}"' in text
    assert '<header class="top">' in text
    return text


def in_app(path: str, body: dict, headers: dict | None = None):
    return Client().post(APP + path, body, content_type="application/json", headers=headers or {})


def test_a_mail_is_taken_by_a_server_that_is_well(client, mailbox):
    assert sign_up(client).status_code == 302
    assert "To: dora@example.com" in mailbox.taken[0]


def test_a_sign_up_says_so_keeps_what_was_typed_and_makes_no_account(client, down, settings):
    page = is_kind(sign_up(client))
    assert 'value="Dora &lt;3"' in page
    assert 'value="dora@example.com"' in page
    assert PASSWORD not in page
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    up_again(down, settings)
    # At once, and as if nothing had been.
    assert sign_up(client).status_code == 302
    assert len(down.taken) == 1
    assert User.objects.get().name == "Dora <3"


def test_it_is_said_in_german(closed):
    page = sign_up(Client(HTTP_ACCEPT_LANGUAGE="de"))
    is_kind(page, "de")


@pytest.mark.parametrize("language", ["en", "de"])
def test_where_no_form_can_come_back_a_page_says_it(rf, language):
    with override(language):
        answer = NothingHalfDone(lambda request: None).process_exception(rf.post("/somewhere/"), mail.NotSent())
    is_kind(answer, language)


def test_a_sign_up_with_a_taken_address_reads_the_same(closed, alice):
    pages = [is_kind(sign_up(Client(), email)) for email in ("dora@example.com", alice.email)]
    masked = [page.replace(alice.email, "dora@example.com").replace(token_in(page), "") for page in pages]
    assert masked[0] == masked[1]
    assert list(User.objects.values_list("email", flat=True)) == [alice.email]


def token_in(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)


def test_a_sign_up_with_a_passkey_makes_no_account(client, closed):
    page = client.post(reverse("account_signup_by_passkey"), {"name": "Dora", "email": "dora@example.com"})
    assert 'value="dora@example.com"' in is_kind(page)
    assert not User.objects.exists()


def test_a_sign_up_of_an_app_is_a_problem_and_makes_no_account(down, settings):
    form = {"name": "Dora", "email": "dora@example.com", "password": PASSWORD}
    answer = in_app("auth/signup", form)
    problem(answer, 503, "not-sent")
    assert int(answer.headers["Retry-After"]) > 0
    assert not User.objects.exists()
    up_again(down, settings)
    assert in_app("auth/signup", form).status_code == 401
    assert len(down.taken) == 1
    assert User.objects.exists()


def test_signing_in_before_the_address_is_confirmed_keeps_the_address(client, closed, alice):
    EmailAddress.objects.update(verified=False)
    page = client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
    assert f'value="{alice.email}"' in is_kind(page)
    assert not Session.objects.exists()
    assert User.objects.get() == alice


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_a_forgotten_password_keeps_the_address_and_begins_nothing(client, down, alice, email):
    page = client.post(reverse("account_reset_password"), {"email": email})
    assert f'value="{email}"' in is_kind(page)
    assert client.get(reverse("account_confirm_password_reset_code")).status_code == 302
    problem(in_app("auth/password/request", {"email": email}), 503, "not-sent")


def test_a_change_of_address_keeps_what_was_typed_and_changes_nothing(client, closed, alice):
    client.force_login(alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.post(reverse("account_email"), {"email": "new@example.com", "action_add": ""})
    assert 'value="new@example.com"' in is_kind(page)
    assert "waits to be confirmed" not in client.get(reverse("account_email")).content.decode()
    assert list(EmailAddress.objects.values_list("email", flat=True)) == [alice.email]


def as_oneself(user) -> Client:
    """Who has shown a moment ago that it is them."""
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_nobody_is_deleted_who_cannot_be_told_how_to_come_back(down, settings, alice):
    flyer, client = pin(alice), as_oneself(alice)
    is_kind(client.post("/me/leave/"))
    alice.refresh_from_db()
    assert alice.is_active
    assert alice.leaves_at is None
    assert [card.id for card in read_board().cards] == [flyer.pk]
    assert not DBTaskResult.objects.exists()
    assert client.get("/me/privacy/").status_code == 200
    up_again(down, settings)
    assert client.post("/me/leave/").status_code == 200
    assert "/stay/" in down.taken[0].replace("=\n", "")


def test_nobody_is_deleted_by_the_api_either(client, closed, alice):
    headers = sign_in(alice)
    in_app("auth/reauthenticate", {"password": PASSWORD}, headers)
    answer = client.delete("/api/v1/users/me/", headers=headers)
    problem(answer, 503, "not-sent")
    assert int(answer.headers["Retry-After"]) > 0
    assert User.objects.get().leaves_at is None


def test_a_letter_keeps_what_was_typed(client, down, alice, bob):
    client.force_login(bob)
    page = client.post(f"/users/{alice.pk}/write/", {"words": "Is the shelf <there>?"})
    assert "Is the shelf &lt;there&gt;?" in is_kind(page)


def test_a_letter_by_the_api_is_a_problem_and_its_key_stays_free(client, closed, settings, alice, bob):
    headers = sign_in(bob) | {"Idempotency-Key": "one"}

    def write():
        path = f"/api/v1/users/{alice.pk}/letters/"
        return client.post(path, {"words": "Hello"}, content_type="application/json", headers=headers)

    problem(write(), 503, "not-sent")
    up_again(closed, settings)
    assert write().status_code == 201
    assert len(closed.taken) == 1


def due() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path=mail.deliver.module_path, status="READY"))


def done(task: DBTaskResult) -> None:
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    mail.deliver.func(*task.args_kwargs["args"])


def test_what_is_done_is_done_and_its_notice_comes_later(down, settings, alice):
    client, new = as_oneself(alice), "another-way-home-52"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = client.post(reverse("account_change_password"), form, headers={"Accept-Language": "de"})
    assert answer.status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(new)
    (task,) = due()
    assert task.run_after - timezone.now() <= dt.timedelta(minutes=1)
    done(task)
    (again,) = due()
    assert again.run_after - timezone.now() > dt.timedelta(minutes=1)
    up_again(down, settings)
    done(again)
    assert due() == []
    assert "To: alice@example.com" in down.taken[0]
    assert 'lang="de"' in down.taken[0].replace("=3D", "=")


def test_after_some_hours_an_operator_sees_that_a_notice_was_given_up(closed, alice):
    with pytest.raises(mail.NotSent):
        mail.deliver.func(alice.email, "Subject", "Words", "en", 10)
    assert due() == []


def test_a_copy_of_ones_data_is_there_although_nobody_could_be_told(down, settings, alice):
    exporting.build.func(exporting.ask(alice, "http://testserver/me/privacy/").pk, "http://testserver/me/privacy/")
    assert exporting.latest(alice.pk).ready_at is not None
    up_again(down, settings)
    done(*due())
    assert "/me/privacy/" in down.taken[0]


def test_the_log_tells_why_and_nobody_s_address(client, closed, caplog):
    sign_up(client)
    assert "No mail server took a mail" in caplog.text
    assert "dora@example.com" not in caplog.text


def test_asking_for_the_next_code_too_soon_leaves_no_account_without_a_mail(client, db):
    """The limit of codes for one address is looked at after the account is written."""
    cache.clear()
    assert sign_up(client).status_code == 302
    User.objects.all().delete()
    page = sign_up(Client())
    assert page.status_code == 429
    assert 'value="dora@example.com"' in page.content.decode()
    assert not User.objects.exists()
    assert len(sent_by_tests.outbox) == 1
