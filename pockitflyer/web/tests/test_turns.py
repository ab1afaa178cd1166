import threading
from concurrent.futures import ThreadPoolExecutor

from django.http import HttpResponse
from django.test import RequestFactory

from pockitflyer.web.turns import InTurn, Turns

FOR_EVER_S = 60
PEOPLE = 5
requests = RequestFactory()


def test_pages_are_made_one_after_the_other_in_the_order_they_were_asked_for():
    busy, order = threading.Lock(), []
    turns = Turns(FOR_EVER_S)
    assert turns.take()

    def ask(n: int) -> None:
        assert turns.take()
        # Two at once would meet here.
        assert busy.acquire(blocking=False)
        order.append(n)
        busy.release()
        turns.give_back()

    with ThreadPoolExecutor(PEOPLE) as people:
        asked = []
        for n in range(PEOPLE):
            asked.append(people.submit(ask, n))
            while len(turns._waiting) <= n:
                pass
        turns.give_back()
        for one in asked:
            one.result(FOR_EVER_S)
    assert order == list(range(PEOPLE))
    assert turns.take()


def test_whoever_has_waited_long_enough_goes_ahead_and_the_turn_stays_whose_it_is():
    turns = Turns(0.01)
    assert turns.take()
    with ThreadPoolExecutor(1) as other:
        assert not other.submit(turns.take).result(FOR_EVER_S)
        turns.give_back()
        assert other.submit(turns.take).result(FOR_EVER_S)


def in_turn(inner) -> InTurn:
    page = InTurn(inner)
    page.turns = Turns(FOR_EVER_S)
    return page


def test_a_page_that_fails_gives_its_turn_back():
    def fail(request):
        raise ZeroDivisionError

    page = in_turn(fail)
    for _ in range(2):
        with ThreadPoolExecutor(1) as one:
            assert isinstance(one.submit(page, requests.get("/")).exception(FOR_EVER_S), ZeroDivisionError)


def test_what_is_sent_waits_for_nobody():
    page = in_turn(lambda request: HttpResponse(request.method))
    assert page.turns.take()
    assert page(requests.post("/")).content == b"POST"


def test_a_slow_page_holds_nobody_up_for_long():
    slow, was_asked = threading.Event(), threading.Event()

    def answer(request):
        if request.path == "/slow/":
            was_asked.set()
            assert slow.wait(FOR_EVER_S)
        return HttpResponse(request.path)

    page = InTurn(answer)
    with ThreadPoolExecutor(1) as other:
        held = other.submit(page, requests.get("/slow/"))
        assert was_asked.wait(FOR_EVER_S)
        assert page(requests.get("/quick/")).content == b"/quick/"
        assert not held.done()
        slow.set()
        assert held.result(FOR_EVER_S).content == b"/slow/"
