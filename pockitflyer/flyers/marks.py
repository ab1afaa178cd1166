"""What a signed-in viewer has marked among the cards of a page. One query a page, none when nobody is signed in."""

import functools
from dataclasses import dataclass
from typing import Final

from django.db import connection
from msgspec.structs import replace

from pockitflyer.flyers.cards import FlyerCard

# Written out, because the ORM takes ten times as long to put a union together as the database to run it.
_STATEMENTS = {
    "favourite": (
        "SELECT 'favourite', CAST(flyer_id AS text) FROM flyers_favourite WHERE user_id = %s AND flyer_id IN ({})"
    ),
    "follow": (
        "SELECT 'follow', CAST(followed_id AS text) FROM accounts_follow WHERE follower_id = %s AND followed_id IN ({})"
    ),
    "block": (
        "SELECT 'block', CAST(blocked_id AS text) FROM accounts_block WHERE blocker_id = %s AND blocked_id IN ({})"
    ),
}
# Of everything the owner of a session ``s`` keeps and follows. Such rows come and go, but never change, and numbers are
# given once: how many there are, their highest number and the sum of all tell one state from another.
_STATE = "SELECT COUNT(*) || ' ' || COALESCE(MAX(id), 0) || ' ' || COALESCE(SUM(id), 0) FROM {} WHERE {} = s.owner_id"
VERSION_SQL: Final = " || ' ' || ".join(
    f"({_STATE.format(table, column)})"
    for table, column in (("flyers_favourite", "user_id"), ("accounts_follow", "follower_id"))
)
_VERSION_OF_VIEWER: Final = VERSION_SQL.replace("s.owner_id", "%s")


@dataclass(frozen=True)
class Marks:
    """Ids of the viewer's favourites and of the people they follow or block, among those that were asked about.

    ``version`` is that of everything they keep and follow, as it was when these were read.
    """

    viewer_id: int | None = None
    favourites: frozenset[int] = frozenset()
    followed: frozenset[int] = frozenset()
    blocked: frozenset[int] = frozenset()
    version: str | None = None


NOBODY = Marks()


def marks_on(cards: tuple[FlyerCard, ...], viewer_id: int | None, *creator_ids: int) -> Marks:
    """The marks of a viewer on these cards, and on further creators, such as the one of a profile without flyers."""
    if viewer_id is None:
        return NOBODY
    flyer_ids = tuple(card.id for card in cards)
    creators = tuple(({card.creator.id for card in cards} | set(creator_ids)) - {viewer_id})
    return read_marks(viewer_id, flyer_ids, creators, creators)


def read_marks(
    viewer_id: int, flyer_ids: tuple[int, ...], creator_ids: tuple[int, ...], maybe_blocked_ids: tuple[int, ...] = ()
) -> Marks:
    """Which of these flyers the viewer keeps, whom they follow, and whom they block."""
    asked = {"favourite": flyer_ids, "follow": creator_ids, "block": maybe_blocked_ids}
    found: dict[str, set[int]] = {kind: set() for kind in asked}
    version = None
    if any(asked.values()):
        parameters = [value for ids in asked.values() if ids for value in (viewer_id, *ids)]
        with connection.cursor() as cursor:
            # The version in the same statement, so that no change comes between the two.
            cursor.execute(_statement(*(len(ids) for ids in asked.values())), [*parameters, viewer_id, viewer_id])
            for kind, text in cursor.fetchall():
                if kind == "version":
                    version = text
                else:
                    found[kind].add(int(text))
    favourites, followed, blocked = (frozenset(ids) for ids in found.values())
    return Marks(viewer_id, favourites, followed, blocked, version)


@functools.lru_cache(256)
def _statement(*counts: int) -> str:
    """For so many favourites, people followed and people blocked."""
    each = zip(_STATEMENTS.values(), counts, strict=True)
    parts = [statement.format(", ".join(["%s"] * count)) for statement, count in each if count]
    return " UNION ALL ".join([*parts, f"SELECT 'version', {_VERSION_OF_VIEWER}"])


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
