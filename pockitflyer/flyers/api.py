"""The JSON API of the board: the same read model as the pages, under ``/api/v1/``."""

from http import HTTPStatus
from typing import Annotated, Final, cast

import msgspec
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import path
from django.utils.translation import gettext as _
from dmr import Body, FileMetadata, Query, modify
from dmr.parsers import MultiPartParser
from dmr.routing import Router
from dmr.security.django_session import DjangoSessionSyncAuth

from pockitflyer.accounts import profile as own_profile
from pockitflyer.accounts.models import User
from pockitflyer.accounts.sign_in import BearerAuth
from pockitflyer.accounts.throttle import TOO_MANY_UPLOADS, UPLOAD_RETRY_AFTER_S, may_upload
from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.feed import read_board
from pockitflyer.flyers.profiles import read_profile
from pockitflyer.pictures import errors
from pockitflyer.pictures.picture import PictureCard
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Cursor
from pockitflyer.web.pages import cursor_of, origin_of
from pockitflyer.web.problems import ApiController, Problem

SIGNED_IN: Final = (BearerAuth(), DjangoSessionSyncAuth())
_PICTURE_STATUS: Final = {
    errors.PictureTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.PictureUnsupported: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.PictureBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.PictureNotStored: HTTPStatus.SERVICE_UNAVAILABLE,
}


class FeedPage(msgspec.Struct):
    """A page of the feed; ``next`` is the address of the one after."""

    items: tuple[FlyerCard, ...]
    next: str | None


class ProfilePage(msgspec.Struct):
    """A profile with one page of its live flyers; ``flyer_count`` counts all of them."""

    id: int
    name: str
    picture: PictureCard
    flyers: tuple[FlyerCard, ...]
    flyer_count: int
    next: str | None


class PageQuery(msgspec.Struct):
    cursor: str = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE


class NewName(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class _File(msgspec.Struct):
    size: int


class PictureUpload(msgspec.Struct):
    image: _File


class FeedController(ApiController):
    """The board, newest first."""

    def get(self, parsed_query: Query[PageQuery]) -> FeedPage:
        """Live flyers after the cursor."""
        origin = origin_of(self.request)
        board = read_board(after=cursor_of(self.request), limit=parsed_query.limit, origin=origin)
        return FeedPage(board.cards, _next_url(self, board.next_cursor, parsed_query.limit))


class ProfileController(ApiController):
    """Anyone's profile."""

    def get(self, parsed_query: Query[PageQuery]) -> ProfilePage:
        """Face, name and live flyers; 404 if there is no such user."""
        return _profile_page(self, self.kwargs["user_id"], parsed_query)


class OwnProfileController(ApiController):
    """The signed-in user's profile."""

    auth = SIGNED_IN

    def get(self, parsed_query: Query[PageQuery]) -> ProfilePage:
        """As anyone sees it."""
        return _profile_page(self, _user(self).pk, parsed_query)

    def patch(self, parsed_body: Body[NewName]) -> ProfilePage:
        """Changes the name: 1-50 characters of any script, no control characters."""
        try:
            own_profile.rename(_user(self), parsed_body.name)
        except ValidationError as error:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error.code), error.messages[0]) from error
        return _profile_page(self, _user(self).pk, PageQuery())


class OwnPictureController(ApiController):
    """The signed-in user's picture."""

    auth = SIGNED_IN
    parsers = (MultiPartParser(),)

    @modify(status_code=HTTPStatus.OK)
    def post(self, parsed_file_metadata: FileMetadata[PictureUpload]) -> ProfilePage:
        """Replaces the picture: JPEG, PNG, WebP, AVIF or HEIC, at most 10 MB and 50 megapixels."""
        if not may_upload(self.request):
            raise Problem(
                HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", TOO_MANY_UPLOADS, _retry_after(UPLOAD_RETRY_AFTER_S)
            )
        upload = cast("UploadedFile[bytes]", self.request.FILES["image"])
        try:
            own_profile.change_picture(_user(self), upload.read())
        except errors.PictureError as error:
            status = _PICTURE_STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
            raise Problem(status, error.code, error.sentence, _retry_after(error.retry_after_s)) from error
        return _profile_page(self, _user(self).pk, PageQuery())

    @modify(status_code=HTTPStatus.OK)
    def delete(self) -> ProfilePage:
        """Back to the default face."""
        own_profile.remove_picture(_user(self))
        return _profile_page(self, _user(self).pk, PageQuery())


def _retry_after(seconds: int | None) -> dict[str, str] | None:
    return None if seconds is None else {"Retry-After": str(seconds)}


def _user(controller: ApiController) -> User:
    return cast(User, controller.request.user)


def _profile_page(controller: ApiController, user_id: int, query: PageQuery) -> ProfilePage:
    after, origin = cursor_of(controller.request), origin_of(controller.request)
    found = read_profile(user_id, after=after, limit=query.limit, origin=origin)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is no such user."))
    return ProfilePage(
        id=found.id,
        name=found.name,
        picture=found.picture,
        flyers=found.board.cards,
        flyer_count=found.flyer_count,
        next=_next_url(controller, found.board.next_cursor, query.limit),
    )


def _next_url(controller: ApiController, cursor: Cursor | None, limit: int) -> str | None:
    if cursor is None:
        return None
    limited = "" if limit == DEFAULT_PAGE_SIZE else f"&limit={limit}"
    return f"{origin_of(controller.request)}{controller.request.path}?cursor={cursor}{limited}"


router = Router(
    "api/v1/",
    [
        path("feed/", FeedController.as_view(), name="api_feed"),
        path("users/me/profile/", OwnProfileController.as_view(), name="api_own_profile"),
        path("users/me/profile/picture/", OwnPictureController.as_view(), name="api_own_picture"),
        path("users/<int:user_id>/profile/", ProfileController.as_view(), name="api_profile"),
    ],
)
