"""The client package: one module per endpoint, the runtime beside them, one door."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from codegen.contract import Endpoint
from codegen.emit.models import models
from codegen.emit.names import module_names
from codegen.emit.schema import prepare
from codegen.emit.tidy import tidy

PACKAGE = "python/fal_endpoints"


@dataclass(frozen=True, slots=True)
class Source:
    """An endpoint to write out, and the canonical sha256 of the document it was read from."""

    endpoint: Endpoint
    digest: str


def emit(sources: Iterable[Source], templates: Path) -> dict[str, str]:
    """Give every file of the package, by its path below `generated/`.

    The same sources and templates give the same bytes, whatever the order they come in.
    """
    sources = sorted(sources, key=lambda source: source.endpoint.id)
    folder = templates / "python"
    jinja = Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # noqa: S701 - the output is Python; text comes through codegen.emit.text
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    modules = module_names(source.endpoint.id for source in sources)
    files = {
        "_endpoints.py": jinja.get_template("endpoints.py.jinja").render(modules=modules.items())
    }
    for source in sources:
        prepared = prepare(source.endpoint)
        files[f"{modules[source.endpoint.id]}.py"] = jinja.get_template("module.py.jinja").render(
            id=source.endpoint.id,
            digest=source.digest,
            models=models(prepared, folder / "models"),
            names=sorted(prepared.definitions),
        )
    runtime = {path.name: path.read_text(encoding="utf-8") for path in _runtime(folder)}
    return {f"{PACKAGE}/{name}": text for name, text in sorted((tidy(files) | runtime).items())}


def _runtime(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "runtime").iterdir() if path.is_file())
