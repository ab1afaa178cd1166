from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pockitflyer.web"
