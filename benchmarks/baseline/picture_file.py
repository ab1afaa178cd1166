"""A picture file as Django serves it when nothing stands in front: a view and ``FileResponse``."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils._os import safe_join

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def picture_file(request: HttpRequest, name: str) -> FileResponse:
    """With the one header that spares a second request."""
    return FileResponse(Path(safe_join(settings.PICTURES_FOLDER, name)).open("rb"), headers=_FOREVER)
