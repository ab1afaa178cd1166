"""One's own flyers as JSON under ``/api/v1/``: pictures first, then the flyer, then its life."""

import hashlib
from http import HTTPStatus
from typing import Any, Final, cast

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from dmr import FileMetadata, Query, modify
from dmr.parsers import MultiPartParser
from dmr.plugins.msgspec import BodyMsgspec as Body

from pockitflyer.accounts.api import ANYONE, SIGNED_IN
from pockitflyer.accounts.viewer import viewer_id_of
from pockitflyer.flyers import geocoding, life, publishing, uploads
from pockitflyer.flyers.cards import FlyerCard
from pockitflyer.flyers.drafts import Refused, Wrong
from pockitflyer.flyers.feed import poster_card, read_flyer
from pockitflyer.flyers.flyer_bodies import (
    ChangedFlyer,
    Counts,
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
    says_more,
)
from pockitflyer.flyers.flyer_problems import flyer_problems, nothing_there, version_asked
from pockitflyer.flyers.marks import marked, marks_on
from pockitflyer.flyers.models import MAX_IMAGES
from pockitflyer.flyers.own_flyers import OwnFlyer, read_own, read_own_flyer
from pockitflyer.flyers.picture_problems import picture_problems
from pockitflyer.flyers.versions import board_version
from pockitflyer.web.api import ApiController, StrictJson
from pockitflyer.web.caching import answer, for_one
from pockitflyer.web.cursors import DEFAULT_PAGE_SIZE
from pockitflyer.web.idempotency import key_of, once
from pockitflyer.web.pages import cursor_of, origin_of
from pockitflyer.web.problem_kinds import PICTURE_PROBLEMS
from pockitflyer.web.problems import Problem
from pockitflyer.web.promises import promises
from pockitflyer.web.unreadable import of_parameter

_NO_FILES: Final = FlyerFiles()


class PicturesController(ApiController):
    """Pictures of the signed-in user, for flyers."""

    auth = SIGNED_IN
    parsers = (MultiPartParser(),)

    @promises(*PICTURE_PROBLEMS, counted=True)
    def post(self, parsed_file_metadata: FileMetadata[SentPictureFile]) -> SentPicture:
        """Takes in one picture. Its id is good for a flyer within seven days; the same bytes have the same id."""
        return once(self.request, self._take_in, SentPicture)

    def _take_in(self) -> SentPicture:
        with picture_problems(self.request, "image"):
            picture = uploads.send(_user_id(self), _bytes(self.request.FILES["image"]))
        card = poster_card(picture, origin=origin_of(self.request))
        return SentPicture(id=picture.key, picture=card)


class FlyersController(ApiController):
    """New flyers."""

    auth = SIGNED_IN
    parsers = (StrictJson(), MultiPartParser())

    @promises("flyer-invalid", *PICTURE_PROBLEMS, counted=True, makes=True)
    def post(self, parsed_body: Body[NewFlyer], parsed_file_metadata: FileMetadata[FlyerFiles] = _NO_FILES) -> OwnFlyer:
        """Publishes. ``images`` are ids of ``pictures/``, or, in a multipart body, the files themselves."""
        flyer = once(self.request, lambda: self._publish(parsed_body), OwnFlyer)
        address = reverse("api_flyer", args=[flyer.id])
        self.headers |= {"Location": origin_of(self.request) + address, "ETag": _etag(flyer)}
        return flyer

    def _publish(self, body: NewFlyer) -> OwnFlyer:
        files, images = self.request.FILES.getlist("images"), body.images
        with flyer_problems(body, images):
            if len(images) + len(files) > MAX_IMAGES:
                raise Refused(Wrong("images", "too-many", _("A flyer has at most five pictures.")))
        images = [*images, *(self._taken_in(file, len(images) + place) for place, file in enumerate(files))]
        with flyer_problems(body, images):
            # With the key as well: what was published stays published when the cache forgets.
            flyer = publishing.publish(_user_id(self), drafted(body, images), key_of(self.request))
        return _own(self, flyer.pk)

    def _taken_in(self, file: Any, place: int) -> str:
        with picture_problems(self.request, "images", place):
            return uploads.send(_user_id(self), _bytes(file)).key


