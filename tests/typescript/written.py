"""Packages of any documents, written out in TypeScript, and what their checks say of bodies."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from fal_codegen.contract import Endpoint, Json
from fal_codegen.emit import LANGUAGES, ModuleSpec, Package
from fal_codegen.emit.layout import file_name

from tests.emit.conftest import TEMPLATES
from tests.typescript.node import build, node, write

ASKS = """
import { readFileSync } from "node:fs";
import { violations } from "./dist/index.js";

const asked = JSON.parse(readFileSync("asked.json", "utf8"));
const taken = [];
for (const [file, bodies] of Object.entries(asked)) {
  const values = Object.values(await import(`./dist/endpoints/${file}.js`));
  if (values.length !== 1) throw new Error(`${file} exports ${values.length} values`);
  for (const text of bodies) {
    taken.push(violations(values[0], JSON.parse(text)).length === 0);
  }
}
console.log(JSON.stringify(taken));
"""


def texts(endpoints: Mapping[str, Endpoint]) -> dict[str, str]:
    """Write endpoints out, by the names of their modules."""
    language = LANGUAGES["typescript"]
    specs = [ModuleSpec(endpoint, name, "0" * 64) for name, endpoint in endpoints.items()]
    modules = {endpoint.id: name for name, endpoint in endpoints.items()}
    frame = language.frame(Package("fal_endpoints", "0.1.0", modules), TEMPLATES)
    return frame | language.render(specs, "fal_endpoints", TEMPLATES)


def written(endpoints: Mapping[str, Endpoint], folder: Path) -> Path:
    """Write endpoints out and compile them; gives the package's folder."""
    package = write(folder, texts(endpoints))
    assert build(package) == ""
    return package


def taken(package: Path, bodies: Mapping[str, Iterable[str]]) -> list[bool]:
    """Ask of texts of JSON, by modules, which the client would send; every module is imported."""
    asked = {file_name(name): [*each] for name, each in bodies.items()}
    (package / "asked.json").write_text(json.dumps(asked), "utf-8")
    said = json.loads(node(ASKS, package))
    assert len(said) == sum(map(len, asked.values()))
    return [bool(each) for each in said]


def as_javascript_reads(value: Json) -> Json:
    """Give what is left of a value that JavaScript reads and writes: it has numbers of 53 bits.

    Numbers beyond all that it has become infinite.
    """
    match value:
        case bool():
            return value
        case int() | float():
            try:
                number = float(value)
            except OverflowError:
                return float("inf") if value > 0 else float("-inf")
            return int(Decimal(repr(number))) if number.is_integer() else number
        case list():
            return [as_javascript_reads(each) for each in value]
        case dict():
            return {name: as_javascript_reads(each) for name, each in value.items()}
        case _:
            return value
