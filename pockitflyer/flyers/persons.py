"""Somebody with all their flyers: taken off the board, put back on it, or gone for good."""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from pockitflyer.accounts.models import Export, User
from pockitflyer.accounts.sessions import sign_out_everywhere
from pockitflyer.flyers.models import DeletedFlyer, Flyer, FlyerImage, Upload
from pockitflyer.flyers.placing import place, take_down
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.sweep import forget_later


def take_off(user_id: int) -> None:
    """Nobody finds them or their flyers any more, and they are signed out everywhere."""
    with transaction.atomic():
        User.objects.filter(pk=user_id).update(is_active=False)
        take_down(Flyer.objects.filter(creator=user_id).values_list("pk", flat=True))
        sign_out_everywhere(user_id)


def put_back(user_id: int) -> None:
    """Undoes it, unless there is still a reason to hide them, or they still want to leave."""
    with transaction.atomic():
        is_not_hidden = Q(hidden_reason=None) | Q(hidden_reason="")
        if User.objects.filter(is_not_hidden, pk=user_id, leaves_at=None).update(is_active=True):
            place(Flyer.objects.filter(creator=user_id))


def erase(user_id: int) -> None:
    """Everything of theirs: flyers, favourites, follows, blocks, sessions, copies of their data.

    Their pictures go in an hour, unless others use the same. The addresses of their flyers say that they are gone.
    """
    with transaction.atomic():
        forget_later(pictures_of(user_id))
        flyer_ids = list(Flyer.objects.filter(creator=user_id).values_list("pk", flat=True))
        files = list(Export.objects.filter(owner=user_id).exclude(file="").values_list("file", flat=True))
        User.objects.filter(pk=user_id).delete()
        DeletedFlyer.objects.bulk_create([DeletedFlyer(pk=pk) for pk in flyer_ids], ignore_conflicts=True)
        for name in files:
            transaction.on_commit(partial(default_storage.delete, name))


def pictures_of(user_id: int) -> Iterable[Picture]:
    """Their face, those of their flyers and those they have sent for one: each once."""
    faces = User.objects.filter(pk=user_id, picture__isnull=False).values_list("picture", flat=True)
    used = FlyerImage.objects.filter(flyer__creator=user_id).values_list("picture", flat=True)
    sent = Upload.objects.filter(owner=user_id).values_list("picture", flat=True)
    return {picture.key: picture for picture in (*used, *sent, *faces) if picture is not None}.values()
