from django.contrib import admin

from pockitflyer.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("name", "email", "is_active", "date_joined")
    search_fields = ("name", "email")
    readonly_fields = ("last_login", "date_joined")
    exclude = ("password", "user_permissions", "groups")
