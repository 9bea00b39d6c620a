"""Cassette files: recorded traffic read and written as vcrpy has it."""

# pyright: basic
# vcrpy has no types

from dataclasses import fields
from typing import Any

import yaml
from vcr.request import Request
from vcr.serialize import deserialize, serialize
from vcr.serializers import yamlserializer

from fal_codegen.cassettes.tape import STAMP, Cassette, Exchange, Promises, Stamp
from fal_codegen.contract import EndpointId

_NO_FORM = "no exchanges as vcrpy has them, or no stamp"


def read_cassette(text: str) -> Cassette:
    """Read the text of a cassette file. Raises `ValueError` for any other text."""
    try:
        requests, responses, *metadata = deserialize(text, yamlserializer)
        stamp = _stamp(metadata[0][STAMP])
        pairs = zip(requests, responses, strict=True)
        exchanges = tuple(_exchange(request, response) for request, response in pairs)
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ValueError(f"not a cassette of ours: {_NO_FORM}") from None
    except (ValueError, yaml.YAMLError) as error:
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
