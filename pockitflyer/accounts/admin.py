from typing import Any, Final

from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pockitflyer.accounts.faces import small_face
from pockitflyer.accounts.models import User

# What lets somebody do more than others.
_RIGHTS: Final = ("is_staff", "is_superuser", "groups", "user_permissions")

# allauth's searches a column that our users do not have.
admin.site.unregister(UserSession)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People in lists and forms; what hiding them means is up to the room that knows their flyers."""

    list_display: tuple[str, ...] = ("face", "name", "email", "is_active", "date_joined")
    list_display_links = ("face", "name")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    ordering = ("-pk",)
    readonly_fields = ("is_active", "last_login", "date_joined")
    exclude = ("password",)
    filter_horizontal = ("groups", "user_permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Rights are given by superusers alone."""
        kept = super().get_readonly_fields(request, obj)
        return kept if _is_superuser(request) else (*kept, *_RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _may_touch(request, obj) and super().has_delete_permission(request, obj)

    @admin.display(description=_("picture"))
    def face(self, user: User) -> SafeString:
        return format_html('<img src="{}" width="32" height="32" alt="" loading="lazy">', small_face(user.picture).url)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, person: User | None) -> bool:
    """Whoever may change an operator's address can become that operator: superusers alone, except for one's own."""
    return _is_superuser(request) or person is None or not person.is_staff or person == request.user
