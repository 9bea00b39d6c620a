"""The client package: one module per endpoint, the runtime beside them, one door."""

from collections.abc import Iterable

from jinja2 import DictLoader, Environment, StrictUndefined

from fal_codegen.emit.layout import (
    PYTHON,
    RUNTIME,
    ModuleSpec,
    Package,
    Templates,
    folder_of,
    path_of,
)
from fal_codegen.emit.limits import ANNOTATION_NAMES
from fal_codegen.emit.models import models
from fal_codegen.emit.own_names import unhide
from fal_codegen.emit.schema import prepare
from fal_codegen.emit.text import string
from fal_codegen.emit.tidy import tidy, write_texts
from fal_codegen.scratch import scratch

MODELS = f"{PYTHON}/models/"
"""The folder of the templates of datamodel-code-generator."""


def emit_modules(
    sources: Iterable[ModuleSpec], package: str, templates: Templates
) -> dict[str, str]:
    """Give the modules of endpoints, by their paths below `generated/`.

    Each depends on its own source and the templates alone, whatever comes with it.
    """
    jinja = environment(templates)
    template = jinja.get_template(f"{PYTHON}/module.py.jinja")
    texts: dict[str, str] = {}
    with scratch() as folder:
        write_texts(folder, below(MODELS, templates))
        for source in sources:
            prepared = prepare(source.endpoint)
            text = template.render(
                id=source.endpoint.id,
                digest=source.digest,
                models=models(prepared, folder / MODELS),
                names=prepared.names,
                annotations=ANNOTATION_NAMES,
            )
            texts[path_of(package, source.module)] = unhide(text) if prepared.hiding else text
    return tidy(texts)


def emit_frame(package: Package, templates: Templates) -> dict[str, str]:
    """Give what is the same for all endpoints: the runtime as it is, their index, and settings."""
    jinja = environment(templates)
    inside = folder_of(package.name)
    rendered = {
        f"{PYTHON}/pyproject.toml": "pyproject.toml",
        f"{inside}/_endpoints.py": "endpoints.py",
        f"{inside}/_endpoint_types.py": "endpoint_types.py",
        f"{inside}/ruff.toml": "ruff.toml",
    }
    units = {id_: string(unit) for id_, unit in package.units.items()}
    files = {
        path: jinja.get_template(f"{PYTHON}/{name}.jinja").render(package=package, units=units)
        for path, name in rendered.items()
    }
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    files |= tidy(python)  # how lines are laid out depends on the ids in them
    runtime = below(RUNTIME, templates).items()
    return files | {f"{inside}/{path.removeprefix(RUNTIME)}": text for path, text in runtime}


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
