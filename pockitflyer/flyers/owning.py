"""Whose flyer it is, and which version of it somebody has seen: asked before anything is changed."""

from pockitflyer.flyers.models import DeletedFlyer, Flyer


class NoSuchFlyer(Exception):
    """There is no flyer of that id."""


class Gone(NoSuchFlyer):
    """There was one, and its creator has deleted it for good."""


class NotYours(Exception):
    """Somebody else's flyer."""


class Stale(Exception):
    """The flyer was changed since: ``flyer`` is what it is now."""

    def __init__(self, flyer: Flyer) -> None:
        super().__init__(f"version {flyer.version}")
        self.flyer = flyer


def own_flyer(creator_id: int, flyer_id: int, version: int | None = None, *, lock: bool = False) -> Flyer:
    """The creator's flyer. ``lock`` keeps others from changing it until the transaction is over.

    Raises ``NoSuchFlyer``, ``Gone`` or ``NotYours``, and ``Stale`` when it is not of the given version any more.
    """
    flyers = Flyer.objects.select_for_update() if lock else Flyer.objects.all()
    flyer = flyers.filter(pk=flyer_id).first()
    if flyer is None:
        raise Gone if is_gone(flyer_id) else NoSuchFlyer
    if flyer.creator_id != creator_id:
        raise NotYours
    if version is not None and flyer.version != version:
        raise Stale(flyer)
    return flyer


def is_gone(flyer_id: int) -> bool:
    return DeletedFlyer.objects.filter(pk=flyer_id).exists()
