"""Every address of the board."""

from allauth.account.decorators import secure_admin_login
from allauth.headless.constants import Client
from django.contrib import admin
from django.urls import include, path

from pockitflyer.accounts.headless import ChangePassword
from pockitflyer.flyers.api import router
from pockitflyer.web.health import health
from pockitflyer.web.installing import manifest, offline, service_worker
from pockitflyer.web.languages import choose_language
from pockitflyer.web.openapi import openapi_urls
from pockitflyer.web.robots import robots

# Signing in there is signing in anywhere: counted, and with a second factor where there is one.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    router.to_urlpatterns(),
    path("", include("pockitflyer.flyers.urls")),
    path("", include("pockitflyer.accounts.urls")),
    *openapi_urls(router),
    path("accounts/", include("pockitflyer.accounts.door")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("_allauth/app/v1/account/password/change", ChangePassword.as_api_view(client=Client.APP)),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("language/", choose_language, name="language"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("offline/", offline, name="offline"),
    path("sw.js", service_worker, name="service_worker"),
    path("robots.txt", robots, name="robots"),
]

handler400 = "pockitflyer.web.problems.bad_request"
handler403 = "pockitflyer.web.problems.permission_denied"
handler404 = "pockitflyer.web.problems.not_found"
handler500 = "pockitflyer.web.problems.server_error"
handler429 = "pockitflyer.web.problems.too_many_requests"
