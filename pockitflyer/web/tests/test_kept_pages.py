"""Who is given a page that has been made, and that of many who ask for a new one, one makes it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from pockitflyer.web import caching

ASKING = 6


class Site:
    """A site of one page, which says how often it was made."""

    def __init__(self, monkeypatch):
        self.version, self.made = 1, 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.asked = threading.Semaphore(0)
        monkeypatch.setattr(caching, "import_string", lambda _name: self.version_now)
        self.pages = caching.KeptPages(lambda request: caching.answer(request, lambda: self.version, self.make))

    def version_now(self):
        self.asked.release()
        return self.version

    def make(self):
        self.may_go_on.wait(10)
        self.made += 1
        return self.finish(HttpResponse(f"page {self.made}"))

    def finish(self, response):
        return response

    def get(self, method="get", **headers):
        return self.pages(getattr(RequestFactory(), method)("/", headers=headers))


@pytest.fixture
def site(monkeypatch):
    return Site(monkeypatch)


def test_a_page_is_made_once_and_again_when_the_board_has_changed(site):
    assert [site.get().content for _ in range(3)] == [b"page 1"] * 3
    site.version = 2
    assert [site.get().content for _ in range(3)] == [b"page 2"] * 3


def test_of_many_who_ask_for_a_page_that_has_changed_one_makes_it(site):
    site.get()
    site.version = 2
    site.may_go_on.clear()
    with ThreadPoolExecutor(ASKING) as pool:
        asked = [pool.submit(site.get) for _ in range(ASKING)]
        assert all(site.asked.acquire(timeout=10) for _ in range(ASKING))
        site.may_go_on.set()
    assert {answer.result().content for answer in asked} == {b"page 2"}
    assert site.made == 2


def test_one_question_answers_all_who_were_waiting_and_nobody_who_came_later(site):
    site.get()
    questions = []
    site.pages.version_now = lambda: questions.append("?") or site.version
    site.version = 2
    for people, so_far in ((3, 1), (3, 2)):
        waiting = [RequestFactory().get("/") for _ in range(people)]
        for request in waiting:
            request.asked_at = time.monotonic()
        # The one that makes a new page asks once more, in case somebody has made it by now.
        expected = f"page {site.version}".encode()
        assert [site.pages(request).content for request in waiting] == [expected] * people
        assert len(questions) == 2 * so_far
        site.version += 1


def test_when_making_fails_the_next_one_tries(site, monkeypatch):
    site.get()
    site.version = 2
    with monkeypatch.context() as broken:
        broken.setattr(site, "finish", lambda _response: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            site.get()
    assert site.get().content == b"page 3"


def test_a_page_that_is_gone_is_not_given_to_anyone(site):
    site.get()
    site.version = 2
    site.finish = lambda _response: HttpResponse("gone", status=404)
    assert [site.get().status_code for _ in range(2)] == [404, 404]
    site.version = 1
    assert site.get().status_code == 404


def test_a_page_that_sets_a_cookie_is_for_one_visitor(site):
    inner = site.pages.get_response

    def with_cookie(request):
        response = inner(request)
        response.set_cookie("who", "you")
        return response

    site.pages.get_response = with_cookie
    assert [site.get().content for _ in range(2)] == [b"page 1", b"page 2"]


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer x"}, {"Cookie": "sessionid=x"}, {"Cookie": "messages=x"}]
)
def test_who_may_have_a_page_of_their_own_is_not_given_another_s(site, headers):
    site.get()
    assert site.get(**headers).content == b"page 2"
    assert site.get().content == b"page 1"


def test_what_is_no_get_is_neither_given_nor_kept(site):
    assert site.get("post").content == b"page 1"
    assert site.get("head").content == b"page 2"
    assert site.get().content == b"page 3"


def test_a_kept_page_travels_as_each_one_asked_for_it(site):
    site.finish = lambda _short: HttpResponse("page " * 100)
    plain, packed = site.get(), site.get(**{"Accept-Encoding": "gzip"})
    assert plain.headers["Content-Length"] == "500"
    assert packed.headers["Content-Encoding"] == "gzip"
    # It is named anew by Compression, around this.
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert packed.headers["Content-Length"] == str(len(packed.content))
    unchanged = site.get(**{"If-None-Match": plain.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert "Content-Type" not in unchanged.headers
    again = site.get()
    assert (again.content, again.headers) == (plain.content, plain.headers)
    assert site.made == 1
