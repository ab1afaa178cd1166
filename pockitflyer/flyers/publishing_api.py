"""One's own flyers as JSON under ``/api/v1/``: pictures first, then the flyer, then its life."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final, cast

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from dmr import Body, FileMetadata, Query, modify
from dmr.parsers import JsonParser, MultiPartParser

from pockitflyer.accounts.api import ANYONE, SIGNED_IN
from pockitflyer.accounts.viewer import viewer_id_of
from pockitflyer.flyers import geocoding, life, owning, publishing, uploads
from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.drafts import Refused, Wrong
from pockitflyer.flyers.feed import poster_card, read_flyer
from pockitflyer.flyers.flyer_bodies import (
    ChangedFlyer,
    FlyerFiles,
    Found,
    NewFlyer,
    OwnPage,
    OwnQuery,
    PlaceQuery,
    SentPicture,
    SentPictureFile,
    changed,
    drafted,
)
from pockitflyer.flyers.marks import marked, marks_on
from pockitflyer.flyers.models import MAX_IMAGES
from pockitflyer.flyers.own_flyers import OwnFlyer, read_own, read_own_flyer
from pockitflyer.flyers.picture_problems import picture_problems
from pockitflyer.flyers.versions import board_version
from pockitflyer.web.caching import answer
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE
from pockitflyer.web.pages import cursor_of, origin_of
from pockitflyer.web.problems import ApiController, FieldProblem, Problem

_NO_FILES: Final = FlyerFiles()
_IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_MAX_KEY_CHARACTERS: Final = 200


class PicturesController(ApiController):
    """Pictures of the signed-in user, for flyers."""

    auth = SIGNED_IN
    parsers = (MultiPartParser(),)

    def post(self, parsed_file_metadata: FileMetadata[SentPictureFile]) -> SentPicture:
        """Takes in one picture. Its id is good for a flyer within seven days; the same bytes have the same id."""
        with picture_problems(self.request):
            picture = uploads.send(_user_id(self), _bytes(self.request.FILES["image"]))
        card = poster_card(picture, origin=origin_of(self.request))
        return SentPicture(id=picture.key, picture=card)


class FlyersController(ApiController):
    """New flyers."""

    auth = SIGNED_IN
    parsers = (JsonParser(), MultiPartParser())

    def post(
        self, parsed_body: Body[NewFlyer], parsed_file_metadata: FileMetadata[FlyerFiles] = _NO_FILES
    ) -> FlyerCard:
        """Publishes. ``images`` are ids of ``pictures/``, or, in a multipart body, the files themselves."""
        files = self.request.FILES.getlist("images")
        with _problems():
            if len(parsed_body.images) + len(files) > MAX_IMAGES:
                raise Refused(Wrong("images", "too-many", _("A flyer has at most five pictures.")))
            sent = [self._taken_in(file) for file in files]
            draft = drafted(parsed_body, [*parsed_body.images, *sent])
            key = self.request.headers.get(_IDEMPOTENCY_KEY, "")[:_MAX_KEY_CHARACTERS]
            flyer = publishing.publish(_user_id(self), draft, key)
        return _own(self, flyer.pk)

    def _taken_in(self, file: Any) -> str:
        with picture_problems(self.request):
            return uploads.send(_user_id(self), _bytes(file)).key


class FlyerController(ApiController):
    """One flyer: anyone may see it while it is live; its creator may do everything else."""

    auth = ANYONE
    # Its versions are compared by the domain.
    compares_etags = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        def make() -> HttpResponse:
            return cast(HttpResponse, super(FlyerController, self).dispatch(request, *args, **kwargs))

        self.etag_of: OwnFlyer | None = None
        response = answer(request, board_version, make) if request.method in ("GET", "HEAD") else make()
        if self.etag_of is not None:
            response["ETag"] = _etag(self.etag_of)
        return response

    def get(self) -> FlyerCard:
        """The card; to its creator whatever its status, and with all that only they may see."""
        flyer_id, viewer_id = self.kwargs["flyer_id"], viewer_id_of(self.request)
        if viewer_id is not None:
            try:
                owning.own_flyer(viewer_id, flyer_id)
            except (owning.NotYours, owning.NoSuchFlyer):
                pass
            else:
                self.etag_of = _own(self, flyer_id)
                return self.etag_of
        return _anyones(self, flyer_id)

    @modify(auth=SIGNED_IN)
    def patch(self, parsed_body: Body[ChangedFlyer]) -> FlyerCard:
        """Changes what the body names. ``If-Match`` carries the ETag the change started from."""
        flyer_id = self.kwargs["flyer_id"]
        with _problems():
            version = _version_asked(self, flyer_id)
            now = _own(self, flyer_id)
            publishing.revise(
                _user_id(self), flyer_id, changed(now, parsed_body), version, republish=parsed_body.republish
            )
            if parsed_body.is_withdrawn is not msgspec.UNSET:
                verb = life.withdraw if parsed_body.is_withdrawn else life.bring_back
                verb(_user_id(self), flyer_id)
        self.etag_of = _own(self, flyer_id)
        return self.etag_of

    @modify(auth=SIGNED_IN, status_code=HTTPStatus.NO_CONTENT)
    def delete(self) -> None:
        """Deletes for good, with who kept it. ``If-Match`` as for a change."""
        with _problems():
            version = _version_asked(self, self.kwargs["flyer_id"])
            life.delete(_user_id(self), self.kwargs["flyer_id"], version)


class OwnFlyersController(ApiController):
    """All flyers of the signed-in user, on the board or not."""

    auth = SIGNED_IN

    def get(self, parsed_query: Query[OwnQuery]) -> OwnPage:
        """The last made first; ``status`` is live, scheduled, ended, withdrawn or hidden."""
        after, origin = cursor_of(self.request), origin_of(self.request)
        board = read_own(_user_id(self), parsed_query.status, after=after, limit=parsed_query.limit, origin=origin)
        if board.next_cursor is None:
            return OwnPage(board.flyers, None)
        asked = [f"{name}={value}" for name, value in (("status", parsed_query.status),) if value]
        asked += [f"limit={parsed_query.limit}"] if parsed_query.limit != DEFAULT_PAGE_SIZE else []
        query = "&".join([f"cursor={board.next_cursor}", *asked])
        return OwnPage(board.flyers, f"{origin}{self.request.path}?{query}")


class PlacesController(ApiController):
    """Where a typed place is, for who does not let their device say it."""

    auth = ANYONE

    def get(self, parsed_query: Query[PlaceQuery]) -> Found:
        """The town that the text names, in the embedded gazetteer, rounded for ``near``."""
        found = geocoding.town_of(parsed_query.q)
        if found is None:
            raise Problem(HTTPStatus.NOT_FOUND, "place-not-found", _("This place is not to be found."))
        return Found(found.town, round(found.lat, 2), round(found.lon, 2))


def _user_id(controller: ApiController) -> int:
    return cast(int, controller.request.user.pk)


def _bytes(file: Any) -> bytes:
    return cast("UploadedFile[bytes]", file).read()


def _own(controller: ApiController, flyer_id: int) -> OwnFlyer:
    """Raises the problem of a flyer that is gone meanwhile."""
    with _problems():
        owning.own_flyer(_user_id(controller), flyer_id)
    found = read_own_flyer(flyer_id, origin_of(controller.request))
    if found is None:
        raise _nothing(flyer_id)
    return found


def _anyones(controller: ApiController, flyer_id: int) -> FlyerCard:
    board = read_flyer(flyer_id, origin_of(controller.request))
    if board is None:
        raise _nothing(flyer_id)
    return marked(board.cards, marks_on(board.cards, viewer_id_of(controller.request)))[0]


def _nothing(flyer_id: int) -> Problem:
    if owning.is_gone(flyer_id):
        return Problem(HTTPStatus.GONE, "gone", _("This flyer was deleted."))
    return Problem(HTTPStatus.NOT_FOUND, "not-found", _("This flyer is not on the board."))


def _etag(flyer: OwnFlyer) -> str:
    """The version, which is what ``If-Match`` is about, and the content."""
    return f'"{flyer.version}-{hashlib.blake2b(msgspec.json.encode(flyer), digest_size=8).hexdigest()}"'


def _version_asked(controller: ApiController, flyer_id: int) -> int | None:
    """The version of ``If-Match``; ``None`` for ``*``. Who may not change it is told so first."""
    owning.own_flyer(_user_id(controller), flyer_id)
    asked = controller.request.headers.get("If-Match", "").strip()
    if asked == "*":
        return None
    version = asked.removeprefix("W/").strip('"').partition("-")[0]
    if not asked:
        sentence = _("Say with If-Match which version you have seen.")
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, "version-required", sentence)
    # What is not of us is of no version there is.
    return int(version) if version.isdecimal() and version.isascii() and len(version) < 10 else 0


@contextmanager
def _problems() -> Iterator[None]:
    """What the domain refuses, as problems."""
    try:
        yield
    except Refused as refused:
        errors = tuple(FieldProblem(w.field, w.code, str(w.sentence), w.suggestions) for w in refused.wrongs)
        detail = " ".join(error.detail for error in errors)
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "flyer-invalid", detail, errors=errors) from refused
    except owning.NotYours as error:
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden", _("This is somebody else's flyer.")) from error
    except owning.Stale as error:
        detail = _("The flyer was changed meanwhile. Get it again, then change it.")
        raise Problem(HTTPStatus.PRECONDITION_FAILED, "stale", detail) from error
    except owning.Gone as error:
        raise Problem(HTTPStatus.GONE, "gone", _("This flyer was deleted.")) from error
    except owning.NoSuchFlyer as error:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is no such flyer.")) from error


urls = [
    path("pictures/", PicturesController.as_view(), name="api_pictures"),
    path("flyers/", FlyersController.as_view(), name="api_flyers"),
    path("flyers/<int:flyer_id>/", FlyerController.as_view(), name="api_flyer"),
    path("users/me/flyers/", OwnFlyersController.as_view(), name="api_own_flyers"),
    path("places/", PlacesController.as_view(), name="api_places"),
]
