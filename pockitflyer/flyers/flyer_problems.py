"""Why a flyer sent to the API is refused, as problems that name each part of the body."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final, cast

from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from pockitflyer.flyers import owning
from pockitflyer.flyers.drafts import Refused, Wrong
from pockitflyer.flyers.flyer_bodies import ChangedFlyer, NewFlyer
from pockitflyer.web.api import ApiController
from pockitflyer.web.problems import Problem
from pockitflyer.web.unreadable import FieldProblem, of_parameter, pointer

type Sent = NewFlyer | ChangedFlyer
_NOTHING: Final = ChangedFlyer()


def version_asked(controller: ApiController, flyer_id: int) -> int | None:
    """The version of ``If-Match``, which is that of the flyer; ``None`` for ``*``. Raises what ``own_flyer`` raises.

    Who may not change it is told so first.
    """
    flyer = owning.own_flyer(cast(int, controller.request.user.pk), flyer_id)
    asked = controller.request.headers.get("If-Match", "").strip()
    if asked == "*":
        return None
    if not asked:
        sentence = _("Say with If-Match which version you have seen.")
        errors = (of_parameter("If-Match", "required", sentence),)
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, "version-required", sentence, errors=errors)
    versions = {tag.removeprefix("W/").strip('"').partition("-")[0] for tag in parse_etags(asked)}
    if str(flyer.version) not in versions:
        raise owning.Stale(flyer)
    return flyer.version


@contextmanager
def flyer_problems(body: Sent = _NOTHING, images: Sequence[str] = ()) -> Iterator[None]:
    """What the domain refuses, as problems; ``images`` are all pictures of the body that was sent."""
    try:
        yield
    except Refused as refused:
        errors = _wrongs_of(body, images, refused.wrongs)
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


def nothing_there(flyer_id: int) -> Problem:
    if owning.is_gone(flyer_id):
        return Problem(HTTPStatus.GONE, "gone", _("This flyer was deleted."))
    return Problem(HTTPStatus.NOT_FOUND, "not-found", _("This flyer is not on the board."))


def _wrongs_of(body: Sent, images: Sequence[str], wrongs: Sequence[Wrong]) -> tuple[FieldProblem, ...]:
    """What is wrong with a flyer, by the parts of the body that was sent. ``images`` are all its pictures by id."""
    return tuple(
        FieldProblem(w.field, w.code, str(w.sentence), w.suggestions, pointer=pointer(*_part(body, images, w)))
        for w in wrongs
    )


def _part(body: Sent, images: Sequence[str], wrong: Wrong) -> tuple[str | int, ...]:
    if wrong.field == "pin":
        return ("lat",)
    if wrong.field.startswith("info_"):
        places = [place for place, text in enumerate(body.info or ()) if text.strip()]
        number = int(wrong.field.removeprefix("info_")) - 1
        return ("info", places[number] if number < len(places) else number)
    # A picture has two parts, and these are the faults of its words.
    field = "alts" if wrong.field == "images" and wrong.code in ("too-long", "control-character") else wrong.field
    among = list(images) if wrong.field == "images" else list(body.categories or ()) if field == "categories" else []
    return (field, among.index(wrong.about)) if wrong.about in among else (field,)
