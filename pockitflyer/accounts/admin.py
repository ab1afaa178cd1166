from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pockitflyer.accounts.faces import small_face
from pockitflyer.accounts.models import User

# allauth's searches a column that our users do not have.
admin.site.unregister(UserSession)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People in lists and forms; what hiding them means is up to the room that knows their flyers."""

    list_display = ("face", "name", "email", "is_active", "hidden_reason", "date_joined")
    list_display_links = ("face", "name")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    readonly_fields = ("is_active", "last_login", "date_joined")
    exclude = ("password", "user_permissions", "groups")

    @admin.display(description=_("picture"))
    def face(self, user: User) -> SafeString:
        return format_html('<img src="{}" width="32" height="32" alt="" loading="lazy">', small_face(user.picture).url)
