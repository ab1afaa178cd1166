"""What goes wrong while somebody publishes: a lost answer, session or network, a second tab."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.publishing import PROFILE, ROWS, as_it_was, fill, sent  # noqa: F401

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])


def publish(page, title: str, shot) -> str:
    """A flyer of that title; the address of its form."""
    page.goto("/flyers/new/")
    page.locator("input[type=file]:not([capture])").set_input_files(shot)
    fill(page, title)
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)
    return page.get_by_role("link", name=f"Edit {title}").get_attribute("href")


def count(board, title: str) -> int:
    return int(
        board.django(
            f"from pockitflyer.flyers.models import Flyer; print(Flyer.objects.filter(title='{title}').count())"
        )
    )


@BOTH
def test_an_ended_flyer_comes_back_only_when_one_says_so(open_page, board, javascript, shots):
    title = f"Vorbei {javascript}"
    page = open_page(java_script_enabled=javascript)
    sign_in(page, "Charlie")
    publish(page, title, shots[0])
    board.django(f"""
import datetime as dt
from django.utils import timezone
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.placing import place
flyer = Flyer.objects.get(title="{title}")
flyer.starts_at = timezone.now() - dt.timedelta(days=9)
flyer.ends_at = timezone.now() - dt.timedelta(days=2)
flyer.save()
place([flyer])
""")
    page.reload()
    row = page.locator(".own-list li", has_text=title)
    assert row.locator(".badge").inner_text() == "Ended"
    row.get_by_role("link", name="Extend").click()
    ends = page.get_by_label("Until").input_value()
    page.get_by_label("Until").fill(f"{int(ends[:4]) + 1}-01-15T10:00")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("This flyer is over.").wait_for()
    page.get_by_label("Put it on the board again").check()
    page.get_by_role("button", name="Save").last.click()
    page.wait_for_url(PROFILE)
    assert row.locator(".badge").inner_text() == "Live"
    page.goto("/")
    expect(page.locator("article h2").first).to_have_text(title)


@BOTH
def test_of_two_tabs_the_later_one_sees_both_versions_and_decides(open_page, javascript, shots):
    title = f"Zwei {javascript}"
    page = open_page(java_script_enabled=javascript)
    sign_in(page, "Charlie")
    address = publish(page, title, shots[0])
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(address)
    other.get_by_label("Text", exact=True).fill("Aus dem anderen Fenster.")
    other.get_by_role("button", name="Save").last.click()
    other.wait_for_url(PROFILE)
    page.get_by_label("Title").fill(f"{title} hier")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("This flyer was changed meanwhile").wait_for()
    assert "Aus dem anderen Fenster." in page.locator(".theirs").inner_text()
    assert page.get_by_label("Title").input_value() == f"{title} hier"
    page.get_by_role("button", name="Save").last.click()
    page.wait_for_url(PROFILE)
    assert page.locator(".own-list li", has_text=f"{title} hier").count() == 1


def test_what_is_there_now_can_be_taken_instead_and_the_draft_goes(open_page, shots):
    page = open_page()
    sign_in(page, "Charlie")
    address = publish(page, "Übernommen", shots[0])
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(address)
    other.get_by_label("Text", exact=True).fill("Neuer.")
    other.get_by_role("button", name="Save").last.click()
    other.wait_for_url(PROFILE)
    page.get_by_label("Text", exact=True).fill("Älter.")
    # A reload in between brings the draft back, with the version it started from.
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_text("Your draft is back.").wait_for()
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("link", name="Take what is there now").click()
    page.wait_for_function("() => !document.querySelector('.theirs')")
    assert page.get_by_label("Text", exact=True).input_value() == "Neuer."
    assert not page.get_by_text("Your draft is back.").is_visible()


@BOTH
def test_a_lost_session_loses_nothing(open_page, javascript, shots):
    title = f"Sitzung {javascript}"
    page = open_page(java_script_enabled=javascript)
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.locator("input[type=file]:not([capture])").set_input_files(shots[0])
    fill(page, title)
    if javascript:
        sent(page, 1)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Publish").last.click()
    page.get_by_label("Password").fill("a-long-walk-home")
    page.get_by_label("Email").fill("charlie@example.com")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/flyers/new/")
    assert page.get_by_label("Title").input_value() == title
    assert page.get_by_label("Food").is_checked()
    if not javascript:
        # A file cannot be put back into a form; what was sent ahead is still there.
        page.locator("input[type=file]:not([capture])").set_input_files(shots[0])
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)
    expect(page.locator("article h2").first).to_have_text(title)


def test_signed_in_anew_in_another_tab_the_form_still_goes_through(open_page, shots):
    page = open_page()
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    fill(page, "Anderes Fenster")
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("/")
    sign_in(other, "Charlie")
    page.locator("input[type=file]:not([capture])").set_input_files(shots[0])
    sent(page, 1)
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)


def test_a_press_whose_answer_is_lost_makes_one_flyer_even_after_a_reload(open_page, board, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.locator("input[type=file]:not([capture])").set_input_files(shots[0])
    fill(page, "Einmal")
    sent(page, 1)

    def lose_the_answer(route) -> None:
        route.fetch(max_redirects=0)
        route.abort("internetdisconnected")

    page.route(
        "**/flyers/new/", lambda route: lose_the_answer(route) if route.request.method == "POST" else route.continue_()
    )
    page.get_by_role("button", name="Publish").last.click()
    page.get_by_text("Nothing is lost: try again.").wait_for()
    page.unroute("**/flyers/new/")
    page.reload()
    page.get_by_text("Your draft is back.").wait_for()
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)
    assert count(board, "Einmal") == 1


def test_pictures_go_on_by_themselves_when_the_network_is_back(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.context.set_offline(True)
    page.locator("input[type=file]:not([capture])").set_input_files(shots[:2])
    page.get_by_text("No network. It goes on by itself.").first.wait_for()
    page.context.set_offline(False)
    sent(page, 2)
    assert not page.get_by_text("No network.").first.is_visible()


def test_nothing_is_published_while_a_picture_is_missing(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    refuse = {"status": 422, "content_type": "application/problem+json", "body": '{"detail": "Not this one."}'}
    page.route("**/api/v1/pictures/", lambda route: route.fulfill(**refuse))
    page.locator("input[type=file]:not([capture])").set_input_files(shots[:1])
    fill(page, "Halb")
    page.get_by_text("Not this one.").wait_for()
    page.get_by_role("button", name="Publish").last.click()
    page.get_by_text("A picture did not arrive.").wait_for()
    assert page.locator(ROWS).count() == 1
    page.unroute("**/api/v1/pictures/")
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)


def test_a_draft_can_be_discarded_and_each_copy_has_its_own(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Charlie")
    publish(page, "Vorlage", shots[0])
    page.goto("/flyers/new/")
    page.get_by_label("Title").fill("Angefangen")
    page.goto("/users/3/")
    page.get_by_role("link", name="Duplicate Vorlage").click()
    assert page.get_by_label("Title").input_value() == "Vorlage"
    page.get_by_label("Title").fill("Kopie")
    page.reload()
    assert page.get_by_label("Title").input_value() == "Kopie"
    page.goto("/flyers/new/")
    assert page.get_by_label("Title").input_value() == "Angefangen"
    page.get_by_role("link", name="Discard it").click()
    expect(page.get_by_label("Title")).to_have_value("")
    assert not page.get_by_text("Your draft is back.").is_visible()


def test_one_is_asked_before_one_leaves_with_something_unsaved(open_page):
    page = open_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(re.compile(r"/users/3/"))
    assert asked == []
    page.goto("/flyers/new/")
    page.get_by_label("Title").press_sequentially("Halb")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(re.compile(r"/users/3/"))
    assert asked == ["beforeunload"]


def test_pictures_are_dropped_and_pasted(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    give = """([bytes, type, at, name]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
        const options = { bubbles: true, cancelable: true };
        const event = type === "drop" ? new DragEvent(type, { ...options, dataTransfer: data })
            : new ClipboardEvent(type, { ...options, clipboardData: data });
        document.querySelector(at).dispatchEvent(event);
    }"""
    for shot, (type_, at) in zip(shots, (("drop", ".pictures"), ("paste", "body")), strict=False):
        page.evaluate(give, [list(shot.read_bytes()), type_, at, shot.name])
    sent(page, 2)
