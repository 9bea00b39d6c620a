"""Services of a rich contract: a schema to validate by, a way to read bodies first, an answer."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
from fal_codegen.contract import EndpointId, Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.probe import Census, Ledger, Plan, Target, make_plan, probe, queue_sender, sender
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]

from tests.documents import document, part

from .services import OUTPUT, client, said

WORKSHOP = EndpointId("acme/workshop")
Body = dict[str, Json]
Schema = dict[str, Any]

LORA: Schema = {
    "type": "object",
    "required": ["path"],
    "properties": {
        "path": {"type": "string", "minLength": 1},
        "scale": {"type": "number", "minimum": 0, "maximum": 4, "default": 1},
        "kind": {"enum": ["style", "subject"], "default": "style"},
    },
}
INPUT: Schema = {
    "type": "object",
    "required": ["prompt", "style"],
    "properties": {
        "prompt": {"type": "string", "minLength": 3, "maxLength": 40},
        "style": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "title": {"type": "string", "minLength": 4, "maxLength": 12},
        "steps": {"type": "integer", "minimum": 10, "maximum": 50, "default": 28},
        "width": {"type": "integer", "minimum": 256, "maximum": 1024, "multipleOf": 64},
        "tile": {"type": "integer", "minimum": 10, "maximum": 50, "multipleOf": 4},
        "guidance": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 20},
        "sigma": {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.1},
        "code": {"type": "string", "pattern": "^[a-z]{2}-[0-9]{2}$"},
        "shelf": {"type": "string", "pattern": "[0-9]{2}"},
        "tags": {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": 8},
            "minItems": 1,
            "maxItems": 3,
            "uniqueItems": True,
        },
        "loras": {"type": "array", "items": LORA, "maxItems": 2},
        "seed": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "ratio": {"anyOf": [{"enum": ["auto", "1:1", "16:9"]}, {"type": "null"}]},
        "output_format": {"enum": ["jpeg", "png", "webp"], "default": "png"},
        "enhance": {"type": "boolean", "default": False},
        "size": {
            "anyOf": [
                {
                    "type": "object",
                    "required": ["height"],
                    "properties": {"height": {"type": "integer", "minimum": 1, "maximum": 2048}},
                },
                {"enum": ["square", "wide"]},
            ]
        },
    },
}
CLOSED: Schema = INPUT | {"additionalProperties": False}


def plan(schema: Schema = INPUT) -> Plan:
    made = document(part("Ask"), OUTPUT, {"Ask": schema}, WORKSHOP)
    endpoint = read_document(made).endpoint
    assert endpoint
    return make_plan(endpoint, Judge(made))


def _multiple(_: object, step: float, value: object, __: object) -> Iterator[ValidationError]:
    """Hold decimals to decimals, which the library does not."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and Decimal(str(value)) % Decimal(str(step)):
        yield ValidationError(f"{value} is no multiple of {step}")


Sound: Any = extend(Draft202012Validator, {"multipleOf": _multiple})  # pyright: ignore[reportUnknownVariableType] - untyped here

Answer = Callable[[httpx.Request, Body, list[Any]], httpx.Response]
"""What is answered to a body in which a validator found these errors."""


def explained(_: httpx.Request, __: Body, errors: list[Any]) -> httpx.Response:
    if not errors:
        return said(200, {"url": "x"}, {"x-fal-request-id": "request-1"})
    return said(422, {"detail": [_entry(each) for each in errors]})


def terse(_: httpx.Request, __: Body, errors: list[Any]) -> httpx.Response:
    return said(422, {"detail": "no"}) if errors else said(200, {"url": "x"})


def silent(_: httpx.Request, __: Body, errors: list[Any]) -> httpx.Response:
    return said(400, None) if errors else said(200, {"url": "x"})


def _at_the_very_end(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Spell patterns as Python does, whose `$` lets a line break pass."""
    return json.loads(re.sub(r'("pattern": "[^"]*)\$"', r'\1\\\\Z"', json.dumps(schema)))


def _entry(error: Any) -> Json:  # noqa: ANN401 - a library's, without types
    missing: list[str] = error.message.split("'")[1:2] if error.validator == "required" else []
    return {"loc": ["body", *error.path, *missing], "msg": error.message, "type": "value_error"}


@dataclass
class Service:
    """A service in memory: how it reads a body, what it validates by, and how it answers."""

    schema: Schema
    read: Callable[[Body], Json] = lambda body: body
    answer: Answer = explained
    billed: int = 0

    def __post_init__(self) -> None:
        self.validator: Any = Sound(_at_the_very_end(self.schema))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        errors = [*self.validator.iter_errors(self.read(deepcopy(body)))]
        self.billed += not errors
        return self.answer(request, body, errors)


@dataclass
class Queue:
    """The queue before a service: what is submitted is taken, and answered at its result."""

    service: Service
    checks: bool = True

    def __post_init__(self) -> None:
        self.bodies: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.bodies.append(request)
            return said(200, {"request_id": f"job-{len(self.bodies)}", "status": "IN_QUEUE"})
        if request.url.path.endswith("/status"):
            return said(200, {"status": "COMPLETED"})
        if request.method == "PUT":
            return said(400, {"status": "ALREADY_COMPLETED"})
        number = int(request.url.path.rpartition("-")[2])
        answer = self.service(self.bodies[number - 1])
        return answer if self.checks else said(200, {"url": "x"})


def census(
    service: Callable[[httpx.Request], httpx.Response],
    of: Plan,
    ledger: Ledger | None = None,
    *,
    queue: bool = False,
) -> Census:
    clock = iter(range(10**6))
    where = Target(
        "http://127.0.0.1:1",
        WORKSHOP,
        now=lambda: float(next(clock)),
        sleep=lambda _: None,
    )
    with client(service) as http:
        send = (queue_sender if queue else sender)(http, where)
        return probe(of, ledger or Ledger(), send, url="x", date="2026-01-01", contract="c")
