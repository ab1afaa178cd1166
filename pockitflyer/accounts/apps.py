from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "pockitflyer.accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from pockitflyer.web.rates import note_what_is_counted

        note_what_is_counted()
