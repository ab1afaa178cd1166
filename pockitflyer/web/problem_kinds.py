"""Every type of problem the API answers with, and its status. docs/api.md says of each when it comes."""

from typing import Final

TYPE_PREFIX: Final = "urn:pockitflyer:problem:"

# A type is stable: it may be joined by others, but is never given another name or another status.
STATUS_OF: Final[dict[str, int]] = {
    "bad-request": 400,
    "category-invalid": 400,
    "idempotency-key-too-long": 400,
    "near-invalid": 400,
    "query-too-long": 400,
    "radius-invalid": 400,
    "show-invalid": 400,
    "when-invalid": 400,
    "not-authenticated": 401,
    "forbidden": 403,
    "reauthentication-required": 403,
    "not-found": 404,
    "place-not-found": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "in-progress": 409,
    "other-viewer": 409,
    "gone": 410,
    "length-required": 411,
    "stale": 412,
    "picture-too-large": 413,
    "too-large": 413,
    "picture-unsupported": 415,
    "flyer-invalid": 422,
    "idempotency-key-reused": 422,
    "name-blank": 422,
    "name-control-character": 422,
    "name-too-long": 422,
    "picture-damaged": 422,
    "picture-empty": 422,
    "picture-metadata-too-large": 422,
    "picture-too-many-pixels": 422,
    "picture-too-slow": 422,
    "self-block": 422,
    "self-follow": 422,
    "version-required": 428,
    "too-many-requests": 429,
    "server-error": 500,
    "not-sent": 503,
    "picture-busy": 503,
    "picture-not-stored": 503,
}
FILTER_PROBLEMS: Final = (
    "category-invalid",
    "near-invalid",
    "query-too-long",
    "radius-invalid",
    "show-invalid",
    "when-invalid",
)
PICTURE_PROBLEMS: Final = tuple(code for code in STATUS_OF if code.startswith("picture-"))
NAME_PROBLEMS: Final = tuple(code for code in STATUS_OF if code.startswith("name-"))
