"""What somebody does about another: write to them, block them, report them or a flyer of theirs."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pockitflyer.accounts import blocking, contact
from pockitflyer.accounts.models import User
from pockitflyer.accounts.viewer import viewer_id_of
from pockitflyer.flyers import reporting
from pockitflyer.flyers.privacy_views import privacy_url
from pockitflyer.flyers.reported import MAX_WORDS_CHARACTERS, Reason
from pockitflyer.web.headers import put
from pockitflyer.web.mail import NOT_SENT, TRY_AGAIN, NotSent
from pockitflyer.web.rates import spend
from pockitflyer.web.taps import answer_tap


class LetterForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What you want to say"),
        max_length=contact.MAX_WORDS_CHARACTERS,
        widget=forms.Textarea({"rows": 8}),
    )


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=gettext_lazy("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=MAX_WORDS_CHARACTERS,
        widget=forms.Textarea({"rows": 5}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, user_id: int) -> HttpResponse:
    """``/users/<id>/write/``: a mail to a publisher; for who does not want any, there is no such page."""
    sender, template = cast(User, request.user), "flyers/write.html"
    try:
        reader = contact.reader_of(sender.pk, user_id)
        form = LetterForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if not (left := spend(request, "contact", sender)).is_left:
                status = HTTPStatus.TOO_MANY_REQUESTS
                return _trouble(request, template, form, status, left.sentence, left.headers(), {"reader": reader})
            contact.write(sender, user_id, form.cleaned_data["words"], privacy_url(request))
            messages.success(request, _("Your words are on their way."))
            return redirect("profile", user_id)
    except contact.NotWelcome as error:
        raise Http404 from error
    except NotSent:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return _trouble(request, template, form, status, str(NOT_SENT), TRY_AGAIN, {"reader": reader})
    return _form(request, template, form, {"reader": reader})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, user_id: int) -> HttpResponse:
    """``/users/<id>/block/``: wants to see nothing of somebody, or does again."""

    def switch(viewer_id: int, on: bool) -> None:
        if on:
            blocking.block(viewer_id, user_id)
        else:
            blocking.unblock(viewer_id, user_id)

    try:
        return answer_tap(request, switch, _("See nothing of this person any more?"))
    except blocking.NoSuchUser as error:
        raise Http404 from error
    except blocking.SelfBlock:
        messages.error(request, _("You cannot block yourself."))
        return redirect("profile", user_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_flyer(request: HttpRequest, flyer_id: int) -> HttpResponse:
    """``/flyers/<id>/report/``: for anyone."""
    return _report(request, flyer_id, reporting.report_flyer)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """``/users/<id>/report/``: for anyone."""
    return _report(request, user_id, reporting.report_person)


def _report(request: HttpRequest, subject_id: int, report: reporting.Verb) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, "flyers/report.html", form)
    if not (left := spend(request, "report")).is_left:
        status = HTTPStatus.TOO_MANY_REQUESTS
        return _trouble(request, "flyers/report.html", form, status, left.sentence, left.headers())
    said = form.cleaned_data
    try:
        report(subject_id, viewer_id_of(request), Reason(said["reason"]), said["words"])
    except reporting.NothingThere as error:
        raise Http404 from error
    messages.success(request, _("Thank you. Somebody will look at it."))
    return redirect("feed")


def _trouble(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    status: HTTPStatus,
    sentence: str,
    headers: Mapping[str, str],
    context: dict[str, object] | None = None,
) -> HttpResponse:
    """The form with what was typed, and why it was not taken though nothing in it is wrong."""
    form.add_error(None, sentence)
    return put(render(request, template, {"form": form} | (context or {}), status=status), headers)


def _form(
    request: HttpRequest, template: str, form: forms.Form, context: dict[str, object] | None = None
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form} | (context or {}), status=status)
