"""What a signed-in viewer has marked among the cards of a page. One query a page, none when nobody is signed in."""

from dataclasses import dataclass

from django.db.models import Value
from msgspec.structs import replace

from pockitflyer.accounts.models import Block, Follow
from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.models import Favourite


@dataclass(frozen=True)
class Marks:
    """Ids of the viewer's favourites and of the people they follow or block, among those that were asked about."""

    viewer_id: int | None = None
    favourites: frozenset[int] = frozenset()
    followed: frozenset[int] = frozenset()
    blocked: frozenset[int] = frozenset()


NOBODY = Marks()


def marks_on(cards: tuple[FlyerCard, ...], viewer_id: int | None, *creator_ids: int) -> Marks:
    """The marks of a viewer on these cards, and on further creators, such as the one of a profile without flyers."""
    if viewer_id is None:
        return NOBODY
    creators = ({card.creator.id for card in cards} | set(creator_ids)) - {viewer_id}
    flyers = [card.id for card in cards]
    kept = Favourite.objects.filter(user=viewer_id, flyer__in=flyers).values_list(Value("favourite"), "flyer")
    followed = Follow.objects.filter(follower=viewer_id, followed__in=creators).values_list(Value("follow"), "followed")
    blocked = Block.objects.filter(blocker=viewer_id, blocked__in=creators).values_list(Value("block"), "blocked")
    found: dict[str, set[int]] = {"favourite": set(), "follow": set(), "block": set()}
    for kind, id_ in kept.union(followed, blocked, all=True):
        found[kind].add(id_)
    return Marks(viewer_id, *(frozenset(found[kind]) for kind in ("favourite", "follow", "block")))


def marked(cards: tuple[FlyerCard, ...], marks: Marks) -> tuple[FlyerCard, ...]:
    """The cards with the marks in them, as the JSON API gives them; unchanged when nobody is signed in."""
    if marks.viewer_id is None:
        return cards
    return tuple(
        replace(
            card,
            is_favourite=card.id in marks.favourites,
            creator=replace(card.creator, is_following=card.creator.id in marks.followed),
        )
        for card in cards
    )
