from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pockitflyer.accounts.faces import small_face
from pockitflyer.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """A reason hides somebody with all their flyers, and signs them out; without one they are back."""

    list_display = ("face", "name", "email", "is_active", "hidden_reason", "date_joined")
    list_display_links = ("face", "name")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    readonly_fields = ("is_active", "last_login", "date_joined")
    exclude = ("password", "user_permissions", "groups")

    @admin.display(description=_("picture"))
    def face(self, user: User) -> SafeString:
        return format_html('<img src="{}" width="32" height="32" alt="" loading="lazy">', small_face(user.picture).url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_active = not obj.hidden_reason and obj.leaves_at is None
        super().save_model(request, obj, form, change)
