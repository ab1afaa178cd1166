"""The same view of the board for feed readers (Atom) and calendars (iCalendar), with the filters of its address."""

import datetime as dt
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vGeo

from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.feed import Board

PRODUCT = "-//PockitFlyer//Board//EN"


def atom(board: Board, page_url: str, feed_url: str) -> bytes:
    """An Atom 1.0 document; both addresses are absolute."""
    feed = Atom1Feed(
        title=_title(),
        link=page_url,
        description=None,
        language=get_language(),
        feed_url=feed_url,
        feed_guid=feed_url,
    )
    for card in board.cards:
        feed.add_item(
            title=card.title,
            link=card.url,
            # Django says of it that it is HTML, so what was typed is made HTML.
            description=linebreaks(_text(card), autoescape=True),
            author_name=card.creator.name,
            author_link=card.creator.url,
            pubdate=card.published_at,
            updateddate=card.published_at,
            unique_id=card.url,
            categories=[board.category_names[slug] for slug in card.categories],
        )
    return feed.writeString("utf-8").encode()


def calendar(board: Board, page_url: str) -> bytes:
    """An iCalendar document (RFC 5545): a flyer is there all day from its first to its last, and blocks no time."""
    days = Calendar()
    days.add("prodid", PRODUCT)
    days.add("version", "2.0")
    days.add("name", _title())
    days.add("x-wr-calname", _title())
    days.add("url", page_url)
    for card in board.cards:
        days.add_component(_event(card, board.category_names))
    return days.to_ical()


def _event(card: FlyerCard, category_names: dict[str, str]) -> Event:
    event = Event()
    event.add("uid", f"flyer-{card.id}@{urlsplit(card.url).hostname}")
    event.add("dtstamp", card.published_at)
    event.add("dtstart", timezone.localtime(card.starts_at).date())
    event.add("dtend", _day_after(card.ends_at))
    event.add("summary", card.title)
    event.add("description", _text(card))
    event.add("location", card.place.address)
    if card.place.lat is not None and card.place.lon is not None:
        event["geo"] = vGeo((card.place.lat, card.place.lon))
    event.add("url", card.url)
    event.add("transp", "TRANSPARENT")
    if card.categories:
        event.add("categories", [category_names[slug] for slug in card.categories])
    return event


def _day_after(ends_at: dt.datetime) -> dt.date:
    """The day after the last one. A flyer that ends at midnight has its last day before it."""
    return timezone.localdate(ends_at - dt.timedelta(microseconds=1)) + dt.timedelta(days=1)


def _title() -> str:
    return _("Flyers on the board")


def _text(card: FlyerCard) -> str:
    return "\n\n".join((card.text, *card.info, card.place.address))
