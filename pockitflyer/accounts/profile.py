"""The verbs of one's own profile: rename, change the picture, remove it."""

from django.db import transaction

from pockitflyer.accounts.models import User
from pockitflyer.accounts.names import clean_name
from pockitflyer.pictures.finishing import finish_later
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import AVATAR


def rename(user: User, name: str) -> None:
    """Raises ``ValidationError`` and changes nothing when the name is not acceptable."""
    user.name = clean_name(name)
    user.save(update_fields=["name"])


def change_picture(user: User, data: bytes) -> None:
    """Raises a ``PictureError`` and leaves the old picture when the bytes are not an acceptable one."""
    picture = take_in(data, AVATAR)
    with transaction.atomic():
        user.picture = picture
        user.save(update_fields=["picture"])
        finish_later(picture)


def remove_picture(user: User) -> None:
    """From then on the default face is shown. Removing none is fine."""
    user.picture = None
    user.save(update_fields=["picture"])
