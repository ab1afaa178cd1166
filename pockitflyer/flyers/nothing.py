"""Why a board is empty, and what to do next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pockitflyer.accounts.following import follows_anyone
from pockitflyer.flyers.distances import kilometres
from pockitflyer.flyers.favourites import keeps_anything
from pockitflyer.flyers.filter_bar import board_url
from pockitflyer.flyers.filters import MAX_RADIUS_KM, Near, Wanted

_WIDER = 4


@dataclass(frozen=True)
class Nothing:
    """One sentence, a hint that may be empty, and where to go from here."""

    says: str
    hint: str
    action: str
    url: str


def why_nothing(wanted: Wanted, viewer_id: int | None) -> Nothing:
    """The most telling reason first: nothing kept at all, then words that are nowhere, then a place too small."""
    return _nothing_of_ones_own(wanted, viewer_id) or _no_hit(wanted) or _nothing_near(wanted) or _nothing_left(wanted)


def _nothing_of_ones_own(wanted: Wanted, viewer_id: int | None) -> Nothing | None:
    if viewer_id is None:
        return None
    if wanted.show == "favourites" and not keeps_anything(viewer_id):
        return Nothing(_("No favourites yet."), _("Tap the heart on a flyer to keep it here."), *_whole_board())
    if wanted.show == "following" and not follows_anyone(viewer_id):
        hint = _("Tap “Follow” beside a name, and what they post is here.")
        return Nothing(_("You follow no one yet."), hint, *_whole_board())
    return None


def _no_hit(wanted: Wanted) -> Nothing | None:
    if not wanted.q:
        return None
    says = _("Nothing found for “%(words)s”.") % {"words": wanted.q}
    return Nothing(
        says, _("Titles, texts, places and names were searched."), _("Clear the search"), board_url(wanted, q="")
    )


def _nothing_near(wanted: Wanted) -> Nothing | None:
    near = wanted.near
    if near is None:
        return None
    says = _("Nothing within %(radius)s.") % {"radius": kilometres(near.radius_km)}
    if near.radius_km >= MAX_RADIUS_KM:
        return Nothing(says, "", _("Look everywhere"), board_url(wanted, near=None))
    wider = Near(near.lat, near.lon, min(MAX_RADIUS_KM, max(1.0, near.radius_km * _WIDER)))
    action = _("Look within %(radius)s") % {"radius": kilometres(wider.radius_km)}
    return Nothing(says, "", action, board_url(wanted, near=wider))


def _nothing_left(wanted: Wanted) -> Nothing:
    if wanted == Wanted():
        return Nothing(_("Nothing on the board yet."), "", _("Look again"), board_url(wanted))
    if wanted.show == "favourites" and wanted == Wanted(show=wanted.show):
        return Nothing(_("None of your favourites is on the board any more."), "", *_whole_board())
    if wanted.show == "following" and wanted == Wanted(show=wanted.show):
        return Nothing(_("Whom you follow has nothing on the board right now."), "", *_whole_board())
    return Nothing(_("Nothing on the board fits these filters."), "", _("Clear the filters"), board_url(Wanted()))


def _whole_board() -> tuple[str, str]:
    return _("See the board"), board_url(Wanted())
