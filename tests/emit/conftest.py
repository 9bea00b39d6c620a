"""Generated packages, built in a temporary folder and imported as a user would."""

import importlib
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from fal_codegen.contract import Document, Endpoint
from fal_codegen.emit import (
    ModuleSpec,
    Package,
    emit_frame,
    emit_modules,
    exported_names,
    module_names,
)
from fal_codegen.openapi import read_document
from fal_codegen.project import files_below

ROOT = Path(__file__).parents[2]
TEMPLATES = {
    path: file.read_text("utf-8") for path, file in files_below(ROOT / "templates").items()
}


def endpoint_of(document: Document) -> Endpoint:
    reading = read_document(document)
    assert reading.endpoint is not None, reading.problems
    return reading.endpoint


def texts(documents: Iterable[Document]) -> dict[str, str]:
    endpoints = [endpoint_of(document) for document in documents]
    modules = module_names(
        (endpoint.id for endpoint in endpoints), reserved=exported_names(TEMPLATES)
    )
    sources = [ModuleSpec(each, modules[each.id], "0" * 64) for each in endpoints]
    package = Package("fal_endpoints", "0.1.0", modules)
    return emit_modules(sources, package.name, TEMPLATES) | emit_frame(package, TEMPLATES)


@contextmanager
def imported(files: dict[str, str], root: Path) -> Generator[ModuleType, None, None]:
    """Write a package below a folder and import it; forget it afterwards."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    before = _forget()
    sys.path.insert(0, str(root / "python"))
    try:
        yield importlib.import_module("fal_endpoints")
    finally:
        sys.path.remove(str(root / "python"))
        _forget()
        sys.modules.update(before)


def _forget() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.split(".")[0] == "fal_endpoints"]
    return {name: sys.modules.pop(name) for name in names}


Module = Callable[[str], ModuleType]


@pytest.fixture(scope="module")
def module() -> Iterator[Module]:
    """The committed package: gives the module of an endpoint by its name."""
    before = _forget()
    sys.path.insert(0, str(ROOT / "generated/python"))
    yield lambda name: importlib.import_module(f"fal_endpoints.{name}")
    sys.path.remove(str(ROOT / "generated/python"))
    _forget()
    sys.modules.update(before)
