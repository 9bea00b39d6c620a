"""Hostile documents in TypeScript: what they say stays text, and what they ask is kept exactly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fal_codegen.contract import Document, OperationSchemas, find_schemas
from fal_codegen.emit import ModuleSpec
from fal_codegen.openapi import read_document
from fal_codegen.pipeline.generating.modules import written as render_each

from tests.emit.conftest import TEMPLATES
from tests.emit.test_attacks import PAYLOADS, SPOTS, document
from tests.fuzz.subjects import subjects
from tests.typescript.node import needs_node, node, tool
from tests.typescript.test_catalogue import Catalogue, agree
from tests.typescript.written import texts, written

pytestmark = [needs_node, pytest.mark.deep]
COUNT = 210
FORMATTED = "All matched files use Prettier code style!"
CANARY = "globalThis.canary = true"
OF_JAVASCRIPT = {
    "closes_a_comment": f"*/ {CANARY}; /*",
    "closes_a_type": f"string; }} {CANARY}; interface X {{ a:",
    "quotes": f"\\'\"; {CANARY}; \"'\\",
    "template": f"`${{{CANARY}}}`",
    "script": f"</script><script>{CANARY}</script>",
    "directive": "@ts-nocheck\n// @ts-ignore\neslint-disable\nprettier-ignore",
    "reference": '/// <reference path="/etc/passwd" />',
    "map": "//# sourceMappingURL=data:,x",
    "prototype": "__proto__",
    "constructor": "constructor",
    "inherited": "toString",
    "reserved": "await",
    "global": "Array",
    "undefined": "undefined",
    "number": "10",
    "other_number": "1e400",
    "negative_zero": "-0",
    "late_zero": "1.0",
    "carriage_return": f"a\r{CANARY}\rb",
    "pair_halves": "\ude00\ud83d",
}
IMPORTS = """
import { readdirSync } from "node:fs";
import { violations } from "./dist/index.js";

let seen = 0;
for (const file of readdirSync("dist/endpoints").filter((each) => /\\.js$/.test(each))) {
  const values = Object.values(await import(`./dist/endpoints/${file}`));
  if (file === "index.js") continue;
  const [endpoint, ...others] = values;
  if (others.length || violations(endpoint, {}).length) throw new Error(file);
  seen += 1;
}
if ("canary" in globalThis || "canary" in Object.prototype) throw new Error("canary");
console.log(seen);
"""


def attacked() -> Iterator[tuple[str, Document]]:
    """Give a document for every text in every place, each with a name of its own."""
    for spot, put in SPOTS.items():
        for name, text in (PAYLOADS | OF_JAVASCRIPT).items():
            found = document(f"{spot}_{name}")
            put(found, text)
            yield f"{spot}_{name}", found


def test_text_becomes_neither_code_nor_a_path(tmp_path: Path) -> None:
    readings = {name: read_document(found).endpoint for name, found in attacked()}
    endpoints = {name: each for name, each in readings.items() if each is not None}
    assert len(endpoints) > 0.9 * len(readings)
    files = texts(endpoints)
    assert all(path.startswith("typescript/") and ".." not in path for path in files)
    package = written(endpoints, tmp_path)
    assert int(node(IMPORTS, package)) == len(endpoints)
    clean(package)


def test_what_nobody_would_write_is_kept_exactly_or_refused_with_the_reason(tmp_path: Path) -> None:
    documents = dict(hostile())
    readings = {name: read_document(found) for name, found in documents.items()}
    found = {name: each.endpoint for name, each in readings.items()}
    specs = [ModuleSpec(each, name, "0" * 64) for name, each in found.items() if each]
    made, refused = render_each("typescript", specs, "fal_endpoints", TEMPLATES)
    assert len(made) > len(documents) / 2
    assert all("is no number that JavaScript has" in why for why in refused.values()), refused
    endpoints = {each.module: each.endpoint for each in specs if each.module not in refused}
    package = written(endpoints, tmp_path)
    lost = frozenset(name for name, each in readings.items() if each.problems)
    assert len(endpoints.keys() - lost) > len(documents) / 4
    assert agree(Catalogue(endpoints, documents, package, lost)) > 1000


def hostile() -> Iterator[tuple[str, Document]]:
    """Give documents with a request, of every kind that is tried on the Python client."""
    for subject in subjects(COUNT, seed=7):
        if isinstance(find_schemas(subject.document), OperationSchemas):
            yield f"m{subject.number}", subject.document


def clean(package: Path) -> None:
    """Raise if formatter or linter would change or mark anything; endless texts are left out."""
    for each in package.glob("src/endpoints/*long.ts"):
        each.unlink()
    assert tool("prettier", "--check", "src", cwd=package)[1].splitlines()[1:] == [FORMATTED]
    assert tool("eslint", "src/endpoints", cwd=package) == (0, "")
