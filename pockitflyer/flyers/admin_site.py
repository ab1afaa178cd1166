from django.contrib.admin.apps import AdminConfig


class BoardAdminConfig(AdminConfig):
    """Django's admin, with what is done there written down."""

    default_site = "pockitflyer.flyers.trail_admin.Site"
