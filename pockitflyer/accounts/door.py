"""allauth's forms that mail somebody or are counted: whatever stops them, they come back with what was typed."""

from http import HTTPStatus
from typing import Any

from allauth.account import views
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.generic import FormView

from pockitflyer.web.mail import NOT_SENT, TRY_AGAIN, NotSent
from pockitflyer.web.rates import too_often


class ComesBack(FormView):
    """The form once more, with what was typed but for passwords, which no field of them shows, and why."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except NotSent:
            return self._again(HTTPStatus.SERVICE_UNAVAILABLE, str(NOT_SENT), TRY_AGAIN["Retry-After"])
        if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            return response
        wait = response.headers["Retry-After"]
        return self._again(HTTPStatus.TOO_MANY_REQUESTS, too_often(int(wait)), wait)

    def _again(self, status: HTTPStatus, sentence: str, wait: str) -> HttpResponseBase:
        """Unbound, because looking at what was typed is what was counted: it would try the password."""
        given = {name: value for name, value in self.get_form_kwargs().items() if name not in ("data", "files")}
        given["initial"] = self.request.POST.dict()
        form = self.get_form_class()(**given)
        form.cleaned_data = {}
        form.add_error(None, sentence)
        response = self.render_to_response(self.get_context_data(form=form), status=status)
        response.headers["Retry-After"] = wait
        return response


class SignIn(ComesBack, views.LoginView):
    pass


class SignUp(ComesBack, views.SignupView):
    pass


class SignUpByPasskey(ComesBack, views.SignupByPasskeyView):
    pass


class ChangeEmail(ComesBack, views.EmailView):
    pass


class ForgottenPassword(ComesBack, views.PasswordResetView):
    pass


urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("signup/", SignUp.as_view(), name="account_signup"),
    path("signup/passkey/", SignUpByPasskey.as_view(), name="account_signup_by_passkey"),
    path("email/", ChangeEmail.as_view(), name="account_email"),
    path("password/reset/", ForgottenPassword.as_view(), name="account_reset_password"),
]
