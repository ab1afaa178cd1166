"""What a signed-in viewer has marked among the cards of a page. Two queries a page, none when nobody is signed in."""

from dataclasses import dataclass

from msgspec.structs import replace

from pockitflyer.accounts.following import followed_among
from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.favourites import kept_among


@dataclass(frozen=True)
class Marks:
    """Ids of the viewer's favourites and of the people they follow, among the cards that were asked about."""

    viewer_id: int | None = None
    favourites: frozenset[int] = frozenset()
    followed: frozenset[int] = frozenset()


NOBODY = Marks()


def marks_on(cards: tuple[FlyerCard, ...], viewer_id: int | None, *creator_ids: int) -> Marks:
    """The marks of a viewer on these cards, and on further creators, such as the one of a profile without flyers."""
    if viewer_id is None:
        return NOBODY
    creators = {card.creator.id for card in cards} | set(creator_ids)
    flyers = [card.id for card in cards]
    return Marks(viewer_id, kept_among(viewer_id, flyers), followed_among(viewer_id, creators - {viewer_id}))


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
