"""Services with one bug each, over transports in memory, with a ledger of what they bill."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from fal_codegen.contract import Endpoint, EndpointId, Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.probe import Plan, Target, make_plan
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.documents import document, part

PAINT = EndpointId("acme/painter")
RATIOS: list[Json] = ["auto", "21:9", "1:1", "9:16"]
PROPERTIES: dict[str, Json] = {
    "prompt": {"type": "string", "minLength": 3, "maxLength": 40},
    "num_images": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
    "seed": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    "aspect_ratio": {"anyOf": [{"enum": RATIOS}, {"type": "null"}], "default": "auto"},
    "output_format": {"enum": ["jpeg", "png", "webp"], "default": "png"},
    "resolution": {"enum": ["1K", "2K", "4K"], "default": "1K"},
    "strength": {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.25},
    "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3},
    "sync_mode": {"type": "boolean", "default": False},
}
INPUT: dict[str, Json] = {"type": "object", "required": ["prompt"], "properties": PROPERTIES}
OUTPUT: dict[str, Json] = {"type": "object", "properties": {"url": {"type": "string"}}}
DOCUMENT = document(part("Ask"), OUTPUT, {"Ask": INPUT}, PAINT)
LISTED = frozenset(PROPERTIES)
_SOUND: Any = Draft202012Validator(INPUT)

Body = dict[str, Json]
Bug = Callable[[Body, bool], bool]
"""What becomes of a body, for what should become of it."""


def endpoint() -> Endpoint:
    found = read_document(DOCUMENT).endpoint
    assert found
    return found


def plan() -> Plan:
    return make_plan(endpoint(), Judge(DOCUMENT))


def sound(body: Body) -> bool:
    """Tell whether a body keeps the contract, by another validator than the judge's."""
    return bool(_SOUND.is_valid(body))


class Spoken(httpx.SyncByteStream):
    """A body that has not been read yet, as it comes from a network."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __iter__(self) -> Iterator[bytes]:
        yield self._data


def said(status: int, body: Json, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, stream=Spoken(json.dumps(body).encode()), headers=headers)


@dataclass
class Service:
    """A service in memory: what it takes, what it says of a refusal, and what it has billed."""

    bug: Bug = lambda _, fine: fine
    terse: bool = False
    billed: int = 0
    units: int = 0
    seen: list[Body] = field(default_factory=list[Body])

    def takes(self, body: Body) -> bool:
        self.seen.append(body)
        taken = self.bug(body, sound(body))
        self.billed += taken
        number = body.get("num_images", 1)
        self.units += taken * (max(number, 1) if isinstance(number, int) else 1)
        return taken

    def answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        headers = {"x-fal-request-id": f"request-{len(self.seen)}"}
        if self.takes(body):
            return said(200, {"url": "x"}, headers)
        return said(422, {"detail": self._detail(body)}, headers)

    def _detail(self, body: Body) -> Json:
        wrong = [error for error in _SOUND.iter_errors(body) if error.path]
        if self.terse or not wrong:
            return "The body is not valid."
        return [
            {"loc": ["body", *error.path], "msg": "no", "type": "value_error"} for error in wrong
        ]


def _at_once(_: float) -> None:
    """Wait no time."""


def target(*, prefix: bool = False, **more: Any) -> Target:  # noqa: ANN401 - of any field
    place = f"http://127.0.0.1:1{'/queue' if prefix else ''}"
    options: dict[str, Any] = {"sleep": _at_once, **more}
    return Target(place, PAINT, **options)


def client(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(answer), trust_env=False)
