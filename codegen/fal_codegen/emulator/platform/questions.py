"""What is asked, read from query, path and body, and held to the document."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, cast

from starlette.requests import Request

from fal_codegen.contract import COMPONENTS, Document, Json, platform_document
from fal_codegen.emulator.access.key import has_key
from fal_codegen.emulator.answers.errors import refusal
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.platform.refusals import Refusal
from fal_codegen.emulator.wire import LARGEST_BODY, parse_body, parse_number, receive_body
from fal_codegen.judge import Judge

_IDS = {"$ref": f"{COMPONENTS}EndpointIds"}
_HERE = "platform/question"


class Questions:
    """Reads questions by their operation's name; raises `Refusal` for what is none.

    Every key may ask for everything: a key's scopes are nothing that the emulator knows.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._operations = _operations()

    async def read(self, request: Request, name: str) -> Mapping[str, Any]:
        """Give what an operation is asked with, lists as lists and numbers as numbers."""
        question = self._operations[name]
        if question.keyed and not has_key(request.scope, self._key):
            raise Refusal(401, "Authentication is required to use this endpoint.")
        given = question.parameters(request)
        if question.has_body:
            body = parse_body(await receive_body(request, LARGEST_BODY))
            if isinstance(body, Outcome):
                raise Refusal(400, _first(body))
            given = {"body": body}
        if broken := question.judge.input(given):
            raise Refusal(400, _first(refusal(broken)))
        return given


class _Question:
    """An operation: its parameters, whether it has a body, and who judges both."""

    def __init__(self, operation: Mapping[str, Any], document: Mapping[str, Any]) -> None:
        parameters = operation.get("parameters", ())
        self._schemas = {each["name"]: each["schema"] for each in parameters}
        self._headers = {each["name"] for each in parameters if each["in"] == "header"}
        self.keyed = operation["security"] not in ([], None) and {} not in operation["security"]
        self.has_body = "requestBody" in operation
        needed = [each["name"] for each in parameters if each["required"]]
        properties = dict(self._schemas)
        if self.has_body:
            content = operation["requestBody"]["content"]["application/json"]
            properties, needed = {"body": content["schema"]}, ["body"]
        self._schema = {"type": "object", "properties": properties, "required": needed}
        self._components = document["components"]

    @cached_property
    def judge(self) -> Judge:
        """Give who judges what is asked; few are ever needed."""
        return Judge(_document(self._schema, self._components))

    def parameters(self, request: Request) -> dict[str, Any]:
        """Read what stands in query, path and headers; unknown parameters are passed over."""
        given: dict[str, Any] = {}
        for name, schema in self._schemas.items():
            texts = request.query_params.getlist(name)
            if name in request.path_params:
                given[name] = request.path_params[name]
            elif name in self._headers and name in request.headers:
                given[name] = request.headers[name]
            elif texts:
                given[name] = _read(texts, schema)
        return given


def _read(texts: list[str], schema: Mapping[str, Any]) -> Json:
    """Read a parameter that stands once or often: a list is repeated, or has commas in it."""
    if schema.get("type") == "array" or _IDS in schema.get("anyOf", ()):
        return [each for text in texts for each in text.split(",") if each]
    if schema.get("type") == "integer":
        number = parse_number(texts[-1])
        return texts[-1] if number is None else number
    return texts[-1]


@cache
def _operations() -> Mapping[str, _Question]:
    """Read the document once, however many emulators there are."""
    document = cast("Mapping[str, Any]", platform_document())
    operations = (each for methods in document["paths"].values() for each in methods.values())
    return {each["operationId"]: _Question(each, document) for each in operations}


def _document(schema: Mapping[str, Any], components: Mapping[str, Any]) -> Document:
    content = {"content": {"application/json": {"schema": schema}}}
    made = {"paths": {f"/{_HERE}": {"post": {"requestBody": content}}}, "components": components}
    return cast("Document", made)


def _first(outcome: Outcome) -> str:
    """Say in a line what is wrong first."""
    body: Any = outcome.body
    entry = body["detail"][0]
    place = ".".join(str(step) for step in entry["loc"][1:])
    return f"{place}: {entry['msg']}" if place else str(entry["msg"])
