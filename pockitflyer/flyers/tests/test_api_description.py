"""The API's description says who may ask, what each operation may refuse, and which headers there are."""

import json
import re

import pytest

from pockitflyer.flyers.tests.test_api_takes_anything import OPERATIONS
from pockitflyer.web.problem_kinds import STATUS_OF, TYPE_PREFIX

pytestmark = pytest.mark.django_db
FLYERS, FLYER = "flyers/", "flyers/{flyer_id}/"


@pytest.fixture
def document(client, db) -> dict:
    return client.get("/api/v1/openapi.json").json()


@pytest.fixture
def operation(document):
    return lambda method, path: document["paths"][f"/api/v1/{path}"][method.lower()]


def types_of(operation: dict, status: int) -> set[str]:
    schema = operation["responses"][str(status)]["content"]["application/problem+json"]["schema"]
    return {type_.removeprefix(TYPE_PREFIX) for type_ in schema["allOf"][1]["properties"]["type"]["enum"]}


def parameters_of(operation: dict) -> dict[str, bool]:
    """Whether each header that is asked for must be there."""
    return {one["name"]: one.get("required", False) for one in operation["parameters"] if one["in"] == "header"}


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_what_is_open_to_anyone_is_described_so(client, operation, method, path):
    address = "/api/v1/" + re.sub(r"{\w+}", "1", path)
    answer = client.generic(method, address, json.dumps({}), content_type="application/json")
    is_open = {} in operation(method, path)["security"]
    assert is_open == (answer.status_code != 401)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_every_refusal_has_its_types_and_no_status_is_left_open(operation, method, path):
    refusals = {int(status) for status in operation(method, path)["responses"] if not status.startswith(("2", "3"))}
    assert {401, 406, 500} <= refusals
    for status in refusals:
        assert {STATUS_OF[code] for code in types_of(operation(method, path), status)} == {status}


def test_every_type_of_problem_comes_from_some_operation(operation):
    told = set()
    for method, path in OPERATIONS:
        found = operation(method, path)
        told |= {code for status in found["responses"] if status >= "400" for code in types_of(found, int(status))}
    # What is asked for by another method is no operation, and apps name no viewer.
    assert told == STATUS_OF.keys() - {"method-not-allowed", "other-viewer"}


def test_a_new_flyer_is_json_or_a_form_with_files(operation):
    content = operation("POST", FLYERS)["requestBody"]["content"]
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/NewFlyer"}
    files, fields = content["multipart/form-data"]["schema"]["allOf"]
    assert files["properties"]["images"]["items"]["format"] == "binary"
    assert fields == content["application/json"]["schema"]
    assert {"Location", "ETag"} <= operation("POST", FLYERS)["responses"]["201"]["headers"].keys()


def test_a_flyer_is_more_to_its_creator(operation):
    schema = operation("GET", FLYER)["responses"]["200"]["content"]["application/json"]["schema"]
    assert [one["$ref"].rsplit("/", 1)[1] for one in schema["anyOf"]] == ["OwnFlyer", "FlyerCard"]


def test_versions_are_described_where_they_are_compared(operation):
    for method in ("PATCH", "DELETE"):
        assert parameters_of(operation(method, FLYER))["If-Match"] is True
        assert {412, 428} <= {int(status) for status in operation(method, FLYER)["responses"]}
    optional = [("PATCH", "users/me/profile/"), ("PATCH", "users/me/privacy/"), ("POST", "users/me/profile/picture/")]
    for method, path in [*optional, ("DELETE", "users/me/profile/picture/")]:
        assert parameters_of(operation(method, path))["If-Match"] is False
        assert types_of(operation(method, path), 412) == {"stale"}


def test_keys_are_described_for_every_post(operation):
    for method, path in OPERATIONS:
        assert ("Idempotency-Key" in parameters_of(operation(method, path))) == (method == "POST")
        if method == "POST":
            assert types_of(operation(method, path), 409) == {"in-progress"}


def test_limits_are_described_where_something_is_counted(operation):
    counted = {
        ("POST", "pictures/"),
        ("POST", FLYERS),
        ("POST", "users/me/profile/picture/"),
        ("POST", "users/me/exports/"),
        ("POST", "users/{user_id}/letters/"),
        ("POST", "users/{user_id}/reports/"),
        ("POST", "flyers/{flyer_id}/reports/"),
    }
    for method, path in OPERATIONS:
        responses = operation(method, path)["responses"]
        assert ("429" in responses) == ((method, path) in counted)
        if (method, path) in counted:
            good = next(found for status, found in responses.items() if status < "300")
            assert {"RateLimit", "RateLimit-Policy"} <= good["headers"].keys()
            assert "Retry-After" in responses["429"]["headers"]


def test_every_header_that_is_named_is_described(document):
    named = set(re.findall(r"#/components/headers/([\w-]+)", json.dumps(document)))
    assert named == document["components"]["headers"].keys()


def test_how_long_a_version_lasts_is_told(document):
    assert all(word in document["info"]["description"] for word in ("Deprecation", "Sunset", "year"))
