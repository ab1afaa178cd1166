import re

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from conftest import PASSWORD
from pockitflyer.accounts.models import Follow, User

pytestmark = pytest.mark.django_db


def sign_up(client, **changes):
    form = {"name": "Dora", "email": "Dora@Example.com", "password1": PASSWORD} | changes
    return client.post(reverse("account_signup"), form, follow=True)


def code_in(message) -> str:
    found = re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]+)\s*$", message.body, re.M)
    assert found, message.body
    return found.group(1)


def test_a_newcomer_signs_up_with_the_code_from_the_mail(client):
    answer = sign_up(client)
    assert answer.status_code == 200
    code = code_in(mail.outbox[0])
    answer = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)
    dora = User.objects.get(email="dora@example.com")
    assert dora.name == "Dora"
    assert answer.context["user"] == dora


def test_before_the_code_nobody_is_signed_in(client):
    sign_up(client)
    assert client.get(reverse("edit_profile")).status_code == 302


def test_a_taken_address_looks_like_any_other(client, alice):
    free, taken = sign_up(client), sign_up(client, email="ALICE@example.com")
    assert taken.redirect_chain == free.redirect_chain
    assert User.objects.filter(email__iexact="alice@example.com").count() == 1


@pytest.mark.parametrize(
    "change",
    [{"name": " "}, {"name": "x" * 51}, {"password1": "short"}, {"password1": "password"}, {"email": "no"}],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(client, change):
    answer = sign_up(client, **change)
    assert answer.context["form"].errors
    assert not User.objects.exists()
    if "name" not in change:
        assert 'value="Dora"' in answer.content.decode()


def test_sign_in_ignores_the_case_of_the_address(client, alice):
    client.post(reverse("account_login"), {"login": "ALICE@Example.com", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_wrong_password_and_unknown_address_read_the_same(client, alice):
    texts = set()
    for email in ("alice@example.com", "nobody@example.com"):
        answer = client.post(reverse("account_login"), {"login": email, "password": "not this one"})
        texts.add(str(answer.context["form"].errors))
    assert len(texts) == 1


def test_sign_out(client, alice):
    client.force_login(alice)
    client.post(reverse("account_logout"))
    assert client.get(reverse("edit_profile")).status_code == 302


def test_one_account_per_address_whatever_its_case(alice):
    with pytest.raises(IntegrityError):
        User.objects.create(email="ALICE@example.com", name="Impostor")


def test_nobody_follows_themselves(alice):
    with pytest.raises(IntegrityError):
        Follow.objects.create(follower=alice, followed=alice)
