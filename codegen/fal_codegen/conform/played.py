"""A script that is being played: which exchange a request belongs to, and what it is answered."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

from fal_codegen.contract import EndpointId, Json, parse

KEY = "conformance:0123456789abcdef"
"""The key that clients are given; it opens nothing."""
PART = "{part}"
"""Stands for the number of a file's part, in a path and in what it is answered."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came: when, where to, its headers by lower-case names, and its bytes.

    `exchange` is the script's word for it, None for what is not in the script; `part` is the number
    of a file's part.
    """

    moment: float
    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes
    exchange: str | None = None
    part: int | None = None

    @property
    def body(self) -> Json:
        """Read it as JSON; None for what is none."""
        try:
            return parse(self.content)
        except ValueError:
            return None


@dataclass(slots=True)
class Played:
    """A script that is being played: its exchanges, and what was seen so far."""

    script: Mapping[str, Any]
    endpoint: EndpointId
    sample: Json
    over: Event = field(default_factory=Event)
    seen: list[Seen] = field(default_factory=list[Seen])
    asked: Counter[str] = field(default_factory=Counter[str])
    lock: Lock = field(default_factory=Lock)

    def answer(self, seen: Seen) -> Mapping[str, Any]:
        """Note a request and give what it is answered."""
        with self.lock:
            self.seen.append(seen)
            if seen.exchange is None:
                return {"status": 404, "body": {"detail": "not in the script"}}
            exchange = next(
                each for each in self.script["exchanges"] if each["name"] == seen.exchange
            )
            number = self.asked[seen.exchange]
            self.asked[seen.exchange] += 1
            answers: list[Mapping[str, Any]] = exchange["answers"]
            return answers[min(number, len(answers) - 1)]

    def find(self, method: str, host: str, path: str) -> tuple[str | None, int | None]:
        """Name the exchange that a request belongs to, and the part of a file that it is for."""
        for each in self.script["exchanges"]:
            pattern = re.escape(self.filled(each["path"], "")).replace(re.escape(PART), "([0-9]+)")
            found = re.fullmatch(pattern, path)
            if found and (each["method"], each["host"]) == (method, host):
                return str(each["name"]), int(found[1]) if found.groups() else None
        return None, None

    def filled(self, text: str, base: str, part: int | None = None) -> str:
        """Put names into a text of the script."""
        text = with_names(text.replace("{base}", base), self.endpoint)
        return text if part is None else text.replace(PART, str(part))

    def body(self, value: Json, base: str, part: int | None = None) -> Json:
        """Put names and the sample answer into a body of the script."""
        match value:
            case {"$": "sample"}:
                return self.sample
            case str():
                return self.filled(value, base, part)
            case list():
                return [self.body(each, base, part) for each in value]
            case dict():
                return {name: self.body(each, base, part) for name, each in value.items()}
            case _:
                return value


def with_names(text: str, endpoint: EndpointId) -> str:
    """Put an endpoint's id, and its owner and alias, into a text of a script."""
    return text.replace("{endpoint}", endpoint).replace("{app}", endpoint.app)
