"""What a client must have sent, and how its call must end, as a script says it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from fal_codegen.conform.files import File
from fal_codegen.conform.played import KEY, Played, Seen
from fal_codegen.conform.port import Reply
from fal_codegen.contract import Json, json_equal, parse

_SCHEME = f"Key {KEY}"


@dataclass(frozen=True, slots=True)
class Demands:
    """A script's demands: with the body and file of the call, and the base URL it was told."""

    played: Played
    request: Json
    file: File | None
    base: str

    def of_requests(self) -> Iterator[str]:
        """Say what the client sent that it should not have, and what it left out."""
        for seen in self.played.seen:
            if seen.exchange is None:
                yield f"asked what is not in the script: {seen.method} {seen.host}{seen.path}"
                if _has_key(seen):
                    yield f"sent the key to {seen.host}{seen.path}"
        for exchange in self.played.script["exchanges"]:
            mine = [seen for seen in self.played.seen if seen.exchange == exchange["name"]]
            yield from _of_counts(exchange, mine)
            for seen in mine:
                yield from _of_headers(exchange, seen)
            yield from self._of_bodies(exchange, mine)
        yield from self._of_file()

    def _of_file(self) -> Iterator[str]:
        """Say if a file came nowhere, where it may come in several ways."""
        ways = [
            each["name"]
            for each in self.played.script["exchanges"]
            if each.get("body") in ("file", "parts")
        ]
        if ways and not any(seen.exchange in ways for seen in self.played.seen):
            yield f"never asked for {' or '.join(ways)}"

    def _of_bodies(self, exchange: Mapping[str, Any], mine: list[Seen]) -> Iterator[str]:
        wanted, name = exchange.get("body"), exchange["name"]
        if wanted == "part":
            yield from self._of_parts(exchange, mine)
            return
        for seen in mine:
            if wanted == "file":
                assert self.file
                if seen.content != self.file.content:
                    yield f"{name} came with {len(seen.content)} bytes that are not the file's"
            elif wanted is not None and not json_equal(_in_order(seen.body), self._wanted(wanted)):
                yield f"{name} came with the body {json.dumps(seen.body)[:200]}"

    def _of_parts(self, exchange: Mapping[str, Any], mine: list[Seen]) -> Iterator[str]:
        assert self.file
        parts = {seen.part or 0: seen.content for seen in mine}
        most = self.played.script["call"]["part"]
        if sorted(parts) != [*range(1, len(parts) + 1)]:
            yield f"the numbers of {exchange['name']}s are not 1 to {len(parts)}"
        if any(len(part) > most for part in parts.values()):
            yield f"a {exchange['name']} is larger than {most} bytes"
        if mine and b"".join(parts[each] for each in sorted(parts)) != self.file.content:
            yield f"what came as {exchange['name']}s is not the file"

    def _wanted(self, wanted: Json) -> Json:
        if wanted == "request":
            return self.request
        if wanted == "parts":
            numbers = sorted({seen.part for seen in self.played.seen if seen.part is not None})
            listed = [{"partNumber": each, "etag": f'"part-{each}"'} for each in numbers]
            return {"parts": cast("Json", listed)}
        return self.played.body(wanted, self.base)

    def of_end(self, reply: Reply) -> Iterator[str]:
        """Say how the call should have ended."""
        outcome: object = reply["ok"]
        ending = cast("dict[str, Json]", outcome) if isinstance(outcome, dict) else {}
        ends = self.played.script["ends"]
        if ends.get("file") == "data URI":
            assert self.file
            if not self.file.is_held_by(ending.get("url")):
                yield f"ended with {json.dumps(ending)[:200]} in place of a data URI of the file"
            return
        wanted = self._end(ends)
        if any(not json_equal(ending.get(name), value) for name, value in wanted.items()):
            yield f"ended with {json.dumps(ending)[:200]} in place of {_said(ends)}"

    def _end(self, ends: Mapping[str, Any]) -> dict[str, Json]:
        if "failed" in ends:
            return {"failed": ends["failed"], "status": ends.get("status")}
        if ends.get("delivery") == "body":
            return {"delivery": parse(self.played.script["call"]["webhook"]["body"].encode())}
        sample: dict[str, Json] = {"answer": {"$": "sample"}} if "answer" in ends else {}
        whole = self.played.body({**ends, **sample}, self.base)
        return cast("dict[str, Json]", whole)


def _in_order(body: Json) -> Json:
    """Put listed parts in the order of their numbers, which say all that counts."""
    parts = body.get("parts") if isinstance(body, dict) else None
    if isinstance(body, dict) and isinstance(parts, list):
        return {**body, "parts": sorted(parts, key=_number)}
    return body


def _number(part: Json) -> float:
    number = part.get("partNumber") if isinstance(part, dict) else None
    return number if isinstance(number, int | float) else -1


def _of_counts(exchange: Mapping[str, Any], mine: list[Seen]) -> Iterator[str]:
    name, least, most = exchange["name"], exchange.get("least", 1), exchange.get("most")
    if len(mine) < least:
        yield f"asked for {name} {len(mine)} times, and not {least}"
    if most is not None and len(mine) > most:
        yield f"asked for {name} {len(mine)} times, and may {most}"
    pause = exchange.get("pause")
    for one, other in pairwise(mine[:2]):
        if pause is not None and other.moment - one.moment < pause:
            yield f"{name} came again before the {pause:g} s that it was told to wait"


def _of_headers(exchange: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    name = exchange["name"]
    if exchange.get("key") is True and seen.headers.get("authorization") != _SCHEME:
        yield f"{name} came without the key"
    if exchange.get("key") is False and _has_key(seen):
        yield f"{name} came with the key"
    for header, wanted in exchange.get("headers", {}).items():
        value = seen.headers.get(header)
        if (value is not None) is not wanted if isinstance(wanted, bool) else value != wanted:
            yield f"{name} came with {header}: {value}"
    for word, wanted in exchange.get("query", {}).items():
        if seen.query.get(word) != wanted:
            yield f"{name} came with {word}={seen.query.get(word)} in its query"


def _has_key(seen: Seen) -> bool:
    """Tell whether a request gives the key away, in whatever place."""
    return any(KEY in each for each in (seen.path, *seen.headers.values(), *seen.query.values()))


def _said(ends: Mapping[str, Any]) -> str:
    if "failed" in ends:
        return f"the failure {ends['failed']} {ends.get('status', '')}".strip()
    if "answer" in ends:
        return "the answer" if "events" not in ends else "the events and the answer"
    return json.dumps(dict(ends))
