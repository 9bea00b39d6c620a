"""Import of HAR files: traffic with the service that others recorded."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from fal_codegen.cassettes.data_uris import shortened
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
_DAY = len("2026-11-27")


_UNKNOWN = -1
"""A size that was not recorded: there may have been a body."""


class Passed(NamedTuple):
    """An entry that was not taken: its place in the file, and why."""

    place: str
    why: str


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
    of other hosts too. `passed` are the entries that are not among the exchanges, `shortened` says
    how many data URIs were cut.
    """

    traffic: dict[EndpointId, Traffic]
    passed: tuple[Passed, ...]
    shortened: int
    secrets: tuple[Secret, ...] = field(repr=False)


class _NotTakenError(Exception):
    """Why an entry is passed over."""


def read_har(data: bytes) -> Har:
    """Read the exchanges with endpoints that a HAR file holds.

    A status, result or cancel call belongs to the endpoint of the last request to its app before
    it. Exchanges with other hosts, with no endpoint, without an answer, or whose bodies were not
    recorded are passed over. Raises `ValueError` for a file that is no HAR.
    """
    found: dict[EndpointId, Traffic] = {}
    passed: list[Passed] = []
    cut = 0
    har: Any = parse(data)
    for place, entry in _entries(har):
        try:
            id_ = _endpoint(entry["request"], [*found])
            exchange, times = _exchange(entry)
            day = date.fromisoformat(entry["startedDateTime"][:_DAY]).isoformat()
        except _NotTakenError as error:
            passed.append(Passed(place, str(error)))
        except (KeyError, TypeError, AttributeError, ValueError):
            passed.append(Passed(place, "it is no entry of a HAR file"))
        else:
            traffic = found.setdefault(id_, Traffic(day))
            traffic.exchanges.append(exchange)
            traffic.places.append(place)
            cut += times
    return Har(found, tuple(passed), cut, tuple(dict.fromkeys(_secrets(har))))


def _entries(har: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON of any shape
    match har:
        case {"log": {"entries": [*entries]}}:
            for index, entry in enumerate(entries):
                yield f"log/entries/{index}", entry
        case _:
            raise ValueError("not a HAR file: it has no list log/entries")


def _endpoint(request: dict[str, Any], known: list[EndpointId]) -> EndpointId:
    url = urlsplit(str(request["url"]))
    path, _, job = url.path.strip("/").partition("/requests/")
    if url.hostname not in _HOSTS:
        raise _NotTakenError("it is no call to fal.run or queue.fal.run")
    if job:
        for id_ in reversed(known):
            if path in (id_, id_.app):
                return id_
        raise _NotTakenError("it asks for a job of which no request was recorded before")
    try:
        return EndpointId(path)
    except ValueError:
        raise _NotTakenError("its path names no endpoint") from None


def _exchange(entry: dict[str, Any]) -> tuple[Exchange, int]:
    """Give an exchange, and how many data URIs in it were shortened."""
    request, response = entry["request"], entry["response"]
    if not (response and response["status"]):
        raise _NotTakenError("no answer came")
    asked, cut_asked = shortened(_sent(request))
    answered, cut_answered = shortened(_received(response["content"]))
    headers = {
        str(header["name"]).lower(): str(header["value"])
        for header in response["headers"]
        if kept_response_header(header["name"])
    }
    status = int(response["status"])
    exchange = Exchange(str(request["method"]), request["url"], asked, status, answered, headers)
    return exchange, cut_asked + cut_answered


def _sent(request: dict[str, Any]) -> bytes:
    sent: dict[str, Any] = request.get("postData") or {}
    size = request.get("bodySize", _UNKNOWN) or 0
    unknown = size == _UNKNOWN and request["method"] == "POST"
    if "text" not in sent and (sent or size > 0 or unknown):
        raise _NotTakenError("what was sent was not recorded")
    return str(sent.get("text", "")).encode()


def _received(content: dict[str, Any]) -> bytes:
    if "text" not in content and content.get("size"):
        raise _NotTakenError("the body of the answer was not recorded")
    text = str(content.get("text", ""))
    try:
        return base64.b64decode(text) if content.get("encoding") == "base64" else text.encode()
    except ValueError:
        raise _NotTakenError("the body of the answer is not in base64, as it says") from None


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
