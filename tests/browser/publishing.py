"""What tests of publishing have in common."""

import re

import pytest

PROFILE = re.compile(r"/users/\d+/")
ROWS = ".sheets .sheet-row"
# All but what conftest.py pinned.
TAKE_DOWN = """
from pockitflyer.flyers.models import Flyer
Flyer.objects.exclude(title__startswith="Flyer ").exclude(title="Flohmarkt am Röschi").delete()
"""


def fill(page, title: str, address: str = "Lindenstrasse 4, 8008 Zürich") -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill("Frisch aus dem Holzofen.")
    page.get_by_label("Address").fill(address)
    page.get_by_label("Food").check()


def sent(page, count: int) -> list[str]:
    """The ids of the pictures, once all have arrived."""
    page.wait_for_function(f"() => document.querySelectorAll('{ROWS}[data-id]').length === {count}", timeout=60_000)
    return page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.id)")


@pytest.fixture(scope="module", autouse=True)
def as_it_was(board):
    """The board is shared by all tests of a run: what a file publishes is taken down at its end."""
    yield
    board.django(TAKE_DOWN)
