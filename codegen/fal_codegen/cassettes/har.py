"""Import of HAR files: traffic with the service that others recorded."""

import codecs
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from fal_codegen.cassettes.har_body import NotTaken
from fal_codegen.cassettes.har_entry import exchange_of, file_of
from fal_codegen.cassettes.media import urls_in
from fal_codegen.cassettes.secrets import (
    HEADERS,
    Secret,
    header_secrets,
    named_secret,
    shaped_secrets,
    text_secrets,
)
from fal_codegen.cassettes.spellings import spellings, unescaped
from fal_codegen.cassettes.tape import Exchange
from fal_codegen.contract import EndpointId, Json, parse

_DAY = len("2026-11-27")
_PROGRAM_OR_MEDIA = re.compile(
    r"(?:application|text)/(?:x-)?(?:java|ecma)script|text/css|application/wasm"
    r"|(?:font|video|audio)/|image/(?!svg)",
    re.IGNORECASE,
)
_LARGE = 2**16
"""Characters; what pages load and is smaller may be data that is called a program."""


class Passed(NamedTuple):
    """An entry that was not taken: its place in the file, and why."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Traffic:
    """The exchanges with one endpoint: the first one's day, and the place of each in the file.

    `groups` say what belongs together: the calls of a job, an answer and the files it leads to.
    """

    day: str
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    places: list[str] = field(default_factory=list[str])
    groups: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Har:
    """What a HAR file holds: exchanges by endpoint, and every secret that the file shows.

    A secret of one exchange may stand unmarked in another, so those of all of them are here, those
    of other hosts too; large programs and media alone are not searched. `passed` are the entries
    that are not among the exchanges, `shortened` says how many data URIs were cut.
    """

    traffic: dict[EndpointId, Traffic]
    passed: tuple[Passed, ...]
    shortened: int
    secrets: tuple[Secret, ...] = field(repr=False)


@dataclass(slots=True)
class _Reading:
    """What was read of a HAR file so far, whose jobs are whose, and what was seen of each."""

    traffic: dict[EndpointId, Traffic] = field(default_factory=dict[EndpointId, Traffic])
    passed: list[Passed] = field(default_factory=list[Passed])
    shortened: int = 0
    jobs: dict[str, EndpointId] = field(default_factory=dict[str, EndpointId])
    files: dict[str, tuple[EndpointId, str]] = field(
        default_factory=dict[str, tuple[EndpointId, str]]
    )
    statuses: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def take(self, place: str, entry: Any) -> None:  # noqa: ANN401 - JSON of any shape
        """Take an entry, or note why it is passed over."""
        times = 0
        try:
            day = date.fromisoformat(entry["startedDateTime"][:_DAY]).isoformat()
            if owner := self.files.get(entry["request"]["url"]):
                (id_, group), exchange = owner, file_of(entry)
            else:
                exchange, times = exchange_of(entry)
                id_, job = self._endpoint(exchange)
                self._refuse_repeated(exchange)
                group = job or place
                self._expect_files(exchange, id_, group)
        except NotTaken as error:
            self.passed.append(Passed(place, str(error)))
        except (KeyError, TypeError, AttributeError, ValueError):
            self.passed.append(Passed(place, "it is no entry of a HAR file"))
        else:
            traffic = self.traffic.setdefault(id_, Traffic(day))
            traffic.exchanges.append(exchange)
            traffic.places.append(place)
            traffic.groups.append(group)
            self.shortened += times

    def _expect_files(self, exchange: Exchange, id_: EndpointId, group: str) -> None:
        """Note the addresses that an answer leads to, so that their files are known."""
        with suppress(ValueError):
            for url in urls_in(parse(exchange.response)):
                self.files.setdefault(url, (id_, group))

    def _endpoint(self, exchange: Exchange) -> tuple[EndpointId, str]:
        """Name the endpoint and job of a call, which is known by the answer that gave it its id."""
        path, _, rest = urlsplit(exchange.url).path.strip("/").partition("/requests/")
        if job := rest.partition("/")[0]:
            return self._endpoint_of_job(path, job), job
        try:
            id_ = EndpointId(path)
        except ValueError:
            raise NotTaken("its path names no endpoint") from None
        if made := _member(exchange.response, "request_id"):
            self.jobs[made] = id_
        return id_, made

    def _endpoint_of_job(self, path: str, job: str) -> EndpointId:
        if job in self.jobs:
            return self.jobs[job]
        possible = [id_ for id_ in self.traffic if path in (id_, id_.app)]
        if not possible:
            raise NotTaken("it asks for a job of which no request was recorded before")
        if len(possible) > 1:
            raise NotTaken("it asks for a job that may be of several endpoints")
        return possible[0]

    def _refuse_repeated(self, exchange: Exchange) -> None:
        path = urlsplit(exchange.url).path
        status = _member(exchange.response, "status") if path.endswith("/status") else ""
        if not status:
            return
        if (path, status) in self.statuses:
            raise NotTaken("it saw a job in the state in which it was seen before")
        self.statuses.add((path, status))


def read_har(data: bytes) -> Har:
    """Read the exchanges with endpoints that a HAR file holds, and the files they lead to.

    A status, result or cancel call belongs to the endpoint whose answer named the job, else to the
    one endpoint of its app that was called before it. Exchanges with other hosts, with no endpoint,
    without an answer, or whose bodies were not recorded whole are passed over. Raises `ValueError`
    for a file that is no HAR.
    """
    try:
        reading, har = _Reading(), parse(_as_utf8(data))
    except ValueError as error:
        raise ValueError(f"not a HAR file: {error}") from None
    for place, entry in _entries(har):
        reading.take(place, entry)
    secrets = tuple(dict.fromkeys(_secrets(har)))
    return Har(reading.traffic, tuple(reading.passed), reading.shortened, secrets)


def _as_utf8(data: bytes) -> bytes:
    """Give a file in UTF-8 and without a mark of its byte order, whatever it was saved in."""
    encoding = json.detect_encoding(data)
    if encoding.startswith("utf-8"):
        return data.removeprefix(codecs.BOM_UTF8)
    return data.decode(encoding).encode()


def _entries(har: Json) -> Iterator[tuple[str, Json]]:
    match har:
        case {"log": {"entries": [*entries]}}:
            for index, entry in enumerate(entries):
                yield f"log/entries/{index}", entry
        case _:
            raise ValueError("not a HAR file: it has no list log/entries")


def _member(answer: bytes, name: str) -> str:
    """Give a text that an answer has under a name; an empty one where it has none."""
    try:
        read = parse(answer)
    except ValueError:
        return ""
    value = read.get(name) if isinstance(read, dict) else None
    return value if isinstance(value, str) else ""


def _secrets(har: Json) -> Iterator[Secret]:
    """Walk through everything there is in a HAR file, but for large programs and media.

    They are most of what browsers load, and hold the names of secrets rather than secrets.
    """
    waiting = [har]
    while waiting:
        here = waiting.pop()
        match here:
            case dict() if _is_large_program(here):
                waiting.extend(value for name, value in here.items() if name != "text")
            case dict():
                yield from _secrets_of(here)
                waiting.extend(here.values())
            case list():
                waiting.extend(here)
            case str():
                yield from _secrets_in(here)
            case _:
                pass


def _is_large_program(content: dict[str, Json]) -> bool:
    kind, text = content.get("mimeType"), content.get("text")
    is_large = isinstance(text, str) and len(text) > _LARGE
    return is_large and isinstance(kind, str) and _PROGRAM_OR_MEDIA.match(kind) is not None


def _secrets_of(here: dict[str, Json]) -> Iterator[Secret]:
    """Give the secrets that the form of an object shows: a header, a cookie, an encoded body."""
    match here:
        case {"postData": {"text": str(sent)}} if len(sent) <= _LARGE:
            yield from _decoded_secrets(sent)
        case _:
            pass
    match here:
        case {"name": str(name), "value": str() | [*_] as value}:
            show = header_secrets if name.lower() in HEADERS else named_secret
            for each in value if isinstance(value, list) else [value]:
                yield from show(name, str(each))
        case {"encoding": "base64", "text": str(coded)} | {"opcode": 2, "data": str(coded)}:
            yield from _decoded_secrets(coded)
        case {"cookies": [*cookies]}:
            pairs = (f"{each.get('name')}={each.get('value')}" for each in map(_object, cookies))
            yield from (secret for pair in pairs for secret in header_secrets("cookie", pair))
        case _:
            pass


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _secrets_in(text: str) -> Iterator[Secret]:
    for stage in unescaped(text.encode("utf-8", "replace")):
        yield from text_secrets(stage)


def _decoded_secrets(text: str) -> Iterator[Secret]:
    for said in spellings(text.encode("utf-8", "replace")):
        yield from (shaped_secrets if said.joined else text_secrets)(said.text)
