"""What a signed-in viewer has marked among the cards of a page. One query a page, none when nobody is signed in."""

from dataclasses import dataclass

from django.db import connection
from msgspec.structs import replace

from pockitflyer.flyers.cards import FlyerCard

# Written out, because the ORM takes ten times as long to put a union together as the database to run it.
_FAVOURITES = "SELECT 'favourite', flyer_id FROM flyers_favourite WHERE user_id = %s AND flyer_id IN ({})"
_FOLLOWED = "SELECT 'follow', followed_id FROM accounts_follow WHERE follower_id = %s AND followed_id IN ({})"
_BLOCKED = "SELECT 'block', blocked_id FROM accounts_block WHERE blocker_id = %s AND blocked_id IN ({})"


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
    asked = [(_FAVOURITES, [card.id for card in cards]), (_FOLLOWED, list(creators)), (_BLOCKED, list(creators))]
    parts = [(statement.format(", ".join(["%s"] * len(ids))), ids) for statement, ids in asked if ids]
    found: dict[str, set[int]] = {"favourite": set(), "follow": set(), "block": set()}
    if parts:
        with connection.cursor() as cursor:
            parameters = [value for _part, ids in parts for value in (viewer_id, *ids)]
            cursor.execute(" UNION ALL ".join(part for part, _ids in parts), parameters)
            for kind, id_ in cursor.fetchall():
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
