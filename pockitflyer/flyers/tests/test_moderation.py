"""Reports, the queue, decisions that are written down, and people one does not want to see."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from pockitflyer.accounts import blocking, following
from pockitflyer.accounts.models import Follow, User
from pockitflyer.flyers import moderation
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.filters import Near, Wanted
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.reported import Decision, Reason, Report
from pockitflyer.flyers.tests.board import pin, pin_many

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_counted():
    cache.clear()


def report(client, path, reason="spam", words="Look <b>here</b>"):
    return client.post(f"{path}report/", {"reason": reason, "words": words})


def test_anybody_may_report_a_flyer_or_a_person(client, alice, bob):
    flyer = pin(alice)
    assert report(client, f"/flyers/{flyer.pk}/").status_code == 302
    client.force_login(bob)
    assert report(client, f"/users/{alice.pk}/", "offensive").status_code == 302
    of_person, of_flyer = Report.objects.order_by("-made_at")
    assert (of_flyer.flyer, of_flyer.person, of_flyer.reporter) == (flyer, alice, None)
    assert (of_person.flyer, of_person.person, of_person.reporter) == (None, alice, bob)


def test_a_report_needs_a_reason_and_something_that_is_there(client, alice):
    flyer = pin(alice)
    assert report(client, f"/flyers/{flyer.pk}/", "").status_code == 422
    assert report(client, f"/flyers/{flyer.pk + 1}/").status_code == 404
    assert report(client, "/users/999999/").status_code == 404
    assert not Report.objects.exists()


def test_reports_of_one_address_are_counted(client, alice):
    flyer = pin(alice)
    answers = [report(client, f"/flyers/{flyer.pk}/").status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]


def test_the_same_person_does_not_fill_the_queue(client, alice, bob):
    flyer = pin(alice)
    client.force_login(bob)
    report(client, f"/flyers/{flyer.pk}/", "spam")
    report(client, f"/flyers/{flyer.pk}/", "illegal")
    assert Report.objects.get().reason == "illegal"


def decide(admin_client, action, report):
    return admin_client.post("/admin/flyers/report/", {"action": action, "_selected_action": [report.pk]})


def test_the_queue_shows_what_was_said_as_text(admin_client, client, alice):
    report(client, f"/flyers/{pin(alice, '<i>Title</i>').pk}/")
    page = admin_client.get("/admin/flyers/report/").content.decode()
    assert "&lt;b&gt;here&lt;/b&gt;" in page
    assert "&lt;i&gt;Title&lt;/i&gt;" in page


def test_an_operator_hides_a_reported_flyer(admin_client, client, alice):
    flyer = pin(alice)
    report(client, f"/flyers/{flyer.pk}/")
    decide(admin_client, "hide", Report.objects.get())
    assert read_board().cards == ()
    assert Flyer.objects.get().hidden_reason == "spam or advertising without an event"
    assert Report.objects.get().decided_at is not None
    trail = Decision.objects.get()
    assert (trail.verb, trail.operator) == ("hide", "admin@example.com")
    assert f"flyer {flyer.pk}" in trail.subject


def test_an_operator_suspends_a_person_and_takes_them_back(admin_client, client, alice):
    pin(alice)
    client.force_login(alice)
    assert client.get("/me/privacy/").status_code == 200
    report(client, f"/users/{alice.pk}/")
    decide(admin_client, "suspend", Report.objects.get())
    assert read_board().cards == ()
    assert client.get("/me/privacy/").status_code == 302
    moderation.readmit(User.objects.get(pk=alice.pk), "admin@example.com")
    assert len(read_board().cards) == 1
    assert list(Decision.objects.values_list("verb", flat=True)) == ["readmit", "suspend"]


def test_an_operator_dismisses_a_report(admin_client, client, alice):
    report(client, f"/flyers/{pin(alice).pk}/")
    decide(admin_client, "dismiss", Report.objects.get())
    assert len(read_board().cards) == 1
    assert Report.objects.get().decided_at is not None
    assert Decision.objects.get().verb == "dismiss"


def test_nobody_changes_the_trail(admin_client):
    decision = Decision.objects.create(operator="a", verb="hide", subject="x")
    assert admin_client.post(f"/admin/flyers/decision/{decision.pk}/delete/").status_code == 403
    assert admin_client.post(f"/admin/flyers/decision/{decision.pk}/change/", {"why": "y"}).status_code == 403


def test_the_trail_outlives_who_it_is_about(alice):
    moderation.suspend(alice, "spam", "admin@example.com")
    id_ = alice.pk
    alice.delete()
    assert Decision.objects.get().subject == f"person {id_}: Alice"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("flyer 7: flyer 8: (person 9) &lt;i&gt; (person 3)", "hidden", "something else")),
        ("de", ("Flyer 7: flyer 8: (person 9) &lt;i&gt; (Person 3)", "verborgen", "etwas anderes")),
    ],
)
def test_the_trail_is_read_in_the_operator_s_language(admin_client, language, words):
    """Of the subject, what we wrote and not what somebody called their flyer."""
    subject = "flyer 7: flyer 8: (person 9) <i> (person 3)"
    decision = Decision.objects.create(operator="a", verb="hide", subject=subject, why="something else")
    for path in ("", f"{decision.pk}/change/", "?verb=hide"):
        page = admin_client.get(f"/admin/flyers/decision/{path}", headers={"Accept-Language": language})
        text = page.content.decode()
        assert [word for word in words if word not in text] == []
    empty = admin_client.get("/admin/flyers/decision/?verb=suspend").content.decode()
    assert "&lt;i&gt;" not in empty


def test_who_was_hidden_reads_why_in_their_own_language(admin_client, client, alice):
    flyer = pin(alice)
    report(client, f"/flyers/{flyer.pk}/", "illegal")
    german = {"Accept-Language": "de"}
    form = {"action": "hide", "_selected_action": [Report.objects.get().pk]}
    admin_client.post("/admin/flyers/report/", form, headers=german)
    client.force_login(alice)
    assert "forbidden by law" in client.get(f"/users/{alice.pk}/").content.decode()
    assert "gesetzlich verboten" in client.get(f"/users/{alice.pk}/", headers=german).content.decode()


VIEWS = [Wanted(), Wanted(categories=("community",)), Wanted(near=Near(47.39, 8.53, 5)), Wanted(q="flohmarkt")]


@pytest.mark.parametrize("wanted", VIEWS, ids=["all", "category", "near", "search"])
def test_who_is_blocked_is_on_no_view_of_who_blocks_them(alice, bob, charlie, wanted):
    theirs, others = pin(alice), pin(charlie)
    blocking.block(bob.pk, alice.pk)
    assert [card.id for card in read_board(wanted, viewer_id=bob.pk).cards] == [others.pk]
    assert {card.id for card in read_board(wanted, viewer_id=charlie.pk).cards} == {theirs.pk, others.pk}
    blocking.unblock(bob.pk, alice.pk)
    assert len(read_board(wanted, viewer_id=bob.pk).cards) == 2


def test_a_page_is_full_although_many_flyers_are_of_somebody_blocked(alice, bob, charlie):
    pin_many(charlie, 5)
    pin_many(alice, 30)
    blocking.block(bob.pk, alice.pk)
    board = read_board(viewer_id=bob.pk, limit=5)
    assert {card.creator.id for card in board.cards} == {charlie.pk}
    assert len(board.cards) == 5


def test_blocking_costs_no_query(alice, bob, django_assert_num_queries):
    pin_many(alice, 10)
    blocking.block(bob.pk, alice.pk)
    with django_assert_num_queries(1):
        read_board(viewer_id=bob.pk)


def test_blocking_ends_following(alice, bob):
    following.follow(bob.pk, alice.pk)
    blocking.block(bob.pk, alice.pk)
    assert not Follow.objects.exists()


def test_a_page_blocks_and_unblocks(client, alice, bob):
    client.force_login(bob)
    client.post(f"/users/{alice.pk}/block/", {"on": "1"})
    assert blocking.blocked_by(bob.pk) == [(alice.pk, "Alice")]
    assert "Unblock" in client.get(f"/users/{alice.pk}/").content.decode()
    assert "Alice" in client.get("/me/privacy/").content.decode()
    client.post(f"/users/{alice.pk}/block/", {"on": "0"})
    assert blocking.blocked_by(bob.pk) == []


def test_nobody_blocks_themselves_or_nobody(client, bob):
    client.force_login(bob)
    client.post(f"/users/{bob.pk}/block/", {"on": "1"})
    assert blocking.blocked_by(bob.pk) == []
    assert client.post("/users/999999/block/", {"on": "1"}).status_code == 404


def test_another_site_can_neither_block_nor_report_nor_write_for_somebody(alice, bob):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    for path, form in (("block/", {"on": "1"}), ("report/", {"reason": "spam"}), ("write/", {"words": "Hi"})):
        assert client.post(f"/users/{alice.pk}/{path}", form).status_code == 403


def test_why_somebody_is_suspended_stands_in_the_operator_s_language(admin_client, alice):
    User.objects.filter(pk=alice.pk).update(hidden_reason=Reason.SPAM.english)
    page = admin_client.get("/admin/accounts/user/", headers={"Accept-Language": "de"}).content.decode()
    with override("de"):
        assert str(Reason.SPAM.label) in page
    assert Reason.SPAM.english not in page
