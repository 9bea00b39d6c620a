"""Where generated files are, and what they are made of: all that is known before any is made."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from fal_codegen.contract import Endpoint, EndpointId, Side

PYTHON = "python"
"""The folder below `generated/` that can be installed."""
README = f"{PYTHON}/README.md"
TYPESCRIPT = "typescript"
KIT = "conformance"
"""The folder of the kit, below `generated/` and below `templates/`."""
SIDES: tuple[Side, ...] = ("input", "output")
RUNTIME = f"{PYTHON}/runtime/"
"""The folder of the templates that become part of every package as they are."""
_PUBLIC = re.compile(rf"{RUNTIME}([a-z]\w*)\.py")
"""Modules of the runtime that callers import."""
_INDEX = frozenset(("index", "endpoints"))
"""What the list of all modules is called in TypeScript: as a file, and by who imports it."""

Templates: TypeAlias = Mapping[str, str]
"""The texts of a templates folder, by their paths in it."""


@dataclass(frozen=True, slots=True)
class ModuleSpec:
    """An endpoint to write out, the name of its module, and its document's canonical sha256."""

    endpoint: Endpoint
    module: str
    digest: str


@dataclass(frozen=True, slots=True)
class Package:
    """What the package is called, which version it is, and its endpoints' modules.

    `name` is the name that users import; what they install has dashes in it. `units` says what an
    endpoint's price is for, where its page says so.
    """

    name: str
    version: str
    modules: Mapping[EndpointId, str]
    units: Mapping[EndpointId, str] = field(default_factory=dict[EndpointId, str])

    @property
    def distribution(self) -> str:
        """The name to install it by."""
        return re.sub("_+", "-", self.name).lower()


def folder_of(package: str) -> str:
    """Give the path of a package's folder below `generated/`."""
    return f"{PYTHON}/{package}"


def path_of(package: str, module: str) -> str:
    """Give the path of an endpoint's module below `generated/`."""
    return f"{folder_of(package)}/{module}.py"


def exported_names(templates: Templates) -> frozenset[str]:
    """Name what a package offers at its top: a module of such a name would hide it, or be it."""
    tree = ast.parse(templates[f"{RUNTIME}__init__.py"])
    names = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    files = {found[1] for path in templates if (found := _PUBLIC.fullmatch(path))}
    return _INDEX.union(names, files)


def kit_paths(id_: EndpointId, _module: str, _package: str) -> tuple[str, ...]:
    """Give the paths of an endpoint's files in the conformance kit."""
    return tuple(
        f"{KIT}/endpoints/{id_}/{kind}.json" for kind in ("contract", "requests", "answers")
    )


def schema_paths(id_: EndpointId, _module: str, _package: str) -> tuple[str, ...]:
    """Give the paths of an endpoint's two schemas."""
    return tuple(f"jsonschema/{id_}/{side}.json" for side in SIDES)


def script_paths(id_: EndpointId, _module: str, _package: str) -> tuple[str, ...]:
    """Give the path of an endpoint's script below `generated/`."""
    return (f"shell/{id_}/run.sh",)


def typescript_paths(_id: EndpointId, module: str, _package: str) -> tuple[str, ...]:
    """Give the path of an endpoint's TypeScript module."""
    return (f"{TYPESCRIPT}/src/endpoints/{file_name(module)}.ts",)


def file_name(module: str) -> str:
    """Give the name of a TypeScript module's file: `nano_banana_2_edit` → `nano-banana-2-edit`."""
    return module.replace("_", "-")


def _python_paths(_id: EndpointId, module: str, package: str) -> tuple[str, ...]:
    return (path_of(package, module),)


Paths: TypeAlias = Callable[[EndpointId, str, str], tuple[str, ...]]
"""Gives the files of an endpoint by its id, its module's name and the package's."""

PATHS: Mapping[str, Paths] = MappingProxyType(
    {
        PYTHON: _python_paths,
        TYPESCRIPT: typescript_paths,
        "jsonschema": schema_paths,
        KIT: kit_paths,
        "shell": script_paths,
    }
)
"""The files of an endpoint below `generated/`, in each language, by the name of its folder."""
