"""Why a picture sent to the API is refused, as a problem."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest

from pockitflyer.accounts.throttle import too_many_uploads, upload_allowance
from pockitflyer.pictures import errors
from pockitflyer.web.problems import Problem
from pockitflyer.web.unreadable import of_body

_STATUS: Final = {
    errors.PictureTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.PictureUnsupported: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.PictureBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.PictureNotStored: HTTPStatus.SERVICE_UNAVAILABLE,
}


@contextmanager
def picture_problems(request: HttpRequest, field: str, *inner: int) -> Iterator[None]:
    """Counts an upload of the signed-in user; raises a ``Problem`` for one too many, and for a refused picture.

    ``field`` of the form has the picture, or what is ``inner`` in it.
    """
    if not (left := upload_allowance(request)).is_left:
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", too_many_uploads(left), left.headers())
    try:
        yield
    except errors.PictureError as error:
        status = _STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        wrong = of_body(field, error.code, error.sentence, *inner)
        raise Problem(status, error.code, error.sentence, _retry_after(error.retry_after_s), (wrong,)) from error


def _retry_after(seconds: int | None) -> dict[str, str] | None:
    return None if seconds is None else {"Retry-After": str(seconds)}
