"""docs/comparison.md has a row for whatever the official clients offer, and says nothing untrue."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import fal_client
import pytest

ROOT = Path(__file__).parents[2]
JS = ROOT / ".venv/node/node_modules/@fal-ai/client/src"
CLIENTS: tuple[type, ...] = fal_client.SyncClient, fal_client.AsyncClient
HANDLES: tuple[type, ...] = fal_client.SyncRequestHandle, fal_client.AsyncRequestHandle


PUBLIC = (
    "client config queue streaming realtime storage response retry middleware auth types/common"
).split()
"""The modules whose types an application meets; the others hold helpers and inputs."""


class Row(NamedTuple):
    names: list[str]
    here: str
    verdict: str


def rows(heading: str) -> list[Row]:
    text = (ROOT / "docs/comparison.md").read_text("utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [line.strip("|").split("|") for line in lines]
    return [Row(re.findall("`([^`]+)`", a), b.strip(), c.strip()) for a, b, c in cells]


def of_fal_client() -> Iterator[str]:
    for kind in CLIENTS:
        yield from (f"Client({name})" for name in inspect.signature(kind).parameters)
        yield from parameters(kind, "")
    for kind in HANDLES:
        own = inspect.signature(kind).parameters
        yield from (f"handle({name})" for name in own)
        yield from parameters(kind, "handle.")
    shown = {name for name, _ in inspect.getmembers(fal_client, callable) if name[0] != "_"}
    yield from (f"fal_client.{name}" for name in {*fal_client.__all__, *shown})


def parameters(kind: type, prefix: str) -> Iterator[str]:
    for name, method in inspect.getmembers(kind, inspect.isroutine):
        if not name.startswith("_"):
            own = [each for each in inspect.signature(method).parameters if each != "self"]
            yield from (f"{prefix}{name}({each})" for each in own)
            if prefix:
                yield f"{prefix}{name}()"


def of_fal_js() -> Iterator[str]:
    front = (JS / "index.d.ts").read_text("utf-8")
    for names in re.findall(r"export (?:type )?\{([^}]*)\}", front):
        yield from re.findall(r"(\w+)\s*(?:,|$)", names)
    yield from re.findall(r"export declare (?:const|function) (\w+)", front)
    shared = (JS / "types/common.d.ts").read_text("utf-8")
    yield from re.findall(
        r"^export (?:declare )?(?:type|interface|function) (\w+)", shared, re.MULTILINE
    )
    for name in PUBLIC:
        yield from members((JS / f"{name}.d.ts").read_text("utf-8"))


def members(text: str) -> Iterator[str]:
    kind = ""
    for line in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).splitlines():
        if opened := re.match(r"(?:export )?(?:declare )?(?:type|interface|class) (\w+)", line):
            kind = opened[1]
        member = re.match(r"    (?:readonly |get )*(\w+)\??[:(<]", line)
        inside = kind and not kind.endswith(("Dependencies", "ErrorArgs"))
        if member and inside and member[1] != "constructor":
            yield f"{kind}.{member[1]}"


IGNORED = {"fal_client.__version__", "fal_client.version_tuple"}


def test_every_name_of_the_official_python_client_has_a_row_and_every_row_a_name() -> None:
    known = {name for row in rows("fal-client") for name in row.names}
    assert known == {*of_fal_client()} - IGNORED


@pytest.mark.deep
def test_every_name_of_the_official_javascript_client_has_a_row_and_every_row_a_name() -> None:
    if not JS.exists():
        pytest.skip("npm's @fal-ai/client is not installed: `make .venv/ready-dev` does it")
    known = {name for row in rows("@fal-ai/client") for name in row.names}
    assert known == {*of_fal_js()}


@pytest.mark.parametrize("heading", ["fal-client", "@fal-ai/client"])
def test_every_row_says_what_is_here_or_why_not_and_which_test_shows_it(heading: str) -> None:
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(rows(heading)) > 30
    for row in rows(heading):
        verdict, _, why = row.verdict.partition(": ")
        assert verdict in {"ours", "better", "not ours"}, row
        assert bool(why) == (verdict != "ours"), row
        assert row.here or verdict == "not ours", row
        named = re.findall(r"`(test_\w+)`", why)
        assert bool(named) == (verdict == "better"), row
        assert all(f"def {name}(" in tests for name in named), row


def test_a_name_that_is_missing_would_be_seen() -> None:
    names = {*of_fal_client()}
    assert {"run(path)", "handle.get(interval)", "Client(key)", "fal_client.encode"} <= names
    assert "fal_client.upload_file" in names, "which people use, though it is not in __all__"
    assert len(names) > 100
    text = "export type A = {\n    readonly b?: string;\n    c(d: e): void;\n};\n"
    assert [*members(text)] == ["A.b", "A.c"]


def test_every_name_that_is_not_here_is_told_what_to_write(module: Callable[[str], Any]) -> None:
    client, later = module("_client").Fal(key="k"), module("_async_client").AsyncFal(key="k")
    own = {"client", "auth", "sync_client", "async_client", "version_tuple", "set_get_current_app"}
    assert_told(sys.modules["fal_endpoints"], {*dir(fal_client)} - own)
    for ours, handle, theirs in zip((client, later), HANDLES, CLIENTS, strict=True):
        assert_told(ours, {*dir(theirs)})
        assert_told(ours.handle("owner/name", "r1"), {*dir(handle)})


def assert_told(ours: object, names: set[str]) -> None:
    missing = {name for name in names if not name.startswith("_") and not hasattr(ours, name)}
    assert missing
    for name in sorted(missing):
        with pytest.raises(AttributeError, match=": here it is "):
            getattr(ours, name)
