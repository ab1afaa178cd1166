"""A copy of everything that is somebody's: a ZIP of JSON and pictures, made in the background."""

import datetime as dt
import json
import secrets
import tempfile
import zipfile
from contextlib import suppress
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from pockitflyer.accounts.models import Block, Export, Follow, User
from pockitflyer.flyers.models import Favourite, Flyer, FlyerImage
from pockitflyer.flyers.persons import pictures_of
from pockitflyer.flyers.reported import Report
from pockitflyer.pictures import store
from pockitflyer.web.mail import send_or_later

KEPT_FOR: Final = dt.timedelta(days=7)
_FOLDER: Final = "exports"
_NOT_EXPORTED: Final = ("id", "password", "hidden_reason", "folded_name", "is_superuser", "is_staff", "picture")


def ask(user: User, page_url: str) -> Export:
    """Has a copy made; one that is being made is not begun again. ``page_url`` is mailed when it is ready."""
    with transaction.atomic():
        sweep()
        waiting = Export.objects.filter(owner=user, ready_at=None).first()
        if waiting is not None:
            return waiting
        export = Export.objects.create(owner=user)
        build.enqueue(export.pk, page_url)
    return export


def latest(user_id: int) -> Export | None:
    """The newest copy that is still kept, ready or not."""
    kept = Export.objects.filter(owner=user_id, asked_at__gt=timezone.now() - KEPT_FOR)
    return kept.order_by("-asked_at").first()


def ready(user_id: int, export_id: int) -> Export | None:
    """The user's own copy, to be downloaded."""
    kept = Export.objects.filter(owner=user_id, asked_at__gt=timezone.now() - KEPT_FOR)
    return kept.filter(pk=export_id, ready_at__isnull=False).first()


def sweep() -> None:
    """Takes away what nobody needs any more, every hour: copies hold everything."""
    over = timezone.now() - KEPT_FOR
    old = Export.objects.filter(asked_at__lte=over)
    for export in old:
        if export.file:
            default_storage.delete(export.file)
    old.delete()
    _sweep_strays(over)


def _sweep_strays(over: dt.datetime) -> None:
    """Copies that no row names, because what made them was killed."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(_FOLDER)[1]:
            # Another process may be sweeping, too.
            with suppress(FileNotFoundError):
                if default_storage.get_modified_time(f"{_FOLDER}/{name}") <= over:
                    default_storage.delete(f"{_FOLDER}/{name}")


@task()
def build(export_id: int, page_url: str) -> None:
    """Writes the ZIP beside its place, moves it there, tells the owner. Repeating it changes nothing."""
    export = Export.objects.filter(pk=export_id, ready_at=None).select_related("owner").first()
    if export is None:
        return
    with tempfile.TemporaryFile() as file:
        _write(zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED), export.owner)
        file.seek(0)
        name = default_storage.save(f"{_FOLDER}/{secrets.token_urlsafe(24)}.zip", File(file))
    if not Export.objects.filter(pk=export_id).update(ready_at=timezone.now(), file=name):
        # Its owner is gone meanwhile.
        default_storage.delete(name)
        return
    with override(export.owner.language or None):
        words = _("A copy of everything that is yours is ready. It is kept for seven days:\n\n%(url)s")
        send_or_later(export.owner.email, _("Your data is ready"), words % {"url": page_url})


def _write(archive: zipfile.ZipFile, user: User) -> None:
    with archive:
        for name, rows in _data(user).items():
            archive.writestr(f"{name}.json", json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for picture in pictures_of(user.pk):
            master = store.read_master(picture.key)
            if master is not None:
                # Compressed already.
                archive.writestr(f"pictures/{picture.key}.jpg", master, zipfile.ZIP_STORED)


def _data(user: User) -> dict[str, Any]:
    account = {field.name: field.value_from_object(user) for field in User._meta.concrete_fields}
    return {
        "account": {name: value for name, value in account.items() if name not in _NOT_EXPORTED}
        | {"picture": user.picture.key if user.picture else None},
        "flyers": [_flyer(flyer) for flyer in Flyer.objects.filter(creator=user).prefetch_related("categories")],
        "favourites": _rows(Favourite.objects.filter(user=user), "flyer", "flyer__title", "created_at"),
        "follows": _rows(Follow.objects.filter(follower=user), "followed", "followed__name", "created_at"),
        "blocks": _rows(Block.objects.filter(blocker=user), "blocked", "blocked__name", "created_at"),
        "reports": _rows(Report.objects.filter(reporter=user), "flyer", "person", "reason", "words", "made_at"),
        "sessions": _rows(UserSession.objects.filter(user=user), "created_at", "ip", "user_agent"),
    }


def _rows(found: Any, *columns: str) -> list[dict[str, Any]]:
    return list(found.values(*columns))


def _flyer(flyer: Flyer) -> dict[str, Any]:
    """What was typed and when, with the names of its pictures."""
    hidden = ("creator", "submission")
    columns = {f.name: f.value_from_object(flyer) for f in Flyer._meta.concrete_fields if f.name not in hidden}
    images = FlyerImage.objects.filter(flyer=flyer).order_by("position").values_list("picture", "alt")
    return columns | {
        "categories": [category.slug for category in flyer.categories.all()],
        "images": [{"picture": picture.key, "alt": alt} for picture, alt in images],
    }
