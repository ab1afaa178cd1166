"""Every page of a member and of a publisher."""

import pytest

from tests.browser.every_page.sights import ALICE, CHARLIE


@pytest.mark.parametrize("sight", [*CHARLIE, *ALICE], ids=lambda sight: sight.name)
def test_nothing_is_to_be_said_against_it(against, sight):
    complaints = against(sight)
    assert not complaints, "\n".join(complaints)
