"""A schedule of faults: which requests something goes wrong with, the same ones every time."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatchcase
from random import Random
from typing import Annotated, Literal

from pydantic import (
    ConfigDict,
    Field,
    PlainValidator,
    PositiveInt,
    TypeAdapter,
    ValidationError,
)
from pydantic.dataclasses import dataclass

from fal_codegen.emulator.address import DIRECT, QUEUE
from fal_codegen.emulator.faults.fault import Fault, read_fault

_WORKING = frozenset({DIRECT, QUEUE})
"""The hosts whose POSTs make work."""


def _asked(text: object) -> Fault:
    if isinstance(text, str):
        return read_fault(text)
    raise ValueError("a fault is a text of words")


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Rule:
    """What goes wrong, and with which of the requests that match.

    With the `first` so many, with `every` so manieth, or with a `share` of them that a `seed`
    chooses; with all of them where nothing is said.
    """

    fault: Annotated[Fault, PlainValidator(_asked)]
    method: str = "*"
    host: str = "*"
    path: str = "*"
    first: PositiveInt | None = None
    every: PositiveInt = 1
    share: Annotated[float, Field(ge=0, le=1)] = 1.0
    seed: int = 0

    def matches(self, method: str, host: str, path: str) -> bool:
        """Tell whether a request is one of this rule's; the host's path begins with a slash."""
        asked = ((method, self.method), (host, self.host), (path, self.path))
        return all(fnmatchcase(value, pattern) for value, pattern in asked)

    def strikes(self, number: int) -> bool:
        """Tell whether something goes wrong with the matching request of this number, from 1."""
        if self.first is not None and number > self.first:
            return False
        if number % self.every:
            return False
        chance = Random(f"{self.seed}/{number}").random()  # noqa: S311 - repeatable, guards nothing
        return chance < self.share


class Schedule:
    """Rules in their order: the first that strikes decides, and those after it are not asked.

    Before them all comes what somebody `switched` on, in the words of a fault.
    """

    def __init__(self, rules: tuple[Rule, ...] = ()) -> None:
        self._rules = rules
        self.switched = ""
        self._met: Counter[int] = Counter()

    def fault(self, method: str, host: str, path: str) -> Fault:
        """Give what goes wrong with the next request."""
        if self.switched and method == "POST" and host in _WORKING:
            return read_fault(self.switched)
        for place, rule in enumerate(self._rules):
            if rule.matches(method, host, path):
                self._met[place] += 1
                if rule.strikes(self._met[place]):
                    return rule.fault
        return Fault()

    def switch(self, text: str) -> None:
        """Have this go wrong with every call that makes work; with an empty text nothing does.

        Raises `ValueError`, naming what is wrong with the words.
        """
        read_fault(text)
        self.switched = text.strip()


def read_schedule(text: str) -> Schedule:
    """Read rules from TOML, each a table `[[rule]]`.

    Raises `ValueError` that names the line, or the rule and its word, or says that there is none.
    """
    tables = tomllib.loads(text)
    if tables.get("rule", []) == []:
        schedule_of(tables)
        raise ValueError("no rule: each is a table [[rule]] with a fault")
    return schedule_of(tables)


def schedule_of(tables: Mapping[str, object]) -> Schedule:
    """Make a schedule of rules as TOML has them: `{"rule": [{"fault": "status=429"}, …]}`.

    Raises `ValueError` that names the rule and its word.
    """
    try:
        return Schedule(tuple(_TABLES.validate_python(tables).get("rule", ())))
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(step + 1 if isinstance(step, int) else step) for step in first["loc"]]
        reason = first["msg"].removeprefix("Value error, ")
        raise ValueError(f"{' '.join(place)}: {reason}") from None


_TABLES = TypeAdapter(dict[Literal["rule"], list[Rule]])
