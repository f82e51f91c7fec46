"""Holds requests and answers to GitHub's OpenAPI description, and completes answers by it."""

from __future__ import annotations

import json
import re
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema.protocols import Validator
from openapi_schema_validator import OAS30Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

HERE = Path(__file__).parent
_WITH_SLASHES = {"ref", "path", "basehead", "branch"}
_BASE = "urn:github"

# What GitHub answers and its description does not know: (method, path, status).
UNDESCRIBED = {
    ("GET", "/repos/{owner}/{repo}", 304),  # conditional requests are described elsewhere
    ("GET", "/repos/{owner}/{repo}", 451),  # "Repository access blocked"
    ("GET", "/repos/{owner}/{repo}/actions/permissions", 403),  # not an administrator
    ("GET", "/repos/{owner}/{repo}/actions/permissions/workflow", 403),
    ("POST", "/repos/{owner}/{repo}/git/refs", 404),
    ("POST", "/repos/{owner}/{repo}/git/refs", 403),
    ("PATCH", "/repos/{owner}/{repo}/git/refs/{ref}", 403),
    ("PATCH", "/repos/{owner}/{repo}/git/refs/{ref}", 404),
    ("DELETE", "/repos/{owner}/{repo}/git/refs/{ref}", 403),
    ("DELETE", "/repos/{owner}/{repo}/git/refs/{ref}", 404),
    ("POST", "/repos/{owner}/{repo}/git/commits", 403),
    ("PUT", "/repos/{owner}/{repo}/contents/{path}", 403),
    ("POST", "/repos/{owner}/{repo}/pulls", 404),
    ("PATCH", "/repos/{owner}/{repo}/pulls/{pull_number}", 404),
    ("GET", "/repos/{owner}/{repo}/pulls", 404),
    ("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/commits", 404),
    ("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/files", 404),
    ("PATCH", "/repos/{owner}/{repo}/issues/comments/{comment_id}", 404),
    ("PATCH", "/repos/{owner}/{repo}/issues/comments/{comment_id}", 403),
    ("POST", "/repos/{owner}/{repo}/labels", 403),
    ("POST", "/repos/{owner}/{repo}/issues/{issue_number}/labels", 403),
    ("PUT", "/repos/{owner}/{repo}/issues/{issue_number}/labels", 403),
    ("GET", "/repos/{owner}/{repo}/git/matching-refs/{ref}", 404),
}
# The published schema lacks the bare list that the text of the same operation allows.
_LOOSE_BODIES = {
    ("POST", "/repos/{owner}/{repo}/issues/{issue_number}/labels"),
    ("PUT", "/repos/{owner}/{repo}/issues/{issue_number}/labels"),
}
# Any path may answer so, whatever its description lists: limits, outages and a wrong token.
# https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
_ANYWHERE = {401, 429, 500, 502, 503, 504}
# The root folder has an empty path, which the description's `{path}` does not allow.
_ROOT_FOLDER = re.compile(r"/contents/?\Z")
_LIMITS = re.compile("rate limit", re.IGNORECASE)


