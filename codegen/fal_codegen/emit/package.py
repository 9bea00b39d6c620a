"""The client package: one module per endpoint, the runtime beside them, one door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import DictLoader, Environment, StrictUndefined

from fal_codegen.contract import Endpoint, EndpointId
from fal_codegen.emit.models import models
from fal_codegen.emit.schema import prepare
from fal_codegen.emit.tidy import tidy, write_texts

PACKAGE = "python/fal_endpoints"
_MODELS = "python/models/"
_RUNTIME = "python/runtime/"

Templates = Mapping[str, str]
"""The texts of a templates folder, by their paths in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """An endpoint to write out, the name of its module, and its document's canonical sha256."""

    endpoint: Endpoint
    module: str
    digest: str


def path_of(module: str) -> str:
    """Give the path of an endpoint's module below `generated/`."""
    return f"{PACKAGE}/{module}.py"


def emit_modules(sources: Iterable[Source], templates: Templates) -> dict[str, str]:
    """Give the modules of endpoints, by their paths below `generated/`.

    Each depends on its own source and the templates alone, whatever comes with it.
    """
    jinja = _environment(templates)
    template = jinja.get_template("python/module.py.jinja")
    texts: dict[str, str] = {}
    with TemporaryDirectory(prefix="fal-codegen-") as folder:
        write_texts(Path(folder), _below(_MODELS, templates))
        for source in sources:
            prepared = prepare(source.endpoint)
            texts[path_of(source.module)] = template.render(
                id=source.endpoint.id,
                digest=source.digest,
                models=models(prepared, Path(folder) / _MODELS),
                names=prepared.names,
            )
    return tidy(texts)


def emit_frame(modules: Mapping[EndpointId, str], templates: Templates) -> dict[str, str]:
    """Give the rest of the package: the runtime as it is, the index of modules, ruff's settings."""
    jinja = _environment(templates)
    files = {
        path_of("_endpoints"): jinja.get_template("python/endpoints.py.jinja").render(
            modules=modules
        ),
        f"{PACKAGE}/ruff.toml": jinja.get_template("python/ruff.toml.jinja").render(),
    }
    runtime = _below(_RUNTIME, templates).items()
    return files | {f"{PACKAGE}/{path.removeprefix(_RUNTIME)}": text for path, text in runtime}


def _below(folder: str, templates: Templates) -> Templates:
    return {path: text for path, text in templates.items() if path.startswith(folder)}


def _environment(templates: Templates) -> Environment:
    return Environment(
        loader=DictLoader(dict(templates)),
        autoescape=False,  # noqa: S701 - the output is Python; text comes through fal_codegen.emit.text
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
