"""Somebody with all their flyers: taken off the board, put back on it, or gone for good."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from pockitflyer.accounts.models import Export, User
from pockitflyer.accounts.sessions import sign_out_everywhere
from pockitflyer.flyers.models import DeletedFlyer, Flyer
from pockitflyer.flyers.placing import place, take_down


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

    Pictures go with the next sweep of the picture store, unless others use the same. The addresses of their flyers say
    that they are gone.
    """
    with transaction.atomic():
        flyer_ids = list(Flyer.objects.filter(creator=user_id).values_list("pk", flat=True))
        files = list(Export.objects.filter(owner=user_id).exclude(file="").values_list("file", flat=True))
        User.objects.filter(pk=user_id).delete()
        DeletedFlyer.objects.bulk_create([DeletedFlyer(pk=pk) for pk in flyer_ids], ignore_conflicts=True)
        for name in files:
            transaction.on_commit(partial(default_storage.delete, name))
