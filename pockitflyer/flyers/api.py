"""The JSON API of the board: the same read model as the pages, under ``/api/v1/``."""

from http import HTTPStatus
from typing import Annotated, Any, ClassVar, Final, cast

import msgspec
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from dmr import FileMetadata, Query, modify
from dmr.parsers import MultiPartParser
from dmr.plugins.msgspec import BodyMsgspec as Body
from dmr.routing import Router

from pockitflyer.accounts import api as accounts_api
from pockitflyer.accounts import profile as own_profile
from pockitflyer.accounts.api import ANYONE, SIGNED_IN
from pockitflyer.accounts.models import User
from pockitflyer.accounts.viewer import viewer_id_of
from pockitflyer.flyers import favourites, person_api, privacy_api, publishing_api
from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.feed import WHOLE_BOARD
from pockitflyer.flyers.filters import BadFilter, Wanted, parse, to_query
from pockitflyer.flyers.marks import marked, marks_on
from pockitflyer.flyers.picture_problems import picture_problems
from pockitflyer.flyers.reading import board_for, profile_for
from pockitflyer.flyers.versions import board_now, board_version
from pockitflyer.pictures.picture import PictureCard
from pockitflyer.web.api import ApiController
from pockitflyer.web.caching import answer
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE, Cursor
from pockitflyer.web.idempotency import once
from pockitflyer.web.pages import PageQuery, cursor_of, origin_of
from pockitflyer.web.problem_kinds import FILTER_PROBLEMS, NAME_PROBLEMS, PICTURE_PROBLEMS
from pockitflyer.web.problems import Problem
from pockitflyer.web.promises import promises
from pockitflyer.web.unreadable import of_body, of_parameter

_CHALLENGE: Final = {"WWW-Authenticate": "Bearer"}


class FeedPage(msgspec.Struct):
    """A page of the feed; ``next`` is the address of the one after."""

    items: tuple[FlyerCard, ...]
    next: str | None


class ProfilePage(msgspec.Struct):
    """A profile with one page of its live flyers; ``flyer_count`` counts all of them.

    ``is_following`` and ``is_blocked`` are null when nobody is signed in.
    """

    id: int
    name: str
    picture: PictureCard
    is_following: bool | None
    is_blocked: bool | None
    may_be_written_to: bool
    flyers: tuple[FlyerCard, ...]
    flyer_count: int
    next: str | None


class FeedQuery(PageQuery):
    """The filters, for the description; ``filters.parse`` reads them."""

    __dmr_force_list__: ClassVar[frozenset[str]] = frozenset(("category",))

    category: Annotated[tuple[str, ...], msgspec.Meta(description="slugs of categories/, any of them")] = ()
    near: Annotated[str, msgspec.Meta(description="latitude,longitude in degrees; rounded to 0.01")] = ""
    radius: Annotated[str, msgspec.Meta(description="kilometres around near, 0.1-200, 5 if not given")] = ""
    when: Annotated[str, msgspec.Meta(description="today, weekend or upcoming")] = ""
    q: Annotated[str, msgspec.Meta(description="searched in title, text, address and publisher's name")] = ""
    show: Annotated[str, msgspec.Meta(description="favourites or following, of the signed-in user")] = ""


class NewName(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class _File(msgspec.Struct):
    size: int


class PictureUpload(msgspec.Struct):
    image: _File


class Category(msgspec.Struct, frozen=True):
    """``slug`` is what flyers and filters name it by, ``name`` is for people."""

    slug: str
    name: str


class Categories(msgspec.Struct, frozen=True):
    items: tuple[Category, ...]


class FavouriteMark(msgspec.Struct, frozen=True):
    is_favourite: bool


class PublicController(ApiController):
    """For anyone, and with marks for who is signed in. Anonymous answers may be kept by any cache for a moment."""

    auth = ANYONE
    is_abstract = True
    is_public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        def make() -> HttpResponse:
            return cast(HttpResponse, super(PublicController, self).dispatch(request, *args, **kwargs))

        return answer(request, board_version, make)


class FeedController(PublicController):
    """The board, or what of it the filters leave."""

    @promises(*FILTER_PROBLEMS)
    def get(self, parsed_query: Query[FeedQuery]) -> FeedPage:
        """Live flyers after the cursor: near ones and new ones first, newest first without a position."""
        wanted, viewer_id = _wanted(self), viewer_id_of(self.request)
        if wanted.show and viewer_id is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "not-authenticated", _("Sign in to see what is yours."), _CHALLENGE)
        after, origin = cursor_of(self.request), origin_of(self.request)
        board = board_for(self.request, wanted, after, parsed_query.limit, origin)
        cards = marked(board.cards, marks_on(board.cards, viewer_id))
        return FeedPage(cards, _next_url(self, board.next_cursor, parsed_query.limit, wanted))


