"""The form of a flyer. It only reads and shows: what a flyer may be is decided in ``drafts.py``."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pockitflyer.flyers.drafts import DEFAULT_DURATION, Draft, Image, Pin, Wrong
from pockitflyer.flyers.models import (
    MAX_ADDRESS_CHARACTERS,
    MAX_IMAGES,
    MAX_INFO_CHARACTERS,
    MAX_TEXT_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    Precision,
)
from pockitflyer.flyers.own_flyers import OwnFlyer
from pockitflyer.pictures.intake import ACCEPTED_TYPES
from pockitflyer.pictures.recipes import POSTER

_MOMENT: Final = "%Y-%m-%dT%H:%M"


def _text(label: Any, most: int, rows: int = 0, **attrs: Any) -> forms.CharField:
    """Without a rule of its own. ``maxlength`` counts while one types."""
    attrs |= {"maxlength": most}
    widget = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
    return forms.CharField(label=label, required=False, strip=False, widget=widget)


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(label=label, required=False, widget=widget)


class FlyerForm(forms.Form):
    """All fields of a flyer but its pictures, which are ``pictures_in`` the same request."""

    accepted_types = ",".join(ACCEPTED_TYPES)
    max_images = MAX_IMAGES
    max_picture_bytes = settings.MAX_PICTURE_BYTES
    # The longest side that is of use, because a master has no more.
    most_picture_px = POSTER.master_px

    title = _text(_("Title"), MAX_TITLE_CHARACTERS)
    text = _text(_("Text"), MAX_TEXT_CHARACTERS, rows=4)
    categories = forms.MultipleChoiceField(label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple)
    address = _text(_("Address"), MAX_ADDRESS_CHARACTERS, autocomplete="street-address")
    starts_at = _moment(_("On the board from"))
    ends_at = _moment(_("Until"))
    info_1 = _text(_("More information"), MAX_INFO_CHARACTERS, rows=2)
    info_2 = _text(_("And more"), MAX_INFO_CHARACTERS, rows=2)
    precision = forms.ChoiceField(
        label=_("Show the place"), required=False, choices=Precision.choices, widget=forms.RadioSelect
    )
    lat = forms.FloatField(label=_("Latitude"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    lon = forms.FloatField(label=_("Longitude"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    republish = forms.BooleanField(label=_("Put it on the board again"), required=False)
    submission = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, categories: dict[str, str], flyer: OwnFlyer | None = None, **kwargs: Any) -> None:
        """``categories`` are names by slug; ``flyer`` is the one being edited."""
        super().__init__(*args, **kwargs)
        self._flyer = flyer
        field: Any = self.fields["categories"]
        # A slug that is not offered is for the domain to refuse.
        field.choices = list(categories.items())
        field.valid_value = lambda value: True
        precision: Any = self.fields["precision"]
        precision.valid_value = lambda value: True
        if flyer is None or flyer.status != "ended":
            del self.fields["republish"]

    def draft(self, images: tuple[Image, ...]) -> Draft:
        """What was typed, as a draft. Only of a form that is valid."""
        typed = self.cleaned_data
        lat, lon = typed["lat"], typed["lon"]
        return Draft(
            title=typed["title"],
            text=typed["text"],
            address=typed["address"],
            categories=tuple(typed["categories"]),
            images=images,
            info=(typed["info_1"], typed["info_2"]),
            starts_at=self._time("starts_at"),
            ends_at=self._time("ends_at"),
            precision=typed["precision"] or Precision.EXACT.value,
            pin=None if lat is None or lon is None else Pin(lat, lon),
        )

    def _time(self, field: str) -> dt.datetime | None:
        """The form shows minutes: who does not touch a time keeps its seconds."""
        kept = getattr(self._flyer, field, None)
        typed: dt.datetime | None = self.cleaned_data[field]
        return kept if kept and typed and _minutes(kept) == _minutes(typed) else typed

    def add_faults(self, wrongs: tuple[Wrong, ...]) -> tuple[Wrong, ...]:
        """Puts each beside its field; returns those of pictures, which have their own place."""
        beside = {"pin": "lat", "info": "info_1"}
        for wrong in wrongs:
            if wrong.field != "images":
                self.add_error(beside.get(wrong.field, wrong.field), str(wrong.sentence))
        return tuple(wrong for wrong in wrongs if wrong.field == "images")


def initial_of(flyer: OwnFlyer) -> dict[str, Any]:
    """What the form of an existing flyer begins with."""
    info = (*flyer.info, "", "")
    return {
        "title": flyer.title,
        "text": flyer.text,
        "categories": flyer.categories,
        "address": flyer.address,
        "starts_at": flyer.starts_at,
        "ends_at": flyer.ends_at,
        "info_1": info[0],
        "info_2": info[1],
        "precision": flyer.precision,
        "lat": flyer.lat if flyer.is_pinned_by_hand else None,
        "lon": flyer.lon if flyer.is_pinned_by_hand else None,
        "version": flyer.version,
    }


def initial_of_new(submission: str) -> dict[str, Any]:
    """From now for 30 days."""
    now = timezone.now()
    return {
        "starts_at": now,
        "ends_at": now + DEFAULT_DURATION,
        "precision": Precision.EXACT.value,
        "submission": submission,
    }


def images_in(posted: QueryDict) -> tuple[Image, ...]:
    """The pictures that a form names, after what its buttons did: ``up-ID``, ``down-ID`` or ``remove-ID``."""
    alts = posted.getlist("alts")
    images = [Image(id_, alts[n] if n < len(alts) else "") for n, id_ in enumerate(posted.getlist("images"))]
    verb, _dash, id_ = posted.get("do", "").partition("-")
    at = next((n for n, image in enumerate(images) if image.id == id_), None)
    if at is None:
        return tuple(images)
    image = images.pop(at)
    if verb != "remove":
        images.insert(max(0, at + (1 if verb == "down" else -1)), image)
    return tuple(images)


def _minutes(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(second=0, microsecond=0)
