"""Every page that needs no account, and what is answered in trouble."""

import pytest

from tests.browser.every_page.sights import IN_TROUBLE, STRANGERS


@pytest.mark.parametrize("sight", [*STRANGERS, *IN_TROUBLE], ids=lambda sight: sight.name)
def test_nothing_is_to_be_said_against_it(against, sight):
    complaints = against(sight)
    assert not complaints, "\n".join(complaints)
