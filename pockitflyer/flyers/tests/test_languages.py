"""German or English, as the browser asks or as the visitor chooses."""

import pytest

from pockitflyer.flyers.tests.board import pin

pytestmark = pytest.mark.django_db


def test_a_visitor_chooses_a_language_and_is_back_on_the_same_page(client, alice):
    pin(alice)
    chosen = client.post("/language/", {"language": "de"}, headers={"Referer": "http://testserver/?when=today"})
    assert (chosen.status_code, chosen.url) == (302, "http://testserver/?when=today")
    page = client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="de"' in page.content.decode()
    assert "Anmelden" in page.content.decode()


def test_every_page_offers_both_languages_and_marks_the_present_one(client, alice):
    flyer = pin(alice)
    for path in ("/", f"/flyers/{flyer.pk}/", f"/users/{alice.pk}/", "/accounts/login/", "/nothing/"):
        page = client.get(path).content.decode()
        assert 'value="de" lang="de">Deutsch' in page
        assert 'value="en" lang="en" aria-current="true">English' in page


def test_the_chosen_language_keeps_pages_public_and_apart(client, alice):
    pin(alice)
    english = client.get("/")
    client.post("/language/", {"language": "de"})
    german = client.get("/", headers={"If-None-Match": english.headers["ETag"]})
    assert german.status_code == 200
    assert german.headers["Cache-Control"] == english.headers["Cache-Control"]
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in german.headers["Vary"].split(",")}


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_another_site_cannot_choose(client, db, headers):
    assert client.post("/language/", {"language": "de"}, headers=headers).status_code == 403


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_choosing_leads_to_no_other_site(client, db, elsewhere):
    answer = client.post("/language/", {"language": "de", "next": elsewhere})
    assert answer.url == "/"


def test_the_choice_is_kept_in_a_cookie_that_no_script_reads_and_no_other_site_sends(client, db):
    cookie = client.post("/language/", {"language": "de"}).cookies["django_language"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    # Without HTTPS, as on a newcomer's own machine.
    assert not cookie["secure"]


def test_looking_at_the_address_changes_nothing(client, db):
    assert client.get("/language/?language=de").status_code == 405
