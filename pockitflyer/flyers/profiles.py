"""A publisher's profile: their face, their name and their live flyers. Two queries, however many flyers."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from pockitflyer.accounts.faces import large_face
from pockitflyer.accounts.models import User
from pockitflyer.flyers.feed import Board, read_board
from pockitflyer.flyers.models import Placement
from pockitflyer.flyers.placing import ANY_TOPIC
from pockitflyer.flyers.ranking import microseconds
from pockitflyer.pictures.picture import PictureCard
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE, Cursor


@dataclass(frozen=True)
class Profile:
    """A publisher and one page of their board; ``flyer_count`` counts all live flyers."""

    id: int
    name: str
    picture: PictureCard
    may_be_written_to: bool
    flyer_count: int
    board: Board


def read_profile(
    user_id: int, *, after: Cursor | None = None, limit: int = DEFAULT_PAGE_SIZE, origin: str = ""
) -> Profile | None:
    """The profile of an active user, or ``None``. ``origin`` (``https://host``) makes addresses absolute."""
    now = microseconds(timezone.now())
    live = Placement.objects.filter(scope=-OuterRef("pk"), topic=ANY_TOPIC, starts__lte=now, ends__gt=now)
    count = live.order_by().values("scope").values(n=Count("published"))
    row = (
        User.objects.filter(pk=user_id, is_active=True)
        .values_list("name", "picture", "may_be_written_to", Coalesce(Subquery(count), 0))
        .first()
    )
    if row is None:
        return None
    name, picture, may_be_written_to, flyer_count = row
    board = read_board(creator_id=user_id, after=after, limit=limit, origin=origin)
    return Profile(user_id, name, large_face(picture, origin), may_be_written_to, flyer_count, board)


def own_profile(user: User, flyer_count: int, *, after: Cursor | None = None) -> Profile:
    """The same of who is signed in, of whom all but the board is known already."""
    board = read_board(creator_id=user.pk, after=after)
    return Profile(user.pk, user.name, large_face(user.picture), user.may_be_written_to, flyer_count, board)
