import re
from html import unescape

import pytest
from django.http import QueryDict
from django.utils import translation

from pockitflyer.accounts.following import follow
from pockitflyer.flyers.distances import in_words, kilometres
from pockitflyer.flyers.favourites import keep
from pockitflyer.flyers.filter_bar import filter_bar
from pockitflyer.flyers.filters import Near, Wanted, parse
from pockitflyer.flyers.models import Category
from pockitflyer.flyers.nothing import why_nothing
from pockitflyer.flyers.tests.board import pin

NAMES = {"events": "Events", "food": "Food"}
ZURICH = Near(47.38, 8.54)
FULL = Wanted(categories=("food",), near=ZURICH, when="today", q="brot & 100 %", show="following")


def asked(url: str) -> Wanted:
    return parse(QueryDict(url.partition("?")[2]))


def test_a_chip_switches_its_own_filter_and_leaves_the_others():
    bar = filter_bar(FULL, NAMES)
    events, food = bar.categories
    assert (events.is_on, food.is_on) == (False, True)
    assert asked(events.url) == Wanted(("events", "food"), ZURICH, "today", "brot & 100 %", "following")
    assert asked(food.url) == Wanted((), ZURICH, "today", "brot & 100 %", "following")
    today, weekend, _ = bar.times
    assert (asked(today.url).when, asked(weekend.url).when) == ("", "weekend")
    assert asked(bar.near_off) == Wanted(("food",), None, "today", "brot & 100 %", "following")


def test_a_radius_keeps_the_place_and_its_own_size_is_offered_too():
    bar = filter_bar(Wanted(near=Near(47.38, 8.54, 3)), NAMES)
    assert [chip.name for chip in bar.radii if chip.is_on] == ["3 km"]
    assert asked(bar.radii[0].url).near == Near(47.38, 8.54, 1)


def test_the_search_form_carries_all_other_filters():
    query = QueryDict(mutable=True)
    for name, value in filter_bar(FULL, NAMES).fields:
        query.appendlist(name, value)
    assert parse(query) == Wanted(("food",), ZURICH, "today", "", "following")


def test_a_category_that_is_no_longer_offered_can_be_switched_off():
    bar = filter_bar(Wanted(categories=("retired",)), NAMES)
    assert [(chip.name, chip.is_on) for chip in bar.categories][-1] == ("retired", True)


@pytest.mark.parametrize(
    ("metres", "english", "german"),
    [
        (0, "0 m", "0 m"),
        (347, "350 m", "350 m"),
        (994, "990 m", "990 m"),
        (996, "1.0 km", "1,0 km"),
        (1_249, "1.2 km", "1,2 km"),
        (123_456, "123.5 km", "123,5 km"),
    ],
)
def test_a_distance_is_in_metres_below_a_kilometre_and_with_one_decimal_above(metres, english, german):
    with translation.override("en"):
        assert in_words(metres) == english
    with translation.override("de"):
        assert in_words(metres) == german
        assert (kilometres(5.0), kilometres(0.5)) == ("5 km", "0,5 km")


