"""Recorded traffic as data: what a cassette file holds."""

# pyright: basic
# vcrpy has no types

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import yaml
from vcr.request import Request
from vcr.serialize import deserialize, serialize
from vcr.serializers import yamlserializer

from fal_codegen.contract import EndpointId

STAMP = "fal-codegen"
"""The key of our metadata in a cassette."""


@dataclass(frozen=True, slots=True)
class Promises:
    """What a document promised at the places that a recording has to do with, as digests.

    Places are those of fields, such as `input/num_images` and `output/images/*/url`. `left_out` are
    fields that a request lacks: `required`, or a digest of the default that it relied on.
    """

    exercised: Mapping[str, str]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a recording comes from.

    `source` is `live`, `emulator` or `har` (recorded elsewhere, imported), never blurred; `date` an
    ISO 8601 day; `contract` the canonical sha256 of the document it was recorded under, and
    `promises` what of that it has to do with, which tells a stale recording; `scenario` what was
    done, `sync`, `queue` or `refused/<place>.<keyword>`. Earlier versions wrote no promises.
    """

    endpoint: EndpointId
    scenario: str
    source: str
    date: str
    contract: str
    promises: Promises | None = None

    @property
    def data(self) -> dict[str, Any]:
        """The stamp as a file has it; what is not known is left out."""
        values = asdict(self) | {"endpoint": str(self.endpoint)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, without secrets. Header names are in lower case."""

    method: str
    url: str
    request: bytes
    status: int
    response: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Cassette:
    """A recording: its stamp and its exchanges in order."""

    stamp: Stamp
    exchanges: tuple[Exchange, ...]


def read_cassette(text: str) -> Cassette:
    """Read the text of a cassette file. Raises `ValueError` for any other text."""
    try:
        requests, responses, *metadata = deserialize(text, yamlserializer)
        stamp = _stamp(metadata[0][STAMP])
        pairs = zip(requests, responses, strict=True)
        exchanges = tuple(_exchange(request, response) for request, response in pairs)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ValueError(f"not a cassette of ours: {reason}") from None
    if not exchanges:
        raise ValueError("not a cassette of ours: it holds no exchange")
    return Cassette(stamp, exchanges)


def write_cassette(cassette: Cassette) -> str:
    """Give the text of a cassette file, as vcrpy writes and replays it."""
    requests = [
        Request(each.method, each.url, each.request, {"content-type": ["application/json"]})
        for each in cassette.exchanges
    ]
    responses = [_response(each) for each in cassette.exchanges]
    metadata = {STAMP: cassette.stamp.data}
    recorded = {"requests": requests, "responses": responses, "metadata": metadata}
    return str(serialize(recorded, yamlserializer))


def restamp(text: str, stamp: Stamp) -> str:
    """Give the text of a cassette with another stamp, and all else as it is."""
    requests, responses, *_ = deserialize(text, yamlserializer)
    recorded = {"requests": requests, "responses": responses, "metadata": {STAMP: stamp.data}}
    return str(serialize(recorded, yamlserializer))


def _stamp(values: dict[str, Any]) -> Stamp:
    known = {each.name: values[each.name] for each in fields(Stamp) if each.name in values}
    written = values.get("promises")
    promises = Promises(dict(written["exercised"]), dict(written["left_out"])) if written else None
    return Stamp(**known | {"endpoint": EndpointId(values["endpoint"]), "promises": promises})


def _exchange(request: Any, response: dict[str, Any]) -> Exchange:  # noqa: ANN401 - vcrpy's own
    return Exchange(
        request.method,
        request.uri,
        request.body or b"",
        response["status"]["code"],
        response["body"]["string"],
        {name.lower(): values[0] for name, values in response["headers"].items()},
    )


def _response(exchange: Exchange) -> dict[str, Any]:
    return {
        "status": {"code": exchange.status, "message": None},
        "headers": {name: [value] for name, value in exchange.headers.items()},
        "body": {"string": exchange.response},
    }
