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
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import POSTER

MAX_TITLE_CHARACTERS = 200
MAX_TEXT_CHARACTERS = 500
MAX_INFO_CHARACTERS = 1_000
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
        """Flyers that have started and not ended: what anyone may see. Always computed, never a kept flag."""
        now = now or timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")


class Flyer(models.Model):
    """A flyer.

    It is on the board from ``starts_at`` until ``ends_at``. ``published_at`` is when it came or comes on the
    board; a live flyer's never lies in the future.
    """

    creator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="flyers", db_index=False)
    title = models.CharField(_("title"), max_length=MAX_TITLE_CHARACTERS)
    text = models.CharField(_("text"), max_length=MAX_TEXT_CHARACTERS)
    info_1 = models.CharField(_("first information"), max_length=MAX_INFO_CHARACTERS, blank=True)
    info_2 = models.CharField(_("second information"), max_length=MAX_INFO_CHARACTERS, blank=True)
    categories = models.ManyToManyField(Category, related_name="flyers", verbose_name=_("categories"))
    address = models.CharField(_("address"), max_length=200)
    lat = models.FloatField(_("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lon = models.FloatField(_("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    starts_at = models.DateTimeField(_("on the board from"))
    ends_at = models.DateTimeField(_("until"))
    published_at = models.DateTimeField(_("published"))

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
        ]

    def __str__(self) -> str:
        return self.title


class FlyerImage(models.Model):
    """One of the one to five pictures of a flyer; the first is its cover."""

    flyer = models.ForeignKey(Flyer, models.CASCADE, related_name="images", db_index=False)
    position = models.PositiveSmallIntegerField(_("position"))
    picture: "models.Field[Picture, Picture]" = PictureField(_("picture"), recipe=POSTER)

    class Meta:
        ordering: ClassVar = ["flyer", "position"]
        indexes: ClassVar = [models.Index(PictureKey("picture"), name="images_by_picture")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["flyer", "position"], name="one_image_per_position"),
            models.CheckConstraint(condition=models.Q(position__lt=MAX_IMAGES), name="at_most_five_images"),
        ]

    def __str__(self) -> str:
        return f"{self.flyer_id}/{self.position}"


class Favourite(models.Model):
    """Someone keeps a flyer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourites", db_index=False)
    flyer = models.ForeignKey(Flyer, models.CASCADE, related_name="favourites")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "flyer"], name="favourite_once")]

    def __str__(self) -> str:
        return f"{self.user_id} ♥ {self.flyer_id}"
