"""Who uses the board, and who follows whom."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pockitflyer.accounts.names import MAX_NAME_CHARACTERS
from pockitflyer.pictures.fields import PictureField, PictureKey
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import AVATAR
from pockitflyer.web.folding import FoldedField


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **columns: Any) -> "User":
        user = self.model(email=email.strip().lower(), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **columns: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **columns)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone with an account. Name and picture are columns here, so that a profile costs no join."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=MAX_NAME_CHARACTERS)
    picture: "models.Field[Picture | None, Picture | None]" = PictureField(_("picture"), recipe=AVATAR, null=True)
    is_active = models.BooleanField(_("active"), default=True)
    # Of an operator who hid this person with all their flyers; nobody is told but other operators.
    hidden_reason = models.CharField(_("why they are hidden"), max_length=300, blank=True, null=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    # What a search for a publisher compares.
    folded_name = FoldedField(of="name")
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]
        indexes: ClassVar = [models.Index(PictureKey("picture"), name="users_by_picture")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Who writes the name writes the folded one, without having to think of it."""
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "folded_name"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Follow(models.Model):
    """``follower`` wants to see what ``followed`` publishes."""

    follower = models.ForeignKey(User, models.CASCADE, related_name="follows")
    followed = models.ForeignKey(User, models.CASCADE, related_name="followers")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~models.Q(follower=models.F("followed")), name="no_self_follow"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}"
