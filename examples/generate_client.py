"""Generates a typed client from the board's own description.

    python examples/generate_client.py https://board.example.org client.py

The client is one module: a frozen dataclass for each shape, and a method for each operation whose answer has one.
It needs httpx alone.
"""

import json
import keyword
import re
import sys
from pathlib import Path
from typing import Any

import httpx

_HEAD = '''"""A client of PockitFlyer, generated from its description. Do not change it; generate it again."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

import httpx


def _read(kind: Any, value: Any) -> Any:
    """JSON as what the description says it is. What it does not know is left out: newer boards may say more."""
    if kind is Any or value is None:
        return value
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _read(next(one for one in inner if one is not type(None)), value)
    if origin is list:
        return [_read(inner[0], one) for one in value]
    if dataclasses.is_dataclass(kind):
        hints, make = typing.get_type_hints(kind), typing.cast(Any, kind)
        return make(**{name: _read(hint, value[name]) for name, hint in hints.items() if name in value})
    return value
'''
_CLIENT = '''

class Client:
    """Every method raises ``httpx.HTTPStatusError`` for a problem; its JSON has ``type`` and ``detail``."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def _ask(self, kind: Any, method: str, path: str, **request: Any) -> Any:
        given = {name: value for name, value in request.pop("params", {}).items() if value is not None}
        answer = self.http.request(method, path, params=given, **request)
        return _read(kind, answer.raise_for_status().json())
'''
_SIMPLE = {"integer": "int", "number": "float", "string": "str", "boolean": "bool", "null": "None"}


def generate(document: dict[str, Any]) -> str:
    """The source of the module."""
    shapes = document["components"]["schemas"]
    classes = [_class(name, shape) for name, shape in shapes.items() if "properties" in shape]
    methods = [
        method
        for path, item in document["paths"].items()
        for verb, operation in item.items()
        if verb in ("get", "put", "post", "patch", "delete") and (method := _method(path, verb, operation))
    ]
    return _HEAD + "".join(classes) + _CLIENT + "".join(methods)


def _class(name: str, shape: dict[str, Any]) -> str:
    required = shape.get("required", [])
    fields = sorted(shape["properties"].items(), key=lambda one: one[0] not in required)
    lines = [
        f"    {_safe(field)}: {_type(kind)}" + ("" if field in required else _default(kind)) for field, kind in fields
    ]
    return f"\n\n@dataclasses.dataclass(frozen=True)\nclass {name}:\n" + "\n".join(lines) + "\n"


def _default(kind: dict[str, Any]) -> str:
    """What is not named is not sent, or has the default of the description."""
    if "default" not in kind:
        return " = None" if "None" in _type(kind) else " | None = None"
    default = kind["default"]
    return (
        f" = dataclasses.field(default_factory=lambda: {default!r})" if isinstance(default, list) else f" = {default!r}"
    )


def _type(kind: dict[str, Any]) -> str:
    if "$ref" in kind:
        return str(kind["$ref"].rsplit("/", 1)[1])
    if options := kind.get("anyOf") or kind.get("oneOf"):
        return " | ".join(dict.fromkeys(_type(one) for one in options))
    if kind.get("type") == "array":
        return f"list[{_type(kind.get('items', {}))}]"
    if kinds := kind.get("type"):
        return " | ".join(_SIMPLE.get(one, "Any") for one in ([kinds] if isinstance(kinds, str) else kinds))
    return "str" if "enum" in kind else "Any"


def _method(path: str, verb: str, operation: dict[str, Any]) -> str:
    """Nothing for what answers with bytes, or with nothing."""
    good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    schema = good.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return ""
    parameters = operation.get("parameters", [])
    inside = [one["name"] for one in parameters if one["in"] == "path"]
    asked = [one for one in parameters if one["in"] == "query"]
    has_body = "application/json" in operation.get("requestBody", {}).get("content", {})
    arguments = ["self", *(f"{name}: int" for name in inside), *["body: dict[str, Any]"] * has_body]
    arguments += ["*"] * bool(asked)
    arguments += [f"{_safe(one['name'])}: {_type(one['schema'])} | None = None" for one in asked]
    sent = ", ".join(f'"{one["name"]}": {_safe(one["name"])}' for one in asked)
    request = f", params={{{sent}}}" if asked else ""
    request += ", json=body" if has_body else ""
    name, kind = _name(path, verb), _type(schema)
    return (
        f"\n    def {name}({', '.join(arguments)}) -> {kind}:\n"
        f'        """{operation.get("summary", "")}"""\n'
        f'        found: {kind} = self._ask({kind}, "{verb.upper()}", f"{path}"{request})\n'
        f"        return found\n"
    )


def _name(path: str, verb: str) -> str:
    """``get_users_me_profile`` of ``GET /api/v1/users/me/profile/``; an id becomes ``one``."""
    words = [re.sub(r"{\w+}", "one", part) for part in path.removeprefix("/api/v1/").strip("/").split("/")]
    return "_".join([verb, *words])


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def main() -> None:
    origin, target = sys.argv[1:]
    document = json.loads(httpx.get(f"{origin}/api/v1/openapi.json").raise_for_status().text)
    Path(target).write_text(generate(document))


if __name__ == "__main__":
    main()
