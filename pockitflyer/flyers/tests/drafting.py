"""Drafts and pictures for tests."""

import datetime as dt
from typing import Any

from django.utils import timezone

from pockitflyer.flyers.drafts import Draft, Image
from pockitflyer.flyers.models import Upload
from pockitflyer.flyers.tests.board import a_picture


def sent(user, number: int = 0) -> str:
    """The id of a picture that the user has sent; no file belongs to it."""
    picture = a_picture(f"{number:02x}" * 16)
    Upload.objects.create(owner=user, key=picture.key, picture=picture, sent_at=timezone.now())
    return picture.key


def a_draft(user, **columns: Any) -> Draft:
    """Complete, with one picture of the user's unless told otherwise."""
    if "images" not in columns:
        columns["images"] = (Image(sent(user)),)
    return Draft(
        **{
            "title": "Sauerteig-Samstag",
            "text": "Ab sieben Uhr frisch aus dem Holzofen.",
            "address": "Lindenstrasse 4, 8008 Zürich",
            "categories": ("food",),
        }
        | columns
    )


def in_days(days: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)
