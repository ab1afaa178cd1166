"""Generates a typed client from the board's own description.

    python examples/generate_client.py https://board.example.org examples/client.py

The client is one module: a frozen dataclass for each shape, and a method for each operation, typed throughout. It needs
httpx alone. ``examples/publish_a_flyer.py`` shows what one does with it.
"""

import json
import keyword
import sys
from pathlib import Path
from typing import Any

import httpx

_SIMPLE = {"integer": "int", "number": "float", "string": "str", "boolean": "bool", "null": "None"}
_VERBS = ("get", "put", "post", "patch", "delete")
_HAND_WRITTEN = Path(__file__).with_name("client_frame.py.txt")


def generate(document: dict[str, Any]) -> str:
    """The source of the module."""
    shapes = document["components"]["schemas"]
    classes = [_class(name, shape) for name, shape in shapes.items() if "properties" in shape]
    methods = [
        _method(path, verb, operation)
        for path, item in document["paths"].items()
        for verb, operation in item.items()
        if verb in _VERBS
    ]
    frame = _HAND_WRITTEN.read_text()
    return frame.replace("# --- shapes ---\n", "".join(classes)) + "".join(methods)


def _class(name: str, shape: dict[str, Any]) -> str:
    required = shape.get("required", [])
    fields = sorted(shape["properties"].items(), key=lambda one: one[0] not in required)
    lines = [
        f"    {_safe(field)}: {_type(kind)}" + ("" if field in required else _default(kind)) for field, kind in fields
    ]
    return f"@dataclasses.dataclass(frozen=True)\nclass {name}:\n" + "\n".join(lines) + "\n\n\n"


def _default(kind: dict[str, Any]) -> str:
    """What is not named is not sent, or has the default of the description."""
    if "default" not in kind:
        return " | Unset = UNSET"
    default = kind["default"]
    return f" = dataclasses.field(default_factory=lambda: {default!r})" if default == [] else f" = {default!r}"


def _type(kind: dict[str, Any]) -> str:
    if "$ref" in kind:
        return str(kind["$ref"].rsplit("/", 1)[1])
    if options := kind.get("anyOf") or kind.get("oneOf"):
        return " | ".join(dict.fromkeys(_type(one) for one in options))
    if "enum" in kind:
        return f"Literal[{', '.join(repr(value) for value in kind['enum'])}]"
    if kind.get("type") == "array":
        return f"list[{_type(kind['items'])}]"
    if kind.get("format") == "date-time":
        return "dt.datetime"
    return _SIMPLE[kind["type"]]


def _method(path: str, verb: str, operation: dict[str, Any]) -> str:
    arguments, request = _inputs(operation)
    kind, read = _answer(operation)
    return (
        f"\n    def {operation['operationId']}({', '.join(['self', *arguments])}) -> {kind}:\n"
        f'        """{operation.get("summary", "")}"""\n'
        f"        {read.format(ask=f'self._ask({", ".join([repr(verb.upper()), f'f"{path}"', *request])})')}\n"
    )


def _inputs(operation: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The arguments of a method, and what of its request they become."""
    parameters = operation.get("parameters", [])
    asked = [one for one in parameters if one["in"] == "query"]
    # Asking only for what has changed is for an HTTP cache to do.
    headers = [one for one in parameters if one["in"] == "header" and one["name"] != "If-None-Match"]
    arguments = [f"{one['name']}: {_type(one['schema'])}" for one in parameters if one["in"] == "path"]
    body, request = _body(operation.get("requestBody", {}).get("content", {}))
    named = [_named(one) for one in [*headers, *asked]]
    arguments += [*body, *(["*"] if named else []), *named]
    for argument, ones in (("params", asked), ("headers", headers)):
        if ones:
            pairs = ", ".join(f'"{one["name"]}": {_argument(one)}' for one in ones)
            request.append(f"{argument}={{{pairs}}}")
    return arguments, request


def _body(content: dict[str, Any]) -> tuple[list[str], list[str]]:
    """As JSON, as a form of files, or as JSON that becomes a form when there are files."""
    as_json, as_form = (content.get(media, {}).get("schema") for media in ("application/json", "multipart/form-data"))
    if as_json and as_form:
        files = next(part for part in as_form["allOf"] if "properties" in part)
        field = next(iter(files["properties"]))
        arguments = [f"body: {_type(as_json)}", f"{field}: Sequence[File] = ()"]
        return arguments, ["body=body", f'files=[("{field}", one) for one in {field}]']
    if as_json:
        return [f"body: {_type(as_json)}"], ["body=body"]
    if as_form:
        names = list(as_form["properties"])
        pairs = ", ".join(f'("{name}", {name})' for name in names)
        return [f"{name}: File" for name in names], [f"files=[{pairs}]"]
    return [], []


def _answer(operation: dict[str, Any]) -> tuple[str, str]:
    """The type of what a method returns, and how it comes from the answer to ``{ask}``."""
    good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    content = good.get("content", {})
    if "application/json" in content:
        kind = _type(content["application/json"]["schema"])
        return kind, f"found: {kind} = _read({kind}, {{ask}}.json())\n        return found"
    return ("bytes", "return {ask}.content") if content else ("None", "{ask}")


def _named(parameter: dict[str, Any]) -> str:
    kind = _type(parameter["schema"])
    is_needed = parameter.get("required", False)
    return f"{_argument(parameter)}: {kind}" if is_needed else f"{_argument(parameter)}: {kind} | None = None"


def _argument(parameter: dict[str, Any]) -> str:
    """``if_match`` of ``If-Match``."""
    return _safe(parameter["name"].lower().replace("-", "_"))


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def main() -> None:
    origin, target = sys.argv[1:]
    document = json.loads(httpx.get(f"{origin}/api/v1/openapi.json").raise_for_status().text)
    Path(target).write_text(generate(document))


if __name__ == "__main__":
    main()
