"""Run by the board itself, on its own data: puts up the scene and prints what of it tests need to know."""

import datetime as dt
import hashlib
import json
import time

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from pockitflyer.accounts import blocking, following
from pockitflyer.accounts.models import Export, User
from pockitflyer.flyers import favourites, leaving, life, moderation, reporting
from pockitflyer.flyers.demo.faces import draw_face
from pockitflyer.flyers.demo.posters import draw_poster
from pockitflyer.flyers.demo.texts import FLYERS, PUBLISHERS
from pockitflyer.flyers.models import Category, Flyer, Upload
from pockitflyer.flyers.reported import Reason
from pockitflyer.flyers.tests.board import pin
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import AVATAR, POSTER

PASSWORD = "a-long-walk-home"
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
now = timezone.now()


def a_passkey():
    """As a browser sends it, of a key that nobody has."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    place = hashlib.sha256(b"localhost").digest()
    data = AuthenticatorData.create(place, 0x41, 0, AttestedCredentialData.create(b"-" * 16, b"k" * 16, key))
    made = {
        "clientDataJSON": CollectedClientData.create("webauthn.create", b"c" * 16, "http://localhost"),
        "attestationObject": AttestationObject.create("none", data, {}),
    }
    return {
        "id": websafe_encode(b"k" * 16),
        "rawId": websafe_encode(b"k" * 16),
        "type": "public-key",
        "response": {name: websafe_encode(part) for name, part in made.items()},
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


live = [flyer for flyer in FLYERS if flyer.stage == "live"]
drawn = [live[n].posters[0] for n in (0, 7, 14, 21)]
posters = [take_in(draw_poster(poster), POSTER) for poster in drawn]
faces = [take_in(draw_face(one), AVATAR) for one in [one for one in PUBLISHERS if one.has_picture][:2]]


def person(name, face=None, **columns):
    email = f"{name.lower()}@example.com"
    user = User.objects.create_user(email, PASSWORD, name=name, **columns)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if face is not None:
        user.picture = face
        user.save()
    return user


def signed_in(user, agent=FIREFOX):
    client = Client()
    client.force_login(user)
    session = client.session
    # They have just said who they are, and so they have for as long as the tests take.
    proof = {"method": "password", "at": time.time() + 86_400, "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    seen = {"user": user, "ip": "192.0.2.7", "user_agent": agent}
    UserSession.objects.update_or_create(session_key=session.session_key, defaults=seen)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def flyer(owner, number, images=1, **columns):
    words = live[number % len(live)]
    made = pin(owner, words.title, images=images, categories=words.categories, text=words.text, **columns)
    for image in made.images.all():
        image.picture = posters[(number + image.position) % len(posters)]
        image.save()
        Upload.objects.get_or_create(
            owner=owner, key=image.picture.key, defaults={"picture": image.picture, "sent_at": now}
        )
    return made


alice, bob, charlie, dora = person("Alice", faces[0]), person("Bob", faces[1]), person("Charlie"), person("Dora")
gita, otto = person("Gita"), person("Otto", is_staff=True, is_superuser=True)
leo, lea, uma, ina, paul = person("Leo"), person("Lea"), person("Uma"), person("Ina"), person("Paul")
uma.set_unusable_password()
uma.save()

theirs = [flyer(bob, n, images=1 + n % 3, starts_at=now - dt.timedelta(hours=n + 1)) for n in range(24)]
past, ahead = now - dt.timedelta(days=9), now + dt.timedelta(days=2)
mine = {
    "live": flyer(alice, 30, images=3, info_1="Tische ab 10 Franken: www.example.com", info_2="Bei Regen im Saal"),
    "scheduled": flyer(alice, 31, starts_at=ahead),
    "ended": flyer(alice, 32, starts_at=past, ends_at=now - dt.timedelta(days=1)),
    "withdrawn": flyer(alice, 33),
    "hidden": flyer(alice, 34),
    "located": flyer(alice, 35, lat=None, lon=None, is_being_located=True),
    "gone": flyer(alice, 36),
}
life.withdraw(alice.pk, mine["withdrawn"].pk)
life.delete(alice.pk, mine["gone"].pk)
reporting.report_flyer(theirs[3].pk, dora.pk, Reason.SPAM, "Das ist reine Werbung.")
reporting.report_person(bob.pk, None, Reason.PRIVATE, "")
moderation.hide(mine["hidden"], Reason.ILLEGAL.english, otto.email)
moderation.dismiss(reporting.report_flyer(theirs[4].pk, gita.pk, Reason.OTHER, "Gefällt mir nicht."), otto.email)

for kept in (theirs[0], theirs[1], mine["live"]):
    favourites.keep(dora.pk, kept.pk)
following.follow(dora.pk, bob.pk)
blocking.block(dora.pk, charlie.pk)
copy = Export.objects.create(owner=dora, ready_at=now, file=default_storage.save("copy.zip", ContentFile(b"PK")))

TOTP.activate(gita, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
RecoveryCodes.activate(gita)
passkey = WebAuthn.add(gita, "Telefon", a_passkey()).instance

tokens = []
leaving.leave(ina, lambda token: tokens.append(token) or "https://board.example/")

keys = {user.name: signed_in(user) for user in (alice, bob, charlie, dora, gita, otto, leo, lea, uma, paul)}
signed_in(charlie, SAFARI)
words = {words for one in Flyer.objects.all() for words in (one.title, one.text, one.address, one.info_1, one.info_2)}
report = reporting.Report.objects.get(flyer=theirs[3])
said = set(reporting.Report.objects.values_list("words", flat=True))
same = set(Category.objects.filter(name_en=F("name_de")).values_list("name_en", flat=True))
print(
    json.dumps(
        {
            "sessions": keys,
            "ids": {
                **{name: one.pk for name, one in mine.items()},
                **{user.name.lower(): user.pk for user in (alice, bob, charlie, dora, gita, otto)},
                "theirs": theirs[0].pk,
                "copy": copy.pk,
                "passkey": passkey.pk,
                "report": report.pk,
                "decision": moderation.Decision.objects.first().pk,
                "token": tokens[0],
                "food": Category.objects.get(slug="food").pk,
            },
            "words": sorted(words | said | same - {""}, key=len, reverse=True),
        }
    )
)