class Contract:
    """The cut of the description; one for the whole process is enough, see `contract()`."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.description = description
        resource = DRAFT4.create_resource(description)
        registry: Registry[Any] = Registry()
        self._registry = registry.with_resource(_BASE, resource)
        self._validators: dict[str, Validator] = {}

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        paths = sorted(self.description["paths"], key=lambda path: path.count("{"))
        return [(re.compile(_pattern(path)), path) for path in paths]

    def path(self, called: str) -> str:
        """The described path of a called one, empty when there is none."""
        called = _ROOT_FOLDER.sub("/contents/-", called)
        return next((path for regex, path in self._patterns if regex.fullmatch(called)), "")

    def request(self, method: str, called: str, body: bytes) -> list[str]:
        """What is wrong with a request."""
        path = self.path(unquote(called))
        operation = self.description["paths"].get(path, {}).get(method.lower())
        if not operation:
            return [f"{method} {called}: GitHub's description has no such operation"]
        schema = _json_schema(operation.get("requestBody", {}))
        if schema is None or (method, path) in _LOOSE_BODIES:
            return []
        return self._errors(f"{method} {called} request", schema, _parsed(body))

    def answer(self, method: str, called: str, status: int, body: bytes) -> list[str]:
        """What is wrong with an answer."""
        path = self.path(unquote(called))
        operation = self.description["paths"].get(path, {}).get(method.lower(), {})
        described = operation.get("responses", {}).get(str(status))
        if described is None:
            excused = (method, path, status) in UNDESCRIBED or status in _ANYWHERE
            limited = status == 403 and _LIMITS.search(body.decode(errors="replace"))
            return [] if excused or limited else [f"{method} {called}: {status} is not described"]
        schema = _json_schema(self._resolved(described))
        if schema is None:
            fault = status >= 400  # a fault has GitHub's message, described or not
            return [] if not body or fault else [f"{method} {called}: {status} carries no body"]
        return self._errors(f"{method} {called} {status}", schema, _parsed(body))

    def _resolved(self, piece: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in piece:
            _, _, group, name = piece["$ref"].split("/", 3)
            piece = self.description["components"][group][name]
        return piece

    def _errors(self, what: str, schema: dict[str, Any], value: Any) -> list[str]:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = OAS30Validator(_absolute(schema), registry=self._registry)
        errors = self._validators[key].iter_errors(value)
        return [f"{what}: {error.json_path}: {error.message[:300]}" for error in errors]

    def complete(self, name: str, known: dict[str, Any]) -> dict[str, Any]:
        """`known`, and every other field the schema requires with a plain value."""
        schema = self.description["components"]["schemas"][name]
        missing = [field for field in schema["required"] if field not in known]
        return {field: self._plain(schema["properties"][field]) for field in missing} | known

    def _plain(self, schema: dict[str, Any]) -> Any:
        schema = self._resolved(schema)
        if schema.get("nullable") or schema.get("type") == "null":
            return None
        for group in ("allOf", "oneOf", "anyOf"):
            if group in schema and "properties" not in schema:
                return self._plain(schema[group][0])
        if "enum" in schema:
            return schema["enum"][0]
        return self._of_type(schema)

    def _of_type(self, schema: dict[str, Any]) -> Any:
        match schema.get("type", "object"):
            case "string":
                return _plain_text(schema.get("format", ""))
            case "boolean":
                return False
            case "integer" | "number":
                return 0
            case "array":
                return []
        return {
            field: self._plain(schema["properties"][field]) for field in schema.get("required", ())
        }


def _plain_text(kind: str) -> str:
    return {"uri": "https://api.github.com/", "date-time": "2023-01-01T00:00:00Z"}.get(kind, "")


def _pattern(path: str) -> str:
    def group(match: re.Match[str]) -> str:
        return ".+" if match[1] in _WITH_SLASHES else "[^/]+"

    return re.sub(r"\\\{(\w+)\\\}", group, re.escape(path))


def _json_schema(piece: dict[str, Any]) -> dict[str, Any] | None:
    kinds = piece.get("content", {})
    kind = next((name for name in kinds if name.endswith("json") and "scim" not in name), "")
    schema: dict[str, Any] | None = kinds.get(kind, {}).get("schema")
    return schema


def _absolute(value: Any) -> Any:
    if isinstance(value, list):
        return [_absolute(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        return {"$ref": _BASE + value["$ref"]}
    # `discriminator` is a hint for code generators; with a list in hand it misleads
    return {name: _absolute(inner) for name, inner in value.items() if name != "discriminator"}


def _parsed(body: bytes) -> Any:
    return json.loads(body) if body else None


@cache
def contract() -> Contract:
    """The contract, read once."""
    return Contract(json.loads((HERE / "openapi.json").read_text(encoding="utf-8")))
