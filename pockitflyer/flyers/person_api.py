"""What somebody does about another, as JSON under ``/api/v1/``: write, block, report."""

from http import HTTPStatus
from typing import Annotated, Literal, cast

import msgspec
from django.urls import path
from django.utils.translation import gettext as _
from dmr import modify
from dmr.plugins.msgspec import BodyMsgspec as Body

from pockitflyer.accounts import blocking, contact
from pockitflyer.accounts.api import ANYONE, SIGNED_IN
from pockitflyer.accounts.models import User
from pockitflyer.accounts.viewer import viewer_id_of
from pockitflyer.flyers import reporting
from pockitflyer.flyers.privacy_views import privacy_url
from pockitflyer.flyers.reported import MAX_WORDS_CHARACTERS, Reason
from pockitflyer.web.api import ApiController
from pockitflyer.web.idempotency import once
from pockitflyer.web.problems import Problem
from pockitflyer.web.promises import promises
from pockitflyer.web.rates import spend


class Letter(msgspec.Struct, forbid_unknown_fields=True):
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=contact.MAX_WORDS_CHARACTERS, pattern=r"\S")]


class Sent(msgspec.Struct, frozen=True):
    is_sent: bool


class BlockMark(msgspec.Struct, frozen=True):
    is_blocked: bool


class NewReport(msgspec.Struct, forbid_unknown_fields=True):
    reason: Literal["spam", "false", "offensive", "illegal", "private", "other"]
    words: Annotated[str, msgspec.Meta(max_length=MAX_WORDS_CHARACTERS)] = ""


class Reported(msgspec.Struct, frozen=True):
    is_reported: bool


class LettersController(ApiController):
    """Mails to somebody, without showing either address."""

    auth = SIGNED_IN

    @promises("not-sent", counted=True)
    def post(self, parsed_body: Body[Letter]) -> Sent:
        """Sends it; 404 for who does not want any, or is not there."""
        sender = cast(User, self.request.user)
        return once(self.request, lambda: self._send(sender, parsed_body.words), Sent)

    def _send(self, sender: User, words: str) -> Sent:
        reader_id = self.kwargs["user_id"]
        try:
            contact.reader_of(sender.pk, reader_id)
            refuse_too_many(self, "contact", sender)
            contact.write(sender, reader_id, words, privacy_url(self.request))
        except contact.NotWelcome as error:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is nobody who may be written to.")) from error
        return Sent(is_sent=True)


class BlockController(ApiController):
    """Whether the signed-in user wants to see nothing of somebody. Doing it again changes nothing."""

    auth = SIGNED_IN

    @promises("self-block")
    @modify(status_code=HTTPStatus.OK)
    def put(self) -> BlockMark:
        """Blocks, and follows no longer; 404 if there is no such user, 422 for oneself."""
        try:
            blocking.block(cast(int, self.request.user.pk), self.kwargs["user_id"])
        except blocking.NoSuchUser as error:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is no such user.")) from error
        except blocking.SelfBlock as error:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "self-block", _("You cannot block yourself.")) from error
        return BlockMark(is_blocked=True)

    @modify(status_code=HTTPStatus.OK)
    def delete(self) -> BlockMark:
        """Blocks no longer."""
        blocking.unblock(cast(int, self.request.user.pk), self.kwargs["user_id"])
        return BlockMark(is_blocked=False)


class FlyerReportsController(ApiController):
    """Reports of a flyer."""

    auth = ANYONE

    @promises(counted=True)
    def post(self, parsed_body: Body[NewReport]) -> Reported:
        """Reports it to the operators; 404 when it is not on the board."""
        return _report(self, reporting.report_flyer, self.kwargs["flyer_id"], parsed_body)


class PersonReportsController(ApiController):
    """Reports of a person."""

    auth = ANYONE

    @promises(counted=True)
    def post(self, parsed_body: Body[NewReport]) -> Reported:
        """Reports them to the operators; 404 if there is no such user."""
        return _report(self, reporting.report_person, self.kwargs["user_id"], parsed_body)


def _report(controller: ApiController, report: reporting.Verb, subject_id: int, said: NewReport) -> Reported:
    reporter_id = viewer_id_of(controller.request)

    def do() -> Reported:
        refuse_too_many(controller, "report")
        report(subject_id, reporter_id, Reason(said.reason), said.words)
        return Reported(is_reported=True)

    try:
        return once(controller.request, do, Reported)
    except reporting.NothingThere as error:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing that could be reported.")) from error


def refuse_too_many(controller: ApiController, action: str, user: User | None = None) -> None:
    """Counts one; raises the problem when it was one too many."""
    left = spend(controller.request, action, user)
    if not left.is_left:
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", left.sentence, left.headers())


urls = [
    path("users/<int:user_id>/letters/", LettersController.as_view(), name="api_letters"),
    path("users/<int:user_id>/block/", BlockController.as_view(), name="api_block"),
    path("users/<int:user_id>/reports/", PersonReportsController.as_view(), name="api_person_reports"),
    path("flyers/<int:flyer_id>/reports/", FlyerReportsController.as_view(), name="api_flyer_reports"),
]
