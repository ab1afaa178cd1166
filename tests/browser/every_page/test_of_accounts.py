"""Every page of an account's safety, and the operators'."""

import pytest

from tests.browser.every_page.sights import ACCOUNT, OPERATOR


@pytest.mark.parametrize("sight", [*ACCOUNT, *OPERATOR], ids=lambda sight: sight.name)
def test_nothing_is_to_be_said_against_it(against, sight):
    complaints = against(sight)
    assert not complaints, "\n".join(complaints)