@pytest.mark.django_db
class TestOnThePage:
    def test_categories_that_were_switched_off_are_not_offered(self, client):
        Category.objects.filter(slug="food").update(is_active=False)
        page = client.get("/").content.decode()
        assert 'id="category-food"' not in page
        assert 'id="category-events"' in page

    def test_categories_have_their_names_in_the_readers_language_and_their_order(self, client):
        page = client.get("/", headers={"Accept-Language": "de"}).content.decode()
        found = re.findall(r'id="category-[a-z]+"[^>]*>([^<]+)<', page)
        assert found == ["Anlässe", "Nachtleben", "Dienste", "Essen", "Läden", "Quartier", "Anderes"]

    def test_what_is_ones_own_stands_right_after_near_me(self, client):
        page = client.get("/").content.decode()
        row = re.findall(r'id="(near|place|show-\w+|when-\w+|refresh)"', page)
        times = ["when-today", "when-weekend", "when-upcoming"]
        assert row == ["near", "show-favourites", "show-following", "place", *times, "refresh"]

    def test_every_filter_on_the_page_is_a_link_that_opens(self, client, alice, bob):
        pin(alice)
        client.force_login(bob)
        page = client.get("/?category=community&near=47.39,8.53&when=today&q=floh").content.decode()
        links = {unescape(url) for url in re.findall(r'href="(/(?:\?[^"]*)?)"', page)}
        assert len(links) > 15
        for url in links:
            assert client.get(url).status_code == 200, url

    def test_filters_reach_the_query_and_the_next_page(self, client, alice):
        for n in range(25):
            pin(alice, f"Flohmarkt {n}", categories=("community",))
        pin(alice, "Brot", categories=("food",))
        page = client.get("/?category=community&q=FLÖHMARKT")
        assert page.content.decode().count("<article") == 20
        rest = client.get(page.context["next_url"]).content.decode()
        assert rest.count("<article") == 5
        assert "Brot" not in page.content.decode() + rest

    def test_the_distance_is_on_the_card_without_scripts_too(self, client, alice):
        pin(alice, lat=47.38, lon=8.54)
        assert re.search(
            r'data-lat="47.38" data-lon="8.54">[\d]+ m</b>', client.get("/?near=47.38,8.54").content.decode()
        )
        assert re.search(r'data-lon="8.54"></b>', client.get("/").content.decode())

    def test_the_api_gives_the_distance_in_metres(self, client, alice):
        pin(alice, lat=47.38, lon=8.54)
        item = client.get("/api/v1/feed/?near=47.389,8.54").json()["items"][0]
        assert abs(item["place"]["distance_m"] - 1_112) < 10

    @pytest.mark.parametrize("show", ["favourites", "following"])
    def test_what_is_ones_own_needs_a_sign_in(self, client, show):
        answer = client.get(f"/?show={show}&category=food")
        assert answer.headers["Location"] == f"/accounts/login/?next=/%3Fshow%3D{show}%26category%3Dfood"
        body = client.get(f"/api/v1/feed/?show={show}")
        assert (body.status_code, body.json()["type"]) == (401, "urn:pockitflyer:problem:not-authenticated")

    def test_favourites_and_following_show_just_these(self, client, alice, bob, charlie):
        kept, _ = pin(alice, "kept"), pin(alice, "not kept")
        pin(charlie, "of Charlie")
        keep(bob.pk, kept.pk)
        follow(bob.pk, charlie.pk)
        client.force_login(bob)
        for show, title in (("favourites", "kept"), ("following", "of Charlie")):
            found = client.get(f"/api/v1/feed/?show={show}").json()["items"]
            assert [item["title"] for item in found] == [title]
            assert client.get(f"/?show={show}").content.decode().count("<article") == 1

    def test_a_part_for_the_page_itself_has_filters_and_cards_but_no_frame(self, client, alice):
        pin(alice)
        part = client.get("/?q=floh", headers={"HX-Request": "true"}).content.decode()
        assert ("<html" in part, part.count("<article"), 'class="filters"' in part) == (False, 1, True)
        assert 'data-found="1 flyer"' in part

    @pytest.mark.parametrize(
        "query",
        [
            *("near=x", "near=nan,1", "near=inf,1", "near=91,0", "near=1", "near=%ff,%ff"),
            *("near=1,2&radius=0", "near=1,2&radius=201", "when=never", "show=all"),
            *("q=" + "x" * 201, "category=a%00b", "category=" + "x" * 41),
        ],
    )
    def test_what_means_nothing_is_a_clear_400(self, client, query):
        page = client.get(f"/?{query}")
        assert (page.status_code, "<h1" in page.content.decode()) == (400, True)
        body = client.get(f"/api/v1/feed/?{query}")
        assert body.status_code == 400
        assert body.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
class TestNothingToShow:
    def test_nothing_near_leads_to_a_wider_circle(self):
        nothing = why_nothing(Wanted(near=ZURICH), None)
        assert "5 km" in nothing.says
        assert asked(nothing.url).near == Near(47.38, 8.54, 20)

    def test_nothing_in_the_widest_circle_leads_everywhere(self):
        assert asked(why_nothing(Wanted(near=Near(47.38, 8.54, 200)), None).url) == Wanted()

    def test_no_hit_leads_to_the_same_view_without_the_search(self):
        nothing = why_nothing(Wanted(near=ZURICH, q="<b>xyzzy"), None)
        assert "<b>xyzzy" in nothing.says
        assert asked(nothing.url) == Wanted(near=ZURICH)

    def test_no_favourites_and_nobody_followed_say_what_to_do(self, client, alice, bob):
        client.force_login(bob)
        assert "No favourites yet." in client.get("/?show=favourites").content.decode()
        assert "You follow no one yet." in client.get("/?show=following").content.decode()
        keep(bob.pk, pin(alice).pk)
        follow(bob.pk, alice.pk)
        assert "No favourites yet." not in client.get("/?show=favourites&q=xyzzy").content.decode()
        assert "You follow no one yet." not in client.get("/?show=following&q=xyzzy").content.decode()

    def test_filters_that_leave_nothing_can_be_cleared(self):
        assert why_nothing(Wanted(categories=("food",), when="today"), None).url == "/"

    def test_a_search_that_is_markup_is_just_text(self, client):
        page = client.get("/", {"q": "<script>alert(1)</script>"}).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
