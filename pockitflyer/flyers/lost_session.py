"""What was typed into the form of a flyer while its session was over, kept until the sign-in."""

from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from pockitflyer.flyers.forms import FlyerForm

_NAME: Final = "typed flyer"
# No more than a form holds: anyone may send this.
_MOST_CHARACTERS, _MOST_VALUES = 1_100, 20


def keep_typed(session: SessionBase, posted: QueryDict) -> None:
    names = [*FlyerForm.base_fields, "images", "alts"]
    session[_NAME] = {
        name: [value[:_MOST_CHARACTERS] for value in posted.getlist(name)[:_MOST_VALUES]] for name in names
    }


def take_typed(session: SessionBase) -> QueryDict | None:
    """As it was posted; once."""
    typed = session.pop(_NAME, None)
    if not typed:
        return None
    posted = QueryDict(mutable=True)
    for name, values in typed.items():
        posted.setlist(name, values)
    return posted
