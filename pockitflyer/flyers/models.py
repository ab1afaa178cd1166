"""What is posted on the board."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pockitflyer.pictures.fields import PictureField, PictureKey
from pockitflyer.pictures.models import KEY_CHARACTERS
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import POSTER

MAX_TITLE_CHARACTERS = 200
MAX_TEXT_CHARACTERS = 500
MAX_INFO_CHARACTERS = 1_000
MAX_ADDRESS_CHARACTERS = 200
MAX_ALT_CHARACTERS = 200
MAX_REASON_CHARACTERS = 300
MAX_IMAGES = 5


class Category(models.Model):
    """A kind of flyer, with its name in both languages."""

    slug = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=40)
    name_de = models.CharField(_("name in German"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered for new flyers"), default=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering: ClassVar = ["position", "slug"]

    def __str__(self) -> str:
        return self.name_de if (get_language() or "").startswith("de") else self.name_en


class FlyerQuerySet(models.QuerySet["Flyer"]):
    def live(self, now: dt.datetime | None = None) -> Self:
        """Started, not ended, neither withdrawn nor hidden, and located: what anyone may see. Always computed."""
        now = now or timezone.now()
        running = self.filter(starts_at__lte=now, ends_at__gt=now, withdrawn_at=None)
        return running.filter(hidden_at=None, lat__isnull=False, creator__is_active=True)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")


class Precision(models.TextChoices):
    """How precisely anyone may see where a flyer is about."""

    EXACT = "exact", _("exactly")
    STREET = "street", _("the street")
    AREA = "area", _("only the area")


class Flyer(models.Model):
    """A flyer.

    It is on the board from ``starts_at`` until ``ends_at``, unless withdrawn. ``published_at`` is when it came or
    comes on the board; a live flyer's never lies in the future. Whoever writes one calls ``placing.place``, without
    which no view of the board finds it.

    ``address``, ``lat`` and ``lon`` are what anyone may see, already as imprecise as ``precision`` says; the position
    is null while nobody knows it. ``typed_address``, ``pin_lat`` and ``pin_lon`` are the creator's own: they leave the
    server for nobody else. While ``is_being_located``, a background task asks for a better position.
    """

    creator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="flyers", db_index=False)
    title = models.CharField(_("title"), max_length=MAX_TITLE_CHARACTERS)
    text = models.CharField(_("text"), max_length=MAX_TEXT_CHARACTERS)
    info_1 = models.CharField(_("first information"), max_length=MAX_INFO_CHARACTERS, blank=True)
    info_2 = models.CharField(_("second information"), max_length=MAX_INFO_CHARACTERS, blank=True)
    categories = models.ManyToManyField(Category, related_name="flyers", verbose_name=_("categories"))
    address = models.CharField(_("address"), max_length=MAX_ADDRESS_CHARACTERS)
    lat = models.FloatField(_("latitude"), null=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(_("longitude"), null=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    precision = models.CharField(_("place shown"), max_length=6, choices=Precision, default=Precision.EXACT)
    typed_address = models.CharField(max_length=MAX_ADDRESS_CHARACTERS, blank=True, editable=False)
    pin_lat = models.FloatField(null=True, editable=False)
    pin_lon = models.FloatField(null=True, editable=False)
    is_pinned_by_hand = models.BooleanField(default=False, editable=False)
    is_being_located = models.BooleanField(default=False, editable=False)
    starts_at = models.DateTimeField(_("on the board from"))
    ends_at = models.DateTimeField(_("until"))
    published_at = models.DateTimeField(_("published"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=MAX_REASON_CHARACTERS, blank=True)
    # Grows with every change of the creator's; whoever saves says which one they started from.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Names one press on "Publish", so that a second one finds the flyer of the first.
    submission = models.CharField(max_length=64, null=True, editable=False)

    objects = FlyerQuerySet.as_manager()

    class Meta:
        verbose_name = _("flyer")
        verbose_name_plural = _("flyers")
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id"], name="newest_flyers"),
            models.Index(fields=["creator", "-published_at", "-id"], name="newest_flyers_of_creator"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="ends_after_start"),
            models.UniqueConstraint(fields=["creator", "submission"], name="submitted_once"),
        ]

    def __str__(self) -> str:
        return self.title


class FlyerImage(models.Model):
    """One of the one to five pictures of a flyer; the first is its cover."""

    flyer = models.ForeignKey(Flyer, models.CASCADE, related_name="images", db_index=False)
    position = models.PositiveSmallIntegerField(_("position"))
    picture: "models.Field[Picture, Picture]" = PictureField(_("picture"), recipe=POSTER)
    alt = models.CharField(_("what it shows"), max_length=MAX_ALT_CHARACTERS, blank=True)

    class Meta:
        ordering: ClassVar = ["flyer", "position"]
        indexes: ClassVar = [models.Index(PictureKey("picture"), name="images_by_picture")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["flyer", "position"], name="one_image_per_position"),
            models.CheckConstraint(condition=models.Q(position__lt=MAX_IMAGES), name="at_most_five_images"),
        ]

    def __str__(self) -> str:
        return f"{self.flyer_id}/{self.position}"


class Upload(models.Model):
    """A picture that somebody sent and may use in a flyer. It goes some days after it was sent; flyers keep theirs."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=KEY_CHARACTERS)
    picture: "models.Field[Picture, Picture]" = PictureField(recipe=POSTER)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(PictureKey("picture"), name="uploads_by_picture")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "key"], name="sent_once")]

    def __str__(self) -> str:
        return self.key


