"""For who is signed in with a token: the page that anyone gets, with their own marks put in.

So everybody who reads the board shares one page. Each costs two small queries, who asks and what they have marked, and
the first of them alone when nothing has changed since they last asked.
"""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
from allauth.core.internal.httpkit import get_authorization_credential
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from pockitflyer.accounts.sessions import SessionStore, session_of_token
from pockitflyer.flyers.marks import Marks, read_marks
from pockitflyer.web.caching import PRIVATE, Lately, has_already, is_anyone
from pockitflyer.web.compression import Body

_PAGES: Final = re.compile(r"/api/v1/(?:feed|users/\d+/profile)/")
# In a string of JSON such a quotation mark has a backslash before it, so nothing that somebody wrote is taken for one.
_OPEN: Final = re.compile(rb'"is_(favourite|following|blocked)":null')
# What is of the request and not of the page that anyone gets.
_OF_THE_READER: Final = ("HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_ACCEPT_ENCODING")
# Pages a process keeps in pieces, and with somebody's marks; some 10 MB each.
_MOST_KEPT: Final = 128


class MarkedPages:
    """Middleware around ``KeptPages``, for the feed and the profiles of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = get_authorization_credential(request, "Bearer") if _is_marked(request) else None
        session = session_of_token(token) if token else None
        if session is None or session.owner_id is None:
            return self.get_response(request)
        # Asked for once, whoever looks at it next.
        request.token_session = session  # type: ignore[attr-defined]
        anyone = _as_anyone(request, session)
        # Somebody who blocks has a board of their own.
        if session.page_version is None or not is_anyone(anyone):
            return self.get_response(request)
        page = self.get_response(anyone)
        return _marked(request, page, session, session.owner_id) if page.status_code == 200 else page


def _is_marked(request: HttpRequest) -> bool:
    # What is shown of one's own, nobody else is shown.
    is_one = request.method in ("GET", "HEAD") and bool(_PAGES.fullmatch(request.path_info))
    return is_one and not (request.META.get("QUERY_STRING") and "show" in request.GET)


def _as_anyone(request: HttpRequest, session: SessionStore) -> HttpRequest:
    environ = {name: value for name, value in request.META.items() if name not in _OF_THE_READER}
    # HEAD has the headers of GET; the server leaves the body out.
    anyone = WSGIRequest(environ | {"REQUEST_METHOD": "GET"})
    # Read before anything the page shows; it need not be asked for again.
    anyone.page_version = session.page_version  # type: ignore[attr-defined]
    return anyone


class _Creator(msgspec.Struct, frozen=True):
    id: int


class _Card(msgspec.Struct, frozen=True):
    id: int
    creator: _Creator


class _Page(msgspec.Struct, frozen=True):
    """What of the feed and of a profile the marks are about: a profile has an id and flyers, the feed items."""

    id: int | None = None
    flyers: tuple[_Card, ...] = ()
    items: tuple[_Card, ...] = ()


@dataclass(frozen=True)
class _Pieces:
    """A page cut where marks belong: ``places`` says for each cut which mark, and of whom or what."""

    flyer_ids: tuple[int, ...]
    creator_ids: tuple[int, ...]
    texts: tuple[bytes, ...]
    places: tuple[tuple[str, int], ...]


@functools.lru_cache(_MOST_KEPT)
def _cut(content: bytes) -> _Pieces:
    page = msgspec.json.decode(content, type=_Page)
    cards = page.flyers or page.items
    own = () if page.id is None else (page.id,)
    flyer_ids = tuple(card.id for card in cards)
    creator_ids = (*own, *(card.creator.id for card in cards))
    ids: dict[bytes, Iterator[int]] = {
        b"favourite": iter(flyer_ids),
        b"following": iter(creator_ids),
        b"blocked": iter(own),
    }
    texts, places, start = [], [], 0
    for found in _OPEN.finditer(content):
        end = found.end() - len(b"null")
        texts.append(content[start:end])
        places.append((found[1].decode(), next(ids[found[1]])))
        start = found.end()
    return _Pieces(flyer_ids, tuple(set(creator_ids)), (*texts, content[start:]), tuple(places))


@dataclass(frozen=True)
class _Marked:
    """A page with somebody's marks in it, and its strong ETag."""

    etag: str
    body: Body


_made: Lately[_Marked] = Lately(_MOST_KEPT)


def _marked(request: HttpRequest, page: HttpResponse, session: SessionStore, viewer_id: int) -> HttpResponse:
    """The page with the marks of this viewer, as it is asked for: compressed, plain, or not again."""
    etag = page["ETag"]
    made = _made.get((etag, viewer_id, session.marks_version))
    if made is None:
        pieces = _cut(page.content)
        # Who blocks anybody does not come here.
        marks = read_marks(viewer_id, pieces.flyer_ids, pieces.creator_ids)
        # Of the version they were read with: what was read with the session may be older.
        made = _made.put((etag, viewer_id, marks.version), _with_marks(etag, pieces, marks))
    page["ETag"], page["Cache-Control"] = made.etag, PRIVATE
    if has_already(request, made.etag):
        del page["Content-Length"]
        return HttpResponseNotModified(headers=page.headers)
    page.content, coding = made.body.for_request(request)
    if coding:
        page["Content-Encoding"] = coding
    page["Content-Length"] = str(len(page.content))
    return page


def _with_marks(etag: str, pieces: _Pieces, marks: Marks) -> _Marked:
    is_set = _set_marks(pieces, marks)
    words = [b"true" if is_on else b"false" for is_on in is_set]
    content = b"".join(part for pair in zip(pieces.texts, [*words, b""], strict=True) for part in pair)
    # The tag of the page, and which of its marks are set: together they say every byte.
    digits = "".join("1" if is_on else "0" for is_on in is_set)
    return _Marked(f'{etag[:-1]}-{int(digits or "0", 2):x}"', Body(content))


def _set_marks(pieces: _Pieces, marks: Marks) -> list[bool]:
    found = {"favourite": marks.favourites, "following": marks.followed, "blocked": marks.blocked}
    return [id_ in found[kind] for kind, id_ in pieces.places]
