"""Hostile documents through the front door: `init`, `fetch` from a folder, `generate`."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.cli import main

from tests.emit.test_attacks import document, inert, inputs

Said = pytest.CaptureFixture[str]
Change = Callable[[dict[str, Any]], object]
ID = "fal-ai/attacked"
MODULE = "generated/python/fal_endpoints/attacked.py"
LARGE = "x" * (7 * 2**20)
MAIN = "import sys; from fal_codegen.cli import main; sys.exit(main(sys.argv[1:]))"
MEMORY, SECONDS = 2 * 2**30, 60


def attacked(change: Change) -> str:
    found = document("attacked")
    change(found)
    return json.dumps(found)


def field(**words: Any) -> str:  # noqa: ANN401 - anything a document may hold
    """A document that says this of a field."""
    return attacked(lambda found: inputs(found)["field"].update(words))


def added(**fields: Any) -> str:  # noqa: ANN401 - as above
    """A document with these fields more."""
    return attacked(lambda found: inputs(found).update(fields))


def parts(found: dict[str, Any]) -> dict[str, Any]:
    schemas: dict[str, Any] = found["components"]["schemas"]
    return schemas


def refer(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def doubling(found: dict[str, Any]) -> None:
    """Twenty-five parts, each holding the next twice: written out, 33 million."""
    for level in range(25):
        inner = refer(f"L{level + 1}")
        parts(found)[f"L{level}"] = {"anyOf": [inner, {"type": "array", "items": inner}]}
    parts(found)["L25"] = {"type": "string"}
    inputs(found)["doubled"] = refer("L0")


def nested(levels: int) -> str:
    deep = '{"type":"array","items":' * levels + "{}" + "}" * levels
    return document_text().replace('"field": {', f'"deep": {deep}, "field": {{', 1)


def document_text() -> str:
    return json.dumps(document("attacked"))


def project(folder: Path, text: str) -> Path:
    documents = folder / "documents/fal-ai"
    documents.mkdir(parents=True)
    (documents / "attacked.json").write_text(text, "utf-8")
    assert main(["init", str(folder / "project"), ID]) == 0
    return folder / "project"


REFUSED = {
    "no JSON": ("{", "no JSON"),
    "no document": ("[]", "not an object"),
    "ten thousand levels": (nested(10_000), "nested deeper than 200 levels"),
    "a hundred levels": (nested(70), "schemas nest deeper than 64 levels"),
    "a number without end": (document_text().replace('"F"', "9" * 5000), "4300 digits"),
    "half a surrogate pair": (field(default="a\ud800b"), "field/default: half a surrogate pair"),
    "half a pair in a name": (added(**{"a\ud800": {}}), "half a surrogate pair"),
    "an id that climbs": (document_text().replace(ID, "../../etc"), "is not an endpoint id"),
    "an absolute id": (document_text().replace(ID, "/etc/x"), "is not an endpoint id"),
    "another's id": (document_text().replace(ID, "fal-ai/other"), "describes fal-ai/other"),
    "a remote reference": (added(x={"$ref": "http://127.0.0.1:9/a"}), "x/$ref: http://127.0.0.1:9"),
    "a file's reference": (added(x={"$ref": "file:///etc/passwd"}), "x/$ref: file:///etc/passwd"),
    "a pattern that is none": (field(pattern="("), 'field/pattern: "(" is not a "regex"'),
    "a schema that is none": (added(x={"type": 12}), "/properties/x/type: 12 is not"),
    "a pattern of a megabyte": (field(pattern="a" * 2**20), "more than 10000 characters"),
    "a pattern that grows": (field(pattern="((a{99}){99}){99}"), 'is not a "regex"'),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_a_document_that_is_none_is_refused_in_one_line_and_leaves_nothing(
    attack: str, tmp_path: Path, capsys: Said
) -> None:
    text, reason = REFUSED[attack]
    root = project(tmp_path, text)
    before = sorted(tmp_path.rglob("*.json"))
    capsys.readouterr()
    assert main(["--project", str(root), "fetch", "--source", str(tmp_path / "documents")]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {ID}: ")
    assert reason in error
    assert error.count("\n") == 1
    assert len(error) < 1000
    assert sorted(tmp_path.rglob("*.json")) == before


HARMLESS = {
    "a pattern that backtracks": field(
        pattern="^(a+)+$", default="a" * 5000 + "!", examples=["a" * 5000 + "!"]
    ),
    "a pattern that looks ahead and backtracks": field(
        pattern="^(?=(a+)+$)a", default="a" * 5000 + "!", examples=["a" * 5000 + "!"]
    ),
    "parts that double": attacked(doubling),
    "a list of a million fixed items": added(
        x={"prefixItems": [{}], "minItems": 10**6, "maxItems": 10**6}
    ),
    "a text of a billion characters": added(x={"type": "string", "minLength": 10**9}),
    "a list of lists of itself": attacked(
        lambda found: (
            parts(found).update(L={"type": "array", "items": refer("L")}),
            inputs(found).update(x=refer("L")),
        )
    ),
    "a default in braces": field(default="{{ 7 * 7 }}", description="{{ 7 * 7 }}{% x %}"),
    "a default that imports": field(default="__import__('os').abort()"),
    "null bytes and marks that reorder": field(default="a\x00\u202eb", description="a\x00\u202eb"),
    "quotes and escapes": field(default='"""\\"', description='\\"""\n"""', examples=["'''"]),
    "a name that climbs": added(**{"../../x": {"type": "string"}}),
    "numbers at the edge": added(
        x={"type": "number", "multipleOf": 5e-324, "maximum": 1.7e308, "minimum": -(10**300)}
    ),
    "a key twice": document_text().replace('"default": "F"', '"default": "F", "default": "G"'),
}


@pytest.mark.deep
@pytest.mark.parametrize("attack", HARMLESS)
def test_a_hostile_document_becomes_harmless_code_inside_the_project(
    attack: str, tmp_path: Path, capsys: Said
) -> None:
    root = project(tmp_path, HARMLESS[attack])
    outside = [path for path in tmp_path.rglob("*") if root not in (path, *path.parents)]
    run = ["--project", str(root)]
    assert main([*run, "fetch", "--lenient", "--source", str(tmp_path / "documents")]) == 0
    assert main([*run, "generate"]) == 0, capsys.readouterr().err
    inert((root / MODULE).read_text("utf-8"))
    command = [sys.executable, "-c", "from fal_endpoints import attacked; attacked.Input()"]
    subprocess.run(command, cwd=root / "generated/python", check=True, timeout=SECONDS)
    assert outside == [path for path in tmp_path.rglob("*") if root not in (path, *path.parents)]


HUGE = {
    "larger than is read": (field(description="x" * 10 * 2**20), 2),
    "a description": (field(description=LARGE), 0),
    "a description of limits": (field(description="max 3 characters. " * 400_000), 0),
    "a default": (field(default=LARGE), 0),
    "an enum's value": (attacked(lambda found: inputs(found)["choice"].update(enum=[LARGE])), 0),
    "a field's name": (added(**{LARGE: {"type": "string"}}), 0),
    "a pattern": (field(pattern=LARGE), 2),
    "an enum of a hundred thousand": (added(x={"enum": [f"v{n}" for n in range(10**5)]}), 0),
    "three thousand fields": (added(**{f"f{n}": {"type": "string"} for n in range(3000)}), 0),
}


def within_bounds() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.deep
@pytest.mark.parametrize("attack", HUGE)
def test_a_huge_document_costs_neither_the_machine_nor_the_day(attack: str, tmp_path: Path) -> None:
    text, code = HUGE[attack]
    root = project(tmp_path, text)
    fetch = ["fetch", "--lenient", "--source", str(tmp_path / "documents")]
    for verb in (fetch, ["generate"])[: 2 if code == 0 else 1]:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, "--project", str(root), *verb],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            preexec_fn=within_bounds,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == code, done.stderr[-500:]
        assert "Traceback" not in done.stderr
        assert len(done.stderr) < 1000
