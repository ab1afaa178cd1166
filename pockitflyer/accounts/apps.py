from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pockitflyer.accounts"

    def ready(self) -> None:
        from pockitflyer.web.rates import note_what_is_counted

        note_what_is_counted()
