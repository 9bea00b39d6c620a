"""Which generator this is: a hash of everything of ours that shapes the output.

What that is follows from the imports of the module that makes modules, read from its source: a room
or a library that comes to be used counts from then on, and nobody has to list it.
"""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import resolve_name
from pathlib import Path
from typing import TypeAlias

import fal_codegen

_ROOT = Path(fal_codegen.__file__).parent
_MAKER = f"{fal_codegen.__name__}.pipeline.generating.modules"
"""The module that turns documents into texts: it imports the reader and emit."""


def generator_digest(templates: Mapping[str, str]) -> str:
    """Give the sha256 of the code, templates and tools that turn a document into files."""
    code, tools = shaping(_MAKER, _ROOT)
    parts = {path.relative_to(_ROOT).as_posix(): path.read_bytes() for path in code.values()}
    parts |= {f"templates/{path}": text.encode() for path, text in templates.items()}
    parts |= {tool: _version(tool).encode() for tool in tools}
    hashed = sha256()
    for name, content in sorted(parts.items()):
        hashed.update(name.encode() + b"\0" + content + b"\0")
    return hashed.hexdigest()


def shaping(maker: str, root: Path) -> tuple[dict[str, Path], set[str]]:
    """Give the files of the modules that a module is made of, itself too, and its libraries.

    `root` is the folder of its top-level package, which is followed all the way down: a name that a
    front module only passes on leads to where it is defined, and the front does not count. Imports
    count wherever they stand. Of other packages only the names are given, without those of the
    standard library.
    """
    found: dict[str, Path] = {}
    tools: set[str] = set()
    waiting: list[_Import] = [(maker, "")]
    while waiting:
        module, name = waiting.pop()
        if module.partition(".")[0] != root.name:
            tools.add(module.partition(".")[0])
            continue
        if name and _file(f"{module}.{name}", root):
            module, name = f"{module}.{name}", ""
        file = _file(module, root)
        if file is None or module in found:
            continue
        package = module if file.name == "__init__.py" else module.rpartition(".")[0]
        imports = _imports(package, file.read_bytes())
        passed_on = [origin for alias, origin in imports if alias == name]
        if file.name == "__init__.py" and passed_on:
            waiting += passed_on
        else:
            found[module] = file
            waiting += (origin for _, origin in imports)
    return found, tools - sys.stdlib_module_names


_Import: TypeAlias = tuple[str, str]
"""A module and a name in it; no name where the module itself is imported."""


@cache
def _file(module: str, root: Path) -> Path | None:
    path = root.parent.joinpath(*module.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if file.is_file()), None)


@cache
def _imports(package: str, source: bytes) -> Sequence[tuple[str, _Import]]:
    """Give what a module of a package imports, each with the name it has there."""
    found: list[tuple[str, _Import]] = []
    for node in _statements(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += ((alias.asname or alias.name, (alias.name, "")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), package)
            found += ((alias.asname or alias.name, (origin, alias.name)) for alias in node.names)
    return found


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Give all statements below; expressions, which are most of a module, hold none."""
    for below in ast.iter_child_nodes(node):
        if isinstance(below, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield below
            yield from _statements(below)


def _version(module: str) -> str:
    """Give the version of the distribution that a module belongs to."""
    try:
        return version(module)
    except PackageNotFoundError:
        return ",".join(map(version, sorted(packages_distributions().get(module, ()))))
