"""What the API's description allows, and much that it does not, is sent to every endpoint.

None fails by our fault, and every answer is one that the description has: its status, its type, its shape.
"""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import sign_in

OPERATIONS = [
    ("GET", "feed/"),
    ("GET", "categories/"),
    ("GET", "leavings/{token}/"),
    ("DELETE", "leavings/{token}/"),
    ("POST", "pictures/"),
    ("POST", "flyers/"),
    ("GET", "flyers/{flyer_id}/"),
    ("PATCH", "flyers/{flyer_id}/"),
    ("DELETE", "flyers/{flyer_id}/"),
    ("POST", "flyers/{flyer_id}/reports/"),
    ("DELETE", "users/me/"),
    ("GET", "users/me/privacy/"),
    ("PATCH", "users/me/privacy/"),
    ("POST", "users/me/exports/"),
    ("GET", "users/me/exports/{export_id}/"),
    ("PUT", "users/{user_id}/block/"),
    ("DELETE", "users/{user_id}/block/"),
    ("POST", "users/{user_id}/letters/"),
    ("POST", "users/{user_id}/reports/"),
    ("GET", "users/me/flyers/"),
    ("GET", "places/"),
    ("PUT", "flyers/{flyer_id}/favourite/"),
    ("DELETE", "flyers/{flyer_id}/favourite/"),
    ("PUT", "users/{user_id}/follow/"),
    ("DELETE", "users/{user_id}/follow/"),
    ("GET", "users/{user_id}/profile/"),
    ("GET", "users/me/profile/"),
    ("PATCH", "users/me/profile/"),
    ("POST", "users/me/profile/picture/"),
    ("DELETE", "users/me/profile/picture/"),
]
# Nothing that is sent there is not as described.
TAKES_ANY_TEXT = ("categories/", "leavings/{token}/")
# The feed takes the most parameters.
CASES = {"feed/": 60}
FEW_CASES = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EDGE_CHECKS = [allow_header_conformance, negative_data_rejection, unsupported_method]


@pytest.fixture
def described(db, alice, pictures_folder):
    pin(alice)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_every_operation_is_tried(described):
    found = {(found.ok().method.upper(), found.ok().path) for found in described.get_all_operations()}
    assert found == {(method, f"/api/v1/{path}") for method, path in OPERATIONS}


@pytest.mark.parametrize("who", ["stranger", "signed in"])
@pytest.mark.parametrize(
    ("mode", "method", "path"),
    [
        *((GenerationMode.POSITIVE, *operation) for operation in OPERATIONS),
        *((GenerationMode.NEGATIVE, *operation) for operation in OPERATIONS if operation[1] not in TAKES_ANY_TEXT),
    ],
    ids=str,
)
def test_anything_may_be_sent(described, bob, who, mode, method, path):
    headers, operation = headers_of(bob, who), described[f"/api/v1/{path}"][method]

    # The same cases in every run: a suite that fails one day in ten helps nobody.
    @settings(
        max_examples=CASES.get(path, FEW_CASES),
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        check(case, case.call(headers=headers))

    send()


@pytest.mark.parametrize("who", ["stranger", "signed in", "owner"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_every_edge_of_what_is_described_is_tried(described, alice, bob, who, method, path):
    """Least and most, one more and one less, each part left out, of each other type: some thousand cases in all."""
    headers, operation = headers_of(alice if who == "owner" else bob, who), described[f"/api/v1/{path}"][method]
    there = {"flyer_id": alice.flyers.get().pk, "user_id": bob.pk}
    modes, feedback = list(GenerationMode), {"extra_data_source": None, "error_feedback": None}
    cases = list(
        described.iter_coverage_cases(
            operation, generation_modes=modes, generation_config=GenerationConfig(), **feedback
        )
    )
    for case in cases:
        _lead_somewhere(case, there)
        # Each begins with the same board, and nobody has sent too much.
        with transaction.atomic():
            check(case, case.call(headers=headers), *EDGE_CHECKS)
            transaction.set_rollback(True)
    assert cases


def _lead_somewhere(case, there: dict[str, int]) -> None:
    """What is not tried itself is as it should be, so that a case is not refused for another reason."""
    where = case.meta.phase.data.parameter_location
    for name in ("Authorization", "X-CSRFToken"):
        case.headers.pop(name, None)
    if where != ParameterLocation.HEADER:
        case.headers.pop("Idempotency-Key", None)
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
    if where != ParameterLocation.PATH:
        case.path_parameters = {name: there.get(name, one) for name, one in case.path_parameters.items()}


def headers_of(user, who: str) -> dict[str, str]:
    # What carries the cases does not unpack.
    return ({} if who == "stranger" else sign_in(user)) | {"Accept-Encoding": "identity"}


def check(case, answer, *more) -> None:
    case.validate_response(answer, checks=[*CHECKS, *more])
    kind = "application/json" if answer.status_code < 400 else "application/problem+json"
    if answer.status_code not in (204, 304):
        assert answer.headers["content-type"][0].startswith(kind), (case.as_curl_command(), answer.status_code)