class DeletedFlyer(models.Model):
    """The id of a flyer that is gone for good: its address answers so."""

    id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.id)


class Placement(models.Model):
    """Where a flyer hangs: one row for each scope and topic it is looked for in. Every view is a few newest rows.

    ``scope`` is the whole board (0), an H3 cell (its id) or a publisher (minus their id); ``topic`` a category's id,
    or 0 for any. Times are microseconds since 1970, positions metres from the middle of the Earth (``cells.metres``).
    """

    pk = models.CompositePrimaryKey("flyer", "scope", "topic")
    flyer = models.ForeignKey(Flyer, models.CASCADE, related_name="placements", db_index=False)
    scope = models.BigIntegerField()
    topic = models.BigIntegerField()
    published = models.BigIntegerField()
    starts = models.BigIntegerField()
    ends = models.BigIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    z = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            # Everything a view asks of a row, so that rows left out cost no look into the table.
            models.Index(
                fields=["scope", "topic", "-published", "-flyer", "starts", "ends", "x", "y", "z"], name="newest_placed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flyer_id} in {self.scope}/{self.topic}"


class SearchText(models.Model):
    """Title, text and address of a placed flyer, folded, a line each. PostgreSQL has a trigram index on it.

    A flyer has one as long as it has placements; ``ends`` (microseconds since 1970) finds those that are over.
    """

    flyer = models.OneToOneField(Flyer, models.CASCADE, primary_key=True, related_name="search_text")
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    ends = models.BigIntegerField(db_index=True)
    folded = models.TextField()

    def __str__(self) -> str:
        return self.folded


class Favourite(models.Model):
    """Someone keeps a flyer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourites", db_index=False)
    flyer = models.ForeignKey(Flyer, models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "flyer"], name="favourite_once")]

    def __str__(self) -> str:
        return f"{self.user_id} ♥ {self.flyer_id}"


class BoardVersion(models.Model):
    """Grows with every change a public page may show; see ``versions.py``. Only the database's triggers write it.

    The version is the sum of all rows: writers of different sessions count in different ``slot``s, so that nobody who
    publishes has to wait for another to be done.
    """

    slot = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.slot}: {self.number}"


# Django looks for models here.
from pockitflyer.flyers.reported import Decision, Report  # noqa: E402, F401