class CategoriesController(PublicController):
    """What a flyer may be about."""

    def get(self) -> Categories:
        """All categories that are offered, in their order, in the reader's language."""
        return Categories(tuple(Category(slug, name) for slug, name in board_now().categories.items()))


class FavouriteController(ApiController):
    """Whether the signed-in user keeps a flyer. Doing it again changes nothing."""

    auth = SIGNED_IN

    @modify(status_code=HTTPStatus.OK)
    def put(self) -> FavouriteMark:
        """Keeps it; 404 if it is not on the board."""
        try:
            favourites.keep(_user(self).pk, self.kwargs["flyer_id"])
        except favourites.NotOnTheBoard as error:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("This flyer is not on the board.")) from error
        return FavouriteMark(is_favourite=True)

    @modify(status_code=HTTPStatus.OK)
    def delete(self) -> FavouriteMark:
        """Lets it go."""
        favourites.let_go(_user(self).pk, self.kwargs["flyer_id"])
        return FavouriteMark(is_favourite=False)


class ProfileController(PublicController):
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

    @promises(*NAME_PROBLEMS)
    def patch(self, parsed_body: Body[NewName]) -> ProfilePage:
        """Changes the name: 1-50 characters of any script, no control characters."""
        try:
            own_profile.rename(_user(self), parsed_body.name)
        except ValidationError as error:
            code, sentence = str(error.code), error.messages[0]
            errors = (of_body("name", code, sentence),)
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, sentence, errors=errors) from error
        return _profile_page(self, _user(self).pk, PageQuery())


class OwnPictureController(ApiController):
    """The signed-in user's picture."""

    auth = SIGNED_IN
    parsers = (MultiPartParser(),)
    # A part of the profile, and so of its version.
    versioned_by = OwnProfileController

    @promises(*PICTURE_PROBLEMS, counted=True)
    @modify(status_code=HTTPStatus.OK)
    def post(self, parsed_file_metadata: FileMetadata[PictureUpload]) -> ProfilePage:
        """Replaces the picture: JPEG, PNG, WebP, AVIF or HEIC, at most 10 MB and 50 megapixels."""
        return once(self.request, self._change, ProfilePage)

    def _change(self) -> ProfilePage:
        with picture_problems(self.request, "image"):
            upload = cast("UploadedFile[bytes]", self.request.FILES["image"])
            own_profile.change_picture(_user(self), upload.read())
        return _profile_page(self, _user(self).pk, PageQuery())

    @modify(status_code=HTTPStatus.OK)
    def delete(self) -> ProfilePage:
        """Back to the default face."""
        own_profile.remove_picture(_user(self))
        return _profile_page(self, _user(self).pk, PageQuery())


def _user(controller: ApiController) -> User:
    return cast(User, controller.request.user)


def _wanted(controller: ApiController) -> Wanted:
    try:
        return parse(controller.request.GET)
    except BadFilter as error:
        errors = (of_parameter(error.parameter, error.code, error.sentence),)
        raise Problem(HTTPStatus.BAD_REQUEST, error.code, error.sentence, errors=errors) from error


def _profile_page(controller: ApiController, user_id: int, query: PageQuery) -> ProfilePage:
    after, origin = cursor_of(controller.request), origin_of(controller.request)
    found = profile_for(controller.request, user_id, after, query.limit, origin)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is no such user."))
    marks = marks_on(found.board.cards, viewer_id_of(controller.request), user_id)
    return ProfilePage(
        id=found.id,
        name=found.name,
        picture=found.picture,
        is_following=None if marks.viewer_id is None else user_id in marks.followed,
        is_blocked=None if marks.viewer_id is None else user_id in marks.blocked,
        may_be_written_to=found.may_be_written_to,
        flyers=marked(found.board.cards, marks),
        flyer_count=found.flyer_count,
        next=_next_url(controller, found.board.next_cursor, query.limit),
    )


def _next_url(controller: ApiController, cursor: Cursor | None, limit: int, wanted: Wanted = WHOLE_BOARD) -> str | None:
    if cursor is None:
        return None
    query = to_query(wanted, cursor=cursor, limit=None if limit == DEFAULT_PAGE_SIZE else limit)
    return f"{origin_of(controller.request)}{controller.request.path}?{query}"


router = Router(
    "api/v1/",
    [
        # Addresses are tried in their order, so those that are asked for most come first.
        path("feed/", FeedController.as_view(), name="api_feed"),
        path("users/<int:user_id>/profile/", ProfileController.as_view(), name="api_profile"),
        path("categories/", CategoriesController.as_view(), name="api_categories"),
        path("flyers/<int:flyer_id>/favourite/", FavouriteController.as_view(), name="api_favourite"),
        *publishing_api.urls,
        *accounts_api.urls,
        *privacy_api.urls,
        *person_api.urls,
        path("users/me/profile/", OwnProfileController.as_view(), name="api_own_profile"),
        path("users/me/profile/picture/", OwnPictureController.as_view(), name="api_own_picture"),
    ],
)
