"""Which test of the kit catches which client of the zoo."""

import os
import sys
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from fal_codegen.conform import (
    Lines,
    Port,
    load_kit,
    play_scripts,
    started,
    try_answers,
    try_requests,
)
from fal_codegen.contract import Document, Json
from fal_codegen.emit import LANGUAGES, ModuleSpec, Package

from tests.documents import document, fields, part
from tests.emit.conftest import TEMPLATES, endpoint_of
from tests.ports.clients import SOUND

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


def caught(kit: Path, modules: Mapping[str, str], name: str) -> frozenset[str]:
    """Give the tests that a client fails, whose modules these are."""
    folder, tests = kit.parent / name.replace(" ", "_"), load_kit(kit)
    with client(kit, modules, folder, tests.lines) as port:
        outcomes = [
            *try_requests(tests, port),
            *try_answers(tests, port),
            *play_scripts(tests, port),
        ]
    broken = [each.said for each in outcomes if "NameError" in each.said]
    assert not broken, f"{name}: a patch that is no Python catches nothing: {broken[0]}"
    return frozenset(each.test for each in outcomes if each.verdict != "passed")


@contextmanager
def client(kit: Path, modules: Mapping[str, str], folder: Path, lines: Lines) -> Generator[Port]:
    """Run a client while the block runs; its modules are written into a folder."""
    for module, text in modules.items():
        file = folder / SOUND.name / module
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    command = [sys.executable, "-m", SOUND.name, str(kit)]
    with started(command, folder, os.environ, lines) as port:
        port.start()
        yield port


def matrix(kit: Path, clients: Mapping[str, Mapping[str, str]]) -> dict[str, frozenset[str]]:
    """Give for each client the tests that catch it."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tried = {
            name: pool.submit(partial(caught, kit, modules, name))
            for name, modules in clients.items()
        }
        return {name: future.result() for name, future in tried.items()}


def needed(found: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Give by test the clients that no other test catches."""
    alone: dict[str, list[str]] = {}
    for name, tests in found.items():
        if len(tests) == 1:
            alone.setdefault(min(tests), []).append(name)
    return alone


def idle(kit: Path, found: Mapping[str, frozenset[str]]) -> list[str]:
    """Give the tests that are the only catcher of nothing: they have no place in the kit.

    A vector of requests names the limit mutants that it alone catches; that it does so is held by
    `tests/emit/test_kit.py`.
    """
    alone, tests = needed(found), load_kit(kit)
    names = [f"scripts/{name}" for name in tests.scripts]
    for kind, vectors in (("requests", tests.requests), ("answers", tests.answers)):
        for id_, each in vectors.items():
            names += [
                f"{kind}/{id_}/{vector['id']}"
                for vector in each
                if kind == "answers" or not vector["catches"]
            ]
    return [name for name in names if name not in alone]


def shown(found: Mapping[str, frozenset[str]]) -> str:
    """Spell the matrix for people: a client and what catches it, in a line each."""
    width = max(map(len, found))
    lines = (
        f"{name:<{width}}  {', '.join(sorted(tests)) or 'NOT CAUGHT'}"
        for name, tests in found.items()
    )
    return "\n".join(lines)


def catchers(kit: Path, found: Mapping[str, frozenset[str]]) -> str:
    """Spell for people what each test alone catches, in a line each: clients, or limit mutants."""
    alone, tests = needed(found), load_kit(kit)
    mutants = {
        f"requests/{id_}/{vector['id']}": vector["catches"]
        for id_, vectors in tests.requests.items()
        for vector in vectors
    }
    names = sorted({*alone, *mutants, *idle(kit, found)})
    width = max(map(len, names))
    return "\n".join(
        f"{name:<{width}}  {'; '.join([*alone.get(name, ()), *mutants.get(name, ())]) or 'NOTHING'}"
        for name in names
    )
