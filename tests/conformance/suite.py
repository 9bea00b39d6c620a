"""The suite's files: groups of a schema with bodies and their verdicts."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fal_codegen.contract import Json

from tests.bench.measure import ROOT

_CORPUS = Path(os.environ.get("FAL_CODEGEN_CORPUS", ROOT / "../shared/corpus"))
_FOLDER = "json-schema-test-suite/draft2020-12"
SUITE = Path(os.environ.get("JSON_SCHEMA_TEST_SUITE", _CORPUS.parent / _FOLDER))
"""The folder of the suite's draft2020-12 files."""

_ASSERTED_FORMATS = ("format", "format-assertion.json")
"""Where the suite asks for formats to be asserted, which 2020-12 leaves to whoever validates."""


@dataclass(frozen=True, slots=True)
class Group:
    """A schema, and bodies with the suite's own verdict."""

    file: str
    description: str
    schema: Json
    tests: tuple[tuple[Json, bool], ...]


def groups() -> Iterator[Group]:
    """Read the suite, file by file."""
    for file in sorted(SUITE.rglob("*.json")):
        name = file.relative_to(SUITE)
        if name.parts[0] == "optional" and name.parts[1] in _ASSERTED_FORMATS:
            continue
        for group in cast("list[dict[str, Json]]", json.loads(file.read_text("utf-8"))):
            tests = cast("list[dict[str, Json]]", group["tests"])
            yield Group(
                name.with_suffix("").as_posix(),
                str(group["description"]),
                group["schema"],
                tuple((test["data"], test["valid"] is True) for test in tests),
            )
