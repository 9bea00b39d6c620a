"""The package for npm: a module per endpoint, the runtime as it is, their index, and settings."""

from collections.abc import Iterable

from fal_codegen.contract import EndpointId
from fal_codegen.emit.layout import (
    TYPESCRIPT,
    ModuleSpec,
    Package,
    Templates,
    file_name,
    typescript_paths,
)
from fal_codegen.emit.package import environment
from fal_codegen.emit.typescript.line_breaks import constant_text
from fal_codegen.emit.typescript.names import endpoint_name
from fal_codegen.emit.typescript.table import request_table
from fal_codegen.emit.typescript.text import key
from fal_codegen.emit.typescript.types import Declaration, declarations

_COPIED = {
    f"{TYPESCRIPT}/runtime/": f"{TYPESCRIPT}/src/",
    f"{TYPESCRIPT}/package/": f"{TYPESCRIPT}/",
}
"""Folders of templates that become part of the package as they are."""
_RENDERED = ("README.md", "package.json", "src/endpoints/index.ts")
_OF_RUNTIME = ("Endpoint", "OtherNumber", "OtherString")
"""What a module imports of the runtime's types, if it uses it."""
_LOADER_WIDTH = 78


def emit_typescript(
    sources: Iterable[ModuleSpec], package: str, templates: Templates
) -> dict[str, str]:
    """Give the modules of endpoints, by their paths below `generated/`."""
    template = environment(templates).get_template(f"{TYPESCRIPT}/module.ts.jinja")
    texts: dict[str, str] = {}
    for source in sources:
        (path,) = typescript_paths(source.endpoint.id, source.module, package)
        declared = declarations(source.endpoint)
        texts[path] = template.render(
            id=source.endpoint.id,
            digest=source.digest,
            declarations=declared,
            imports=_imports(declared),
            constant=constant_text(
                endpoint_name(source.module), ("Input", "Output"), request_table(source.endpoint)
            ),
        )
    return texts


def typescript_frame(package: Package, templates: Templates) -> dict[str, str]:
    """Give what is the same for all endpoints."""
    jinja = environment(templates)
    lines = [_loader(id_, file_name(module)) for id_, module in package.modules.items()]
    first = next(iter(package.modules.values()), "")
    rendered = {
        f"{TYPESCRIPT}/{path}": jinja.get_template(f"{TYPESCRIPT}/{path}.jinja").render(
            package=package, lines=lines, name=first and endpoint_name(first), file=file_name(first)
        )
        for path in _RENDERED
    }
    copied = {
        path.replace(source, target, 1): text
        for source, target in _COPIED.items()
        for path, text in templates.items()
        if path.startswith(source)
    }
    return rendered | copied


def _loader(id_: EndpointId, file: str) -> str:
    """Spell an entry of the index, in two lines where one does not hold it."""
    head, load = f"{key(id_)}: () =>", f'import("./{file}.js"),'
    return f"{head} {load}" if len(head) + len(load) < _LOADER_WIDTH else f"{head}\n    {load}"


def _imports(declared: Iterable[Declaration]) -> str:
    texts = [text for each in declared for text in (each.head, *(p.text for p in each.properties))]
    used = [each for each in _OF_RUNTIME if each == "Endpoint" or any(each in t for t in texts)]
    return f'import type {{ {", ".join(used)} }} from "../types.js";'
