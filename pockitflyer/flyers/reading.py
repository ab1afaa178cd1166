"""What a request reads of the board and of profiles: once for many of those who are signed in.

For who is not, the whole answer is kept (``web/caching.py``).
"""

from functools import partial

from django.http import HttpRequest

from pockitflyer.accounts.viewer import viewer_id_of
from pockitflyer.flyers.feed import Board, read_board
from pockitflyer.flyers.filters import Wanted
from pockitflyer.flyers.profiles import Profile, read_profile
from pockitflyer.web.caching import read_once
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE, Cursor


def board_for(
    request: HttpRequest, wanted: Wanted, after: Cursor | None, limit: int = DEFAULT_PAGE_SIZE, origin: str = ""
) -> Board:
    """``read_board`` for who asks."""
    read = partial(read_board, wanted, viewer_id=viewer_id_of(request), after=after, limit=limit, origin=origin)
    # What is somebody's own is nobody else's.
    return read() if wanted.show else read_once(request, ("board", wanted, after, limit, origin), read)


def profile_for(
    request: HttpRequest, user_id: int, after: Cursor | None, limit: int = DEFAULT_PAGE_SIZE, origin: str = ""
) -> Profile | None:
    """``read_profile`` for who asks."""
    read = partial(read_profile, user_id, after=after, limit=limit, origin=origin)
    return read_once(request, ("profile", user_id, after, limit, origin), read)