class FlyerController(ApiController):
    """One flyer: anyone may see it while it is live; its creator may do everything else."""

    auth = ANYONE
    is_public = True
    # Its versions are compared by the domain.
    compares_etags = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        def make() -> HttpResponse:
            return cast(HttpResponse, super(FlyerController, self).dispatch(request, *args, **kwargs))

        return answer(request, board_version, make) if request.method in ("GET", "HEAD") else for_one(make())

    @promises("gone", also="OwnFlyer")
    def get(self) -> FlyerCard:
        """The card; to its creator whatever its status, and with all that only they may see."""
        flyer_id, viewer_id = self.kwargs["flyer_id"], viewer_id_of(self.request)
        own = None if viewer_id is None else read_own_flyer(viewer_id, flyer_id, origin_of(self.request))
        return _anyones(self, flyer_id) if own is None else self._with_etag(own)

    @promises("flyer-invalid", "gone", "stale", "version-required")
    @modify(auth=SIGNED_IN)
    def patch(self, parsed_body: Body[ChangedFlyer]) -> OwnFlyer:
        """Changes what the body names. ``If-Match`` carries the ETag the change started from."""
        flyer_id, user_id = self.kwargs["flyer_id"], _user_id(self)
        images = [] if parsed_body.images is msgspec.UNSET else parsed_body.images
        with flyer_problems(parsed_body, images):
            version: int | None = version_asked(self, flyer_id)
            if says_more(parsed_body):
                draft = changed(_own(self, flyer_id), parsed_body)
                publishing.revise(user_id, flyer_id, draft, version, republish=parsed_body.republish)
                version = None
            if parsed_body.is_withdrawn is not msgspec.UNSET:
                verb = life.withdraw if parsed_body.is_withdrawn else life.bring_back
                verb(user_id, flyer_id, version)
        return self._with_etag(_own(self, flyer_id))

    def _with_etag(self, own: OwnFlyer) -> OwnFlyer:
        self.headers["ETag"] = _etag(own)
        return own

    @promises("gone", "stale", "version-required")
    @modify(auth=SIGNED_IN, status_code=HTTPStatus.NO_CONTENT)
    def delete(self) -> None:
        """Deletes for good, with who kept it. ``If-Match`` as for a change."""
        with flyer_problems():
            version = version_asked(self, self.kwargs["flyer_id"])
            life.delete(_user_id(self), self.kwargs["flyer_id"], version)


class OwnFlyersController(ApiController):
    """All flyers of the signed-in user, on the board or not."""

    auth = SIGNED_IN

    def get(self, parsed_query: Query[OwnQuery]) -> OwnPage:
        """The last made first; ``status`` is live, scheduled, ended, withdrawn or hidden."""
        after, origin = cursor_of(self.request), origin_of(self.request)
        board = read_own(_user_id(self), parsed_query.status, after=after, limit=parsed_query.limit, origin=origin)
        counts = Counts(**board.counts)
        if board.next_cursor is None:
            return OwnPage(board.flyers, None, counts)
        asked = [f"{name}={value}" for name, value in (("status", parsed_query.status),) if value]
        asked += [f"limit={parsed_query.limit}"] if parsed_query.limit != DEFAULT_PAGE_SIZE else []
        query = "&".join([f"cursor={board.next_cursor}", *asked])
        return OwnPage(board.flyers, f"{origin}{self.request.path}?{query}", counts)


class PlacesController(ApiController):
    """Where a typed place is, for who does not let their device say it."""

    auth = ANYONE

    @promises("place-not-found")
    def get(self, parsed_query: Query[PlaceQuery]) -> Found:
        """The town that the text names, in the embedded gazetteer, rounded for ``near``."""
        found = geocoding.town_of(parsed_query.q)
        if found is None:
            sentence = _("This place is not to be found.")
            errors = (of_parameter("q", "place-not-found", sentence),)
            raise Problem(HTTPStatus.NOT_FOUND, "place-not-found", sentence, errors=errors)
        return Found(found.town, round(found.lat, 2), round(found.lon, 2))


def _user_id(controller: ApiController) -> int:
    return cast(int, controller.request.user.pk)


def _bytes(file: Any) -> bytes:
    return cast("UploadedFile[bytes]", file).read()


def _own(controller: ApiController, flyer_id: int) -> OwnFlyer:
    """Raises the problem of a flyer that is gone meanwhile."""
    found = read_own_flyer(_user_id(controller), flyer_id, origin_of(controller.request))
    if found is None:
        raise nothing_there(flyer_id)
    return found


def _anyones(controller: ApiController, flyer_id: int) -> FlyerCard:
    board = read_flyer(flyer_id, origin_of(controller.request))
    if board is None:
        raise nothing_there(flyer_id)
    return marked(board.cards, marks_on(board.cards, viewer_id_of(controller.request)))[0]


def _etag(flyer: OwnFlyer) -> str:
    """The version, which is what ``If-Match`` is about, and the content."""
    return f'"{flyer.version}-{hashlib.blake2b(msgspec.json.encode(flyer), digest_size=8).hexdigest()}"'


urls = [
    path("pictures/", PicturesController.as_view(), name="api_pictures"),
    path("flyers/", FlyersController.as_view(), name="api_flyers"),
    path("flyers/<int:flyer_id>/", FlyerController.as_view(), name="api_flyer"),
    path("users/me/flyers/", OwnFlyersController.as_view(), name="api_own_flyers"),
    path("places/", PlacesController.as_view(), name="api_places"),
]
