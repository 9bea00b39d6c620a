"""Which test of the kit catches which client of the zoo."""

import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from fal_codegen.conform import load_kit, play_scripts, started, try_answers, try_requests
from fal_codegen.contract import Document, Json
from fal_codegen.emit import LANGUAGES, ModuleSpec, Package

from tests.documents import document, fields, part
from tests.emit.conftest import TEMPLATES, endpoint_of

_AT_ONCE = 8

ENDPOINT = "acme/painter/retouch"
ASK = fields(
    "prompt",
    "count",
    prompt={"type": "string", "minLength": 3, "maxLength": 40, "examples": ["a red door"]},
    code={"type": "string", "pattern": "^[a-z]{2}$", "default": "ab"},
    count={"type": "integer", "minimum": 1, "maximum": 4},
    strength={"type": "number", "minimum": 0, "maximum": 1, "default": 0.5},
    kind={"enum": ["Oil", "Ink"], "default": "Oil"},
    dry={"type": "boolean", "default": False},
    seed={"anyOf": [{"type": "integer"}, {"type": "null"}]},
    image_urls={"type": "array", "items": {"type": "string"}, "maxItems": 3},
)
PICTURE = fields("url", url={"type": "string"}, width={"type": "integer"})
PICTURES = fields(
    "images",
    "words",
    images={"type": "array", "items": part("Picture")},
    words={"type": "string"},
    kind={"enum": ["Oil", "Ink"]},
)


def painter() -> Document:
    """Give a document with a promise of each kind that clients get wrong."""
    parts: dict[str, Json] = {"Ask": ASK, "Picture": PICTURE, "Pictures": PICTURES}
    return document(part("Ask"), part("Pictures"), parts, ENDPOINT)


def write_kit(folder: Path) -> Path:
    """Write the kit of that endpoint into a folder."""
    endpoint, language = endpoint_of(painter()), LANGUAGES["conformance"]
    package = Package("toy", "1.0.0", {endpoint.id: "retouch"})
    made = language.render([ModuleSpec(endpoint, "retouch", "0" * 64)], package.name, TEMPLATES)
    for path, text in (made | language.frame(package, TEMPLATES)).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder / "conformance"


def caught(kit: Path, text: str, name: str) -> frozenset[str]:
    """Give the tests that a client fails, whose program this is."""
    file = kit.parent / f"{name.replace(' ', '_')}.py"
    file.write_text(text, "utf-8")
    tests = load_kit(kit)
    with started([sys.executable, str(file), str(kit)], kit, os.environ) as port:
        port.start()
        outcomes = [
            *try_requests(tests, port),
            *try_answers(tests, port),
            *play_scripts(tests, port),
        ]
    return frozenset(each.test for each in outcomes if each.verdict != "passed")


def matrix(kit: Path, clients: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Give for each client the tests that catch it."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tried = {
            name: pool.submit(partial(caught, kit, text, name)) for name, text in clients.items()
        }
        return {name: future.result() for name, future in tried.items()}


def needed(found: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Give by test the clients that no other test catches."""
    alone: dict[str, list[str]] = {}
    for name, tests in found.items():
        test, *others = tests
        if not others:
            alone.setdefault(test, []).append(name)
    return alone


def shown(found: Mapping[str, Iterable[str]]) -> str:
    """Spell the matrix for people: a client and what catches it, in a line each."""
    width = max(map(len, found))
    lines = (
        f"{name:<{width}}  {', '.join(sorted(tests)) or 'NOT CAUGHT'}"
        for name, tests in found.items()
    )
    return "\n".join(lines)
