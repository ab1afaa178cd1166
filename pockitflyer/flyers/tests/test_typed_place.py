"""Near a place that is typed."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_typed_place_leads_to_the_board_around_it_with_the_filters_there_were(client):
    assert client.get("/near/").status_code == 200
    answer = client.get("/near/", {"place": "8400 Winterthur", "category": "food"})
    assert answer.url == "/?category=food&near=47.51,8.72"


def test_the_explanation_of_near_me_leads_there_with_the_filters_there_are(client):
    explained = client.get("/", {"category": "food"}).content.decode().split('id="near-why"')[1]
    assert 'href="/near/?category=food"' in explained.split("</dialog>")[0]


def test_an_unknown_place_is_told_with_what_may_be_meant(client):
    answer = client.get("/near/", {"place": "Wintertuhr", "category": "food"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'value="Winterthur"' in page
    assert 'name="category" value="food"' in page


@pytest.mark.parametrize("place", ["\x00", "%", "x" * 5000, "<b>"])
def test_any_text_is_answered(client, place):
    assert client.get("/near/", {"place": place}).status_code == 404
