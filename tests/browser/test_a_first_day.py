"""The first day of somebody who came for a flyer: in German and in English."""

import re

import pytest
from playwright.sync_api import expect

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import DESK, PASSWORD, PHONE
from tests.browser.mails import code_mailed
from tests.browser.publishing import as_it_was, sent  # noqa: F401

WORDS = {
    "en": {
        "sign in": "Sign in",
        "sign up": "Make an account",
        "name": "Name",
        "email": "Email",
        "password": "Password",
        "confirm": "Confirm",
        "code": "Code",
        "use": "Use this picture",
        "saved": "Your new picture is saved.",
        "post": "Post a flyer",
        "title": "Title",
        "text": "Text",
        "address": "Address",
        "food": "Food",
        "publish": "Publish",
        "published": "Your flyer is on the board.",
        "favourite": "Favourite: Flohmarkt am Röschi",
        "follow": "Follow",
        "favourites": "Favourites",
        "following": "Following",
        "other": "Deutsch",
        "skip": "Zum Inhalt",
    },
    "de": {
        "sign in": "Anmelden",
        "sign up": "Konto erstellen",
        "name": "Name",
        "email": "E-Mail",
        "password": "Passwort",
        "confirm": "Bestätigen",
        "code": "Code",
        "use": "Dieses Bild verwenden",
        "saved": "Dein neues Bild ist gespeichert.",
        "post": "Flyern",
        "title": "Titel",
        "text": "Text",
        "address": "Adresse",
        "food": "Essen",
        "publish": "Veröffentlichen",
        "published": "Dein Flyer hängt am Brett.",
        "favourite": "Favorit: Flohmarkt am Röschi",
        "follow": "Folgen",
        "favourites": "Favoriten",
        "following": "Folge ich",
        "other": "English",
        "skip": "Skip to content",
    },
}


@pytest.mark.parametrize(
    ("locale", "language", "viewport"), [("en-GB", "en", DESK), ("de-CH", "de", PHONE)], ids=["English", "German"]
)
def test_from_the_first_look_to_ones_own_flyer(open_page, board, shots, locale, language, viewport):
    say, email = WORDS[language], f"nora-{language}@example.com"
    page = open_page(viewport, locale=locale)
    page.goto("/")
    page.get_by_role("link", name=say["sign in"]).first.click()
    page.locator("main").get_by_role("link", name=say["sign up"]).click()
    page.get_by_label(say["name"]).fill("Nora")
    page.get_by_label(say["email"]).fill(email)
    page.get_by_label(say["password"]).fill(PASSWORD)
    page.locator("main").get_by_role("button", name=say["sign up"], exact=True).click()
    page.get_by_label(say["code"]).fill(code_mailed(board, email))
    page.locator("main").get_by_role("button", name=say["confirm"]).click()
    page.wait_for_url("/")

    page.locator("header.top a.me").click()
    photo = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg(680, 480 + len(language + locale))}
    page.locator(".pick input[type=file]:not([capture])").set_input_files(photo)
    page.locator(".crop.ready").wait_for()
    page.get_by_role("button", name=say["use"]).click()
    page.get_by_text(say["saved"]).wait_for()

    page.get_by_role("link", name=say["post"]).and_(page.locator(":visible")).click()
    page.locator("#files").set_input_files(shots[:1])
    page.get_by_label(say["title"]).fill(f"Noras Fest {language}")
    page.get_by_label(say["text"], exact=True).fill("Kommt alle vorbei.")
    page.get_by_label(say["address"]).fill("Lindenstrasse 4, 8008 Zürich")
    page.get_by_label(say["food"]).check()
    sent(page, 1)
    page.get_by_role("button", name=say["publish"]).last.click()
    page.wait_for_url(re.compile(r"/users/\d+/"))
    expect(page.get_by_text(say["published"])).to_be_visible()

    page.goto("/")
    expect(page.locator("article h2").first).to_have_text(f"Noras Fest {language}")
    heart = page.get_by_role("button", name=say["favourite"])
    with page.expect_response(re.compile("/favourite/")):
        heart.click()
    with page.expect_response(re.compile("/follow/")):
        page.get_by_role("button", name=re.compile(rf"^{say['follow']}\W+Alice$")).first.click()
    for view in ("favourites", "following"):
        page.get_by_role("link", name=say[view], exact=True).click()
        page.wait_for_url(f"/?show={view}")
        expect(page.locator("#results article h2")).to_have_text(["Flohmarkt am Röschi"])

    page.goto("/users/1/")
    page.get_by_role("button", name=say["other"]).click()
    page.wait_for_url("/users/1/")
    expect(page.get_by_role("link", name=say["skip"])).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/flyers/31/", "Flohmarkt am Röschi"),
        ("/users/2/", "Bob"),
        ("/?q=flohmarkt&category=community", "Flohmarkt am Röschi"),
    ],
    ids=["flyer", "profile", "filters"],
)
def test_a_link_from_a_friend_leads_to_what_they_saw(open_page, path, title, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto(path)
    expect(page.locator("main").get_by_role("heading", name=title).first).to_be_visible()
    assert page.url.endswith(path)
