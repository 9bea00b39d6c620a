"""The client package: one module per endpoint, the runtime beside them, one door."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import DictLoader, Environment, StrictUndefined

from fal_codegen.contract import Endpoint, EndpointId
from fal_codegen.emit.limits import ANNOTATION_NAMES
from fal_codegen.emit.models import models
from fal_codegen.emit.own_names import unhide
from fal_codegen.emit.schema import prepare
from fal_codegen.emit.text import string
from fal_codegen.emit.tidy import tidy, write_texts

LANGUAGE = "python"
"""The folder below `generated/` that can be installed."""
MODELS = "python/models/"
"""The folder of the templates of datamodel-code-generator."""
_RUNTIME = "python/runtime/"

Templates = Mapping[str, str]
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
    return f"{LANGUAGE}/{package}"


def path_of(package: str, module: str) -> str:
    """Give the path of an endpoint's module below `generated/`."""
    return f"{folder_of(package)}/{module}.py"


def emit_modules(
    sources: Iterable[ModuleSpec], package: str, templates: Templates
) -> dict[str, str]:
    """Give the modules of endpoints, by their paths below `generated/`.

    Each depends on its own source and the templates alone, whatever comes with it.
    """
    jinja = environment(templates)
    template = jinja.get_template("python/module.py.jinja")
    texts: dict[str, str] = {}
    with TemporaryDirectory(prefix="fal-codegen-") as folder:
        write_texts(Path(folder), below(MODELS, templates))
        for source in sources:
            prepared = prepare(source.endpoint)
            text = template.render(
                id=source.endpoint.id,
                digest=source.digest,
                models=models(prepared, Path(folder) / MODELS),
                names=prepared.names,
                annotations=ANNOTATION_NAMES,
            )
            texts[path_of(package, source.module)] = unhide(text) if prepared.hiding else text
    return tidy(texts)


def exported_names(templates: Templates) -> frozenset[str]:
    """Name what a package offers at its top: a module of such a name would hide it."""
    tree = ast.parse(templates[f"{_RUNTIME}__init__.py"])
    return frozenset(
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


def emit_frame(package: Package, templates: Templates) -> dict[str, str]:
    """Give what is the same for all endpoints: the runtime as it is, their index, and settings."""
    jinja = environment(templates)
    inside = folder_of(package.name)
    rendered = {
        f"{LANGUAGE}/pyproject.toml": "pyproject.toml",
        f"{inside}/_endpoints.py": "endpoints.py",
        f"{inside}/_endpoint_types.py": "endpoint_types.py",
        f"{inside}/ruff.toml": "ruff.toml",
    }
    units = {id_: string(unit) for id_, unit in package.units.items()}
    files = {
        path: jinja.get_template(f"python/{name}.jinja").render(package=package, units=units)
        for path, name in rendered.items()
    }
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    files |= tidy(python)  # how lines are laid out depends on the ids in them
    runtime = below(_RUNTIME, templates).items()
    return files | {f"{inside}/{path.removeprefix(_RUNTIME)}": text for path, text in runtime}


def below(folder: str, templates: Templates) -> Templates:
    """Give the templates below a folder."""
    return {path: text for path, text in templates.items() if path.startswith(folder)}


def environment(templates: Templates) -> Environment:
    """Give the environment that templates are rendered in."""
    return Environment(
        loader=DictLoader(dict(templates)),
        autoescape=False,  # noqa: S701 - the output is code; text comes through fal_codegen.emit.text
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
