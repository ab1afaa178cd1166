"""How the pages of the board present themselves when somebody shares or searches for them."""

import datetime as dt
from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec.structs import replace

from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.filter_bar import FilterBar, board_url
from pockitflyer.flyers.filters import Wanted
from pockitflyer.flyers.profiles import Profile
from pockitflyer.pictures.picture import PictureCard
from pockitflyer.web.sharing import SharedAs, SharedPicture, absolute

# Flyers of these categories tell of something that takes place at their place on their days.
_EVENTS: Final = frozenset({"events", "nightlife"})
_ICON_PX: Final = 512


def board_as_shared(wanted: Wanted, bar: FilterBar, origin: str) -> SharedAs:
    """The board. What is searched, near somebody or somebody's own is not for search engines."""
    # A view around a place, or a search, is a view of the board of its categories and times.
    page = replace(wanted, near=None, q="", show="")
    filters = [chip.name for chip in (*bar.categories, *bar.times) if chip.is_on]
    home = origin + reverse("feed")
    icon = SharedPicture(absolute(origin, static(f"web/icons/icon-{_ICON_PX}.png")), _ICON_PX, _ICON_PX)
    return SharedAs(
        title=" · ".join([*filters, _("Board")]),
        text=_("The neighbourhood's notice board: what is on near you, and who is behind it."),
        url=origin + board_url(page),
        picture=icon,
        is_listed=page == wanted,
        data={"@type": "WebSite", "name": "pockitflyer", "url": home, "potentialAction": _search(home)},
    )


def _search(home: str) -> dict[str, str]:
    return {
        "@type": "SearchAction",
        "target": f"{home}?q={{search_term_string}}",
        "query-input": "required name=search_term_string",
    }


def profile_as_shared(profile: Profile, origin: str) -> SharedAs:
    url = origin + reverse("profile", args=[profile.id])
    picture = _picture(profile.picture, origin, profile.name)
    # Neither Person nor LocalBusiness: the board does not know which of them somebody is.
    main = {"name": profile.name, "url": url, "image": picture.url}
    return SharedAs(
        title=profile.name,
        text=_("Flyers by %(name)s") % {"name": profile.name},
        url=url,
        picture=picture,
        kind="profile",
        is_listed=bool(profile.flyer_count),
        data={"@type": "ProfilePage", "name": profile.name, "url": url, "mainEntity": main},
    )


def flyer_as_shared(card: FlyerCard, origin: str) -> SharedAs:
    url = absolute(origin, card.url)
    images = [_picture(image, origin, image.alt or card.title) for image in card.images]
    about = _event(card, origin) if _EVENTS & set(card.categories) else _notice(card, origin)
    return SharedAs(
        title=card.title,
        text=card.text,
        url=url,
        picture=images[0] if images else None,
        kind="article",
        data={"name": card.title, "description": card.text, "url": url, "image": [i.url for i in images]} | about,
    )


def _event(card: FlyerCard, origin: str) -> dict[str, Any]:
    """Days, not hours: a flyer tells from which day to which, as its card and the calendar do."""
    last = max(card.starts_at, card.ends_at - dt.timedelta(microseconds=1))
    return {
        "@type": "Event",
        "startDate": timezone.localdate(card.starts_at).isoformat(),
        "endDate": timezone.localdate(last).isoformat(),
        "location": _place(card),
        "organizer": _publisher(card, origin),
    }


def _notice(card: FlyerCard, origin: str) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "datePublished": card.published_at.isoformat(),
        "expires": card.ends_at.isoformat(),
        "contentLocation": _place(card),
        "publisher": _publisher(card, origin),
    }


def _publisher(card: FlyerCard, origin: str) -> dict[str, str]:
    return {"name": card.creator.name, "url": absolute(origin, card.creator.url)}


def _place(card: FlyerCard) -> dict[str, Any]:
    place = card.place
    named = {"@type": "Place", "name": place.address, "address": place.address}
    if place.lat is None:
        # Being located: nobody but its creator sees it yet.
        return named
    return named | {"geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}}


def _picture(card: PictureCard, origin: str, alt: str) -> SharedPicture:
    return SharedPicture(absolute(origin, card.url), card.width, card.height, alt)
