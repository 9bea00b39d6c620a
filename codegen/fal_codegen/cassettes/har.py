"""Import of HAR files: traffic with the service that others recorded."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fal_codegen.cassettes.scrub import kept_response_header
from fal_codegen.cassettes.secrets import (
    HEADERS,
    Secret,
    header_secrets,
    named_secret,
    text_secrets,
)
from fal_codegen.cassettes.spellings import unescaped
from fal_codegen.cassettes.tape import Exchange
from fal_codegen.contract import EndpointId, Json, parse

_HOSTS = ("fal.run", "queue.fal.run")


@dataclass(frozen=True, slots=True)
class Traffic:
    """The exchanges with one endpoint: the first one's day, and the place of each in the file."""

    day: str
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    places: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Har:
    """What a HAR file holds: exchanges by endpoint, and every secret that the file shows.

    A secret of one exchange may stand unmarked in another, so those of all of them are here, those
    of other hosts too.
    """

    traffic: dict[EndpointId, Traffic]
    secrets: tuple[Secret, ...] = field(repr=False)


def read_har(data: bytes) -> Har:
    """Read the exchanges with endpoints that a HAR file holds.

    A status, result or cancel call belongs to the endpoint of the last request to its app before
    it. Exchanges with other hosts, with no endpoint, without an answer, or whose answer's body was
    not recorded are left out. Raises `ValueError` for a file that is no HAR.
    """
    found: dict[EndpointId, Traffic] = {}
    try:
        har: Any = parse(data)
        for index, entry in enumerate(har["log"]["entries"]):
            id_ = _endpoint(entry["request"], [*found])
            if id_ is None or not _answered(entry["response"]):
                continue
            traffic = found.setdefault(id_, Traffic(entry["startedDateTime"][:10]))
            traffic.exchanges.append(_exchange(entry))
            traffic.places.append(f"log/entries/{index}")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a HAR file: {error}") from None
    return Har(found, tuple(dict.fromkeys(_secrets(har))))


def _endpoint(request: dict[str, Any], known: list[EndpointId]) -> EndpointId | None:
    url = urlsplit(str(request["url"]))
    path, _, job = url.path.strip("/").partition("/requests/")
    if url.hostname not in _HOSTS:
        return None
    if job:
        return next((id_ for id_ in reversed(known) if path in (id_, id_.app)), None)
    try:
        return EndpointId(path)
    except ValueError:
        return None


def _answered(response: dict[str, Any]) -> bool:
    """Tell whether an answer came, status 0 says that none did, and its body was recorded."""
    content = response["content"]
    return bool(response["status"]) and ("text" in content or not content.get("size"))


def _exchange(entry: dict[str, Any]) -> Exchange:
    request, response = entry["request"], entry["response"]
    sent: dict[str, Any] = request.get("postData") or {}
    content = response["content"]
    text = content.get("text", "")
    return Exchange(
        request["method"],
        request["url"],
        sent.get("text", "").encode(),
        response["status"],
        base64.b64decode(text) if content.get("encoding") == "base64" else text.encode(),
        {
            header["name"].lower(): header["value"]
            for header in response["headers"]
            if kept_response_header(header["name"])
        },
    )


def _secrets(har: Json) -> Iterator[Secret]:
    """Walk through everything there is in a HAR file."""
    waiting = [har]
    while waiting:
        here = waiting.pop()
        match here:
            case {"name": str(name), "value": str(value)}:
                show = header_secrets if name.lower() in HEADERS else named_secret
                yield from (*show(name, value), *_secrets_in(value))
            case dict():
                waiting.extend(here.values())
            case list():
                waiting.extend(here)
            case str():
                yield from _secrets_in(here)
            case _:
                pass


def _secrets_in(text: str) -> Iterator[Secret]:
    for stage in unescaped(text.encode("utf-8", "replace")):
        yield from text_secrets(stage)
