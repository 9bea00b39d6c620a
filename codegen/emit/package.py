"""The client package: one module per endpoint, the runtime beside them, one door."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from codegen.contract import Endpoint, Json, digest
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


@dataclass(frozen=True, slots=True)
class File:
    """A file of the package, and the sha256 of what it was made of beside the generator."""

    text: str
    inputs: str


def emit(sources: Iterable[Source], templates: Path) -> dict[str, File]:
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
    names: Json = {str(id_): name for id_, name in modules.items()}
    texts = {"_endpoints.py": jinja.get_template("endpoints.py.jinja").render(modules=names)}
    inputs = {"_endpoints.py": digest(names)}
    for source in sources:
        file = f"{modules[source.endpoint.id]}.py"
        prepared = prepare(source.endpoint)
        inputs[file] = source.digest
        texts[file] = jinja.get_template("module.py.jinja").render(
            id=source.endpoint.id,
            digest=source.digest,
            models=models(prepared, folder / "models"),
            names=sorted(prepared.definitions),
        )
    files = {name: File(text, inputs[name]) for name, text in tidy(texts).items()}
    for path in sorted((folder / "runtime").glob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            files[path.name] = File(text, digest(text))
    return {f"{PACKAGE}/{name}": file for name, file in sorted(files.items())}
