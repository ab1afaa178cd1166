"""Every page of signing up and in, and those of somebody who keeps and follows."""

import pytest

from tests.browser.every_page.sights import AT_THE_DOOR, DORA


@pytest.mark.parametrize("sight", [*AT_THE_DOOR, *DORA], ids=lambda sight: sight.name)
def test_nothing_is_to_be_said_against_it(against, sight):
    complaints = against(sight)
    assert not complaints, "\n".join(complaints)
