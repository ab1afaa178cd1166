import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pockitflyer.accounts.profile import rename
from pockitflyer.flyers import finding, search
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.tests.board import pin, pin_many
from pockitflyer.web.folding import fold

NEAR = Near(47.39, 8.53)


def titles(q, **also):
    return [card.title for card in read_board(Wanted(q=q, **also)).cards]


@pytest.fixture(params=["newest first", "index first"])
def both_ways(request, monkeypatch):
    """The same answers whether the newest flyers are read first or the index is asked at once."""
    if request.param == "index first":
        monkeypatch.setattr(finding, "_READ_FIRST", 0)


def test_part_of_any_text_is_found_without_regard_to_case_and_accents(alice, both_ways):
    alice.name = "Bäckerei Zoë"
    alice.save()
    pin(alice, "Frühstück", text="Gipfeli & Café crème", address="Straße 5, 8037 Zürich")
    for q in ("fruh", "FRÜHSTÜCK", "rühst", "i & cafe", "CREME", "strasse 5", "zurich", "zoe", "kerei zoë", "  café  "):
        assert titles(q) == ["Frühstück"], q
        assert titles(q, near=NEAR) == ["Frühstück"], q
    for q in ("abendbrot", "crème straße", "frühstückgipfeli", "zoee"):
        assert titles(q) == titles(q, near=NEAR) == [], q


@pytest.mark.parametrize(
    "text", ["100 % Wolle", "a_b", "c:\\temp", "it's", 'the "best"', "?", "<b>", "%s %(x)s", "日本語", "🎉🎉🎉"]
)
def test_special_characters_are_just_text(text, alice, both_ways):
    pin(alice, f"before {text} after")
    pin(alice, "100 x Wolle, axb, c:/temp, its, the best")
    assert titles(text) == [f"before {text} after"]


@pytest.mark.parametrize("q", ["%", "_", "%%%", "___", "\\", "'", '"', "*", "a%z", "[a-z]", "--", ";", "x' OR '1'='1"])
def test_nothing_is_a_wildcard(q, alice, both_ways):
    pin(alice, "abc xyz", text="nur Text", address="Gasse 1")
    assert titles(q) == []


def test_a_short_text_is_found_as_well(alice):
    pin(alice, "Ei")
    pin(alice, "Hut")
    assert titles("ei") == ["Ei"]
    assert titles("h") == ["Hut"] or set(titles("h")) == {"Ei", "Hut"}


def test_a_renamed_publisher_is_found_by_the_new_name_alone(alice, both_ways):
    pin(alice, "Brot")
    rename(alice, "Röschibäck")
    assert titles("roschiback") == ["Brot"]
    assert titles("alice") == []


def test_an_edited_flyer_is_found_by_its_new_text_alone(alice, both_ways):
    from pockitflyer.flyers.placing import place

    flyer = pin(alice, "Kuchen")
    flyer.title = "Torte"
    flyer.save()
    place([flyer])
    assert (titles("kuchen"), titles("torte")) == ([], ["Torte"])


def test_hits_are_paged_newest_first(alice, both_ways):
    pin_many(alice, 7)
    wanted, seen, after = Wanted(q="flyer"), [], None
    while True:
        board = read_board(wanted, after=after, limit=3)
        seen += [card.title for card in board.cards]
        after = board.next_cursor
        if after is None:
            break
    assert seen == [f"Flyer {n}" for n in reversed(range(7))]


def test_what_no_index_finds_is_looked_for_among_the_newest(alice, monkeypatch):
    monkeypatch.setattr(finding, "_READ_AT_MOST", 2)
    pin(alice, "Ei, alt")
    pin(alice, "Brot, neu")
    pin(alice, "Ei, neu")
    assert titles("ei") == ["Ei, neu"]


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Größe", "grosse"), ("ÀÉÎÕÜ", "aeiou"), ("Łódź", "lodz"), ("Smørrebrød", "smorrebrod"), ("İzmir", "izmir"),
        ("ﬁne ½", "fine 1⁄2"), ("a\u00a0\t\n b", "a b"), ("a\x00b", "a b"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"), ("e\u0301", "e"),
    ],
)  # fmt: skip
def test_folding(text, folded):
    assert fold(text) == folded


def outline(text):
    """Of a text with more parts than the index is asked for."""
    asked = search.all_matches(text, "gate")[1]
    with connection.cursor() as cursor:
        cursor.execute(search.OUTLINE, asked)
        return cursor.fetchone()[0]


def test_the_index_is_asked_for_the_rarest_parts_of_a_long_text(alice):
    if connection.vendor != "postgresql":
        assert search.all_matches("Wurst 77", "gate")[1] == {}
        return
    for title in ("Wurst 5", "Wurst 6", "Wurm 7", "Wurm 77", "Tanne"):
        pin(alice, title, text="", address="")
    # One of them holds " 77", two "urs", "rst" and "st ", and four "wur".
    assert outline("WURST 77") == "%urst% 77%"
    assert outline("Wurst in der Tanne") == "% in de%"
    assert search.all_matches("wurs", "gate")[1] == {}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no index of texts")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200).filter(lambda text: len(search.starts(text)) > 3), st.text(max_size=20))
def test_an_outline_holds_for_every_text_around_it(db, text, around):
    wanted = ".*".join(re.escape(run) for run in outline(text).split("%"))
    assert re.fullmatch(wanted, f"{around}{fold(text)}{around}", re.DOTALL)


@pytest.mark.parametrize(
    ("q", "other"),
    [
        ("kugelwurst 77", "77 kugelwurst 78"), ("gelwurst 7", "kugelwurst 8 und 7"),
        ("100 % kugelwurst", "100 x kugelwurst"), ("_kugelwurst", "a kugelwurst"), ("kugel.wurst", "wurst.kugel"),
    ],
)  # fmt: skip
def test_a_long_text_is_compared_as_a_whole(q, other, alice, both_ways):
    """Whatever parts of it a text has, in whatever order."""
    pin(alice, "this one", text=f"vor {q} nach")
    pin(alice, "another", text=other)
    assert titles(q) == ["this one"]


@given(st.text(max_size=200).filter(search.has_trigram))
@example("abc")
@example("%_\\ abc")
def test_parts_asked_for_are_parts_of_the_text_without_signs(text):
    parts = [fold(text)[start - 1 : start + 2] for start in search.starts(text)]
    assert parts
    assert len(set(parts)) == len(parts)
    assert all(len(part) == 3 and not set(part) & set("%_\\") for part in parts)


def test_only_three_letters_in_a_row_are_in_the_index():
    assert search.has_trigram("Café")
    assert not search.has_trigram("a b c % ei")
