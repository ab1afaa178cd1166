"""What the API's description allows, and much that it does not, is sent to every endpoint.

None fails by our fault, and every answer is one that the description has: its status, its type, its shape.
"""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from pockitflyer.flyers.tests.board import pin
from pockitflyer.flyers.tests.test_api import sign_in

OPERATIONS = [
    ("GET", "feed/"),
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


@pytest.fixture
def described(db, alice, pictures_folder):
    pin(alice)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_every_operation_is_tried(described):
    found = {(found.ok().method.upper(), found.ok().path) for found in described.get_all_operations()}
    assert found == {(method, f"/api/v1/{path}") for method, path in OPERATIONS}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "not"])
@pytest.mark.parametrize("who", ["stranger", "signed in"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_anything_may_be_sent(described, bob, who, mode, method, path):
    # What carries the cases does not unpack.
    headers = (sign_in(bob) if who == "signed in" else {}) | {"Accept-Encoding": "identity"}
    operation = described[f"/api/v1/{path}"][method]

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
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)
        kind = "application/json" if answer.status_code < 400 else "application/problem+json"
        assert answer.headers["content-type"][0].startswith(kind), (case.as_curl_command(), answer.status_code)

    send()
