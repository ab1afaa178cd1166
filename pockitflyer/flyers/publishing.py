"""Publishing a flyer, and changing it: one place for the form and the API."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pockitflyer.flyers import uploads, whereabouts
from pockitflyer.flyers.drafts import DEFAULT_DURATION, Draft, Refused, Wrong, cleaned, faults
from pockitflyer.flyers.models import Category, Flyer, FlyerImage
from pockitflyer.flyers.owning import own_flyer
from pockitflyer.flyers.placing import place
from pockitflyer.flyers.whereabouts import Whereabouts
from pockitflyer.pictures.finishing import finish_later
from pockitflyer.pictures.picture import Picture

_ASK = Wrong("ends_at", "republish-needed", _("This flyer is over. Tick “Put it on the board again”."))


def publish(creator_id: int, draft: Draft, submission: str = "") -> Flyer:
    """Puts a new flyer on the board, or waits with it until its start. Raises ``Refused`` with every fault.

    ``submission`` names one press on the button: the same draft sent again with it finds the flyer of the first time.
    """
    token = _token(submission, draft)
    if earlier := _of_submission(creator_id, token):
        return earlier
    now = timezone.now()
    draft, pictures, where = _checked(creator_id, draft, now)
    flyer = Flyer(creator_id=creator_id, submission=token)
    _put(flyer, draft, where, now)
    flyer.published_at = max(now, flyer.starts_at)
    try:
        with transaction.atomic():
            flyer.save(force_insert=True)
            _save_around(flyer, draft, pictures)
    except IntegrityError:
        if earlier := _of_submission(creator_id, token):
            return earlier
        raise
    return flyer


def revise(creator_id: int, flyer_id: int, draft: Draft, version: int | None, *, republish: bool = False) -> Flyer:
    """Changes everything about a flyer. ``version`` is the one its editor started from; ``None`` is any.

    Raises ``Refused``, and what ``own_flyer`` raises, ``Stale`` among it. An ended flyer gets a new end only with
    ``republish``: it comes back as a new one does.
    """
    before = own_flyer(creator_id, flyer_id, version)
    now = timezone.now()
    draft, pictures, where = _checked(creator_id, draft, now, before)
    with transaction.atomic():
        flyer = own_flyer(creator_id, flyer_id, before.version, lock=True)
        was_published_at, was_over = flyer.published_at, flyer.ends_at <= now
        _put(flyer, draft, where, now)
        if was_over and flyer.ends_at > now and not republish:
            raise Refused(_ASK)
        is_new = was_over and flyer.ends_at > now
        flyer.published_at = _published_at(was_published_at, flyer.starts_at, now, is_new=is_new)
        if is_new:
            flyer.withdrawn_at = None
        flyer.version += 1
        flyer.save(force_update=True)
        _save_around(flyer, draft, pictures)
    return flyer


def _published_at(was: dt.datetime, starts_at: dt.datetime, now: dt.datetime, *, is_new: bool) -> dt.datetime:
    """A change does not bring a flyer up the board again; coming on it does."""
    return max(now, starts_at) if is_new or was > now or starts_at > now else was


def _token(submission: str, draft: Draft) -> str | None:
    """The same press with other words, after a step back in the browser, is another flyer."""
    if not submission:
        return None
    return hashlib.blake2b(submission.encode() + msgspec.json.encode(draft), digest_size=20).hexdigest()


def _of_submission(creator_id: int, token: str | None) -> Flyer | None:
    return Flyer.objects.filter(creator=creator_id, submission=token).first() if token else None


def _checked(
    creator_id: int, draft: Draft, now: dt.datetime, before: Flyer | None = None
) -> tuple[Draft, list[Picture], Whereabouts | None]:
    """The cleaned draft, its pictures in order, and where it is: ``None`` for where it was. Raises ``Refused``."""
    draft = cleaned(draft)
    wrongs = faults(draft, now, **_kept(before))
    known = uploads.pictures_of(creator_id, [image.id for image in draft.images])
    wrongs += _unknown_images(draft, known)
    where = None
    if not any(wrong.field in ("address", "pin", "precision") for wrong in wrongs):
        try:
            where = None if before is not None and _is_same_place(before, draft) else whereabouts.find(draft)
        except Refused as refused:
            wrongs += refused.wrongs
    if wrongs:
        raise Refused(*wrongs)
    return draft, [known[image.id] for image in draft.images], where


def _kept(flyer: Flyer | None) -> dict[str, Any]:
    """What a new flyer could not have, but this one has."""
    if flyer is None:
        return {}
    return {"kept_end": flyer.ends_at, "kept_categories": set(flyer.categories.values_list("slug", flat=True))}


def _unknown_images(draft: Draft, known: Mapping[str, Picture]) -> list[Wrong]:
    sentence = _("This picture is not there any more. Choose it again.")
    return [Wrong("images", "unknown", sentence, about=image.id) for image in draft.images if image.id not in known]


def _is_same_place(flyer: Flyer, draft: Draft) -> bool:
    """Then nobody need be asked, and a flyer that is being located goes on being so."""
    asked = (draft.pin.lat, draft.pin.lon) if draft.pin else None
    pin = (flyer.pin_lat, flyer.pin_lon) if flyer.is_pinned_by_hand else None
    address = flyer.typed_address or flyer.address
    return address == draft.address and flyer.precision == draft.precision and pin == asked


def _put(flyer: Flyer, draft: Draft, where: Whereabouts | None, now: dt.datetime) -> None:
    flyer.title, flyer.text = draft.title, draft.text
    flyer.info_1, flyer.info_2 = (*draft.info, "", "")[:2]
    flyer.starts_at = draft.starts_at or now
    flyer.ends_at = draft.ends_at or flyer.starts_at + DEFAULT_DURATION
    if where is not None:
        whereabouts.put(flyer, where, draft.address, draft.precision)


def _save_around(flyer: Flyer, draft: Draft, pictures: list[Picture]) -> None:
    """Categories, images and placements, in the transaction that saved the flyer."""
    flyer.categories.set(Category.objects.filter(slug__in=draft.categories))
    FlyerImage.objects.filter(flyer=flyer).delete()
    FlyerImage.objects.bulk_create(
        FlyerImage(flyer=flyer, position=position, picture=picture, alt=image.alt)
        for position, (image, picture) in enumerate(zip(draft.images, pictures, strict=True))
    )
    for picture in pictures:
        finish_later(picture)
    place([flyer])
    whereabouts.locate_later(flyer)
