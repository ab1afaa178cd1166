"""Who uses the board, and who follows whom."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
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
    # The last one they used, for what is written to them while they are not here.
    language = models.CharField(max_length=10, blank=True, default="", editable=False)
    may_be_written_to = models.BooleanField(_("people may write to me"), default=True)
    # When everything of theirs goes, if they do not come back; they are not active while they may.
    leaves_at = models.DateTimeField(_("leaves"), null=True, editable=False)
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


class Session(AbstractBaseSession):
    """Where somebody is signed in. The owner is beside the data, so that both are read at once."""

    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    objects: ClassVar[BaseSessionManager] = BaseSessionManager()

    @classmethod
    def get_session_store_class(cls) -> Any:
        from pockitflyer.accounts.sessions import SessionStore

        return SessionStore


class Block(models.Model):
    """``blocker`` wants to see nothing of ``blocked``, nor to be written to by them."""

    blocker = models.ForeignKey(User, models.CASCADE, related_name="blocks", db_index=False)
    blocked = models.ForeignKey(User, models.CASCADE, related_name="blocked_by")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~models.Q(blocker=models.F("blocked")), name="no_self_block"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} × {self.blocked_id}"


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


class Export(models.Model):
    """Somebody's copy of everything that is theirs: asked for, made in the background, kept for some days."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    # In the default storage; a name that nobody guesses, though nobody but the owner is given it either.
    file = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.file
