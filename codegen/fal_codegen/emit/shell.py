"""A shell script per endpoint: one call by curl, and the limits as comments."""

import json
import shlex
from collections.abc import Iterable

from fal_codegen.cases import NoSample, Samples
from fal_codegen.emit.docs import field_doc
from fal_codegen.emit.layout import ModuleSpec, Templates, script_paths
from fal_codegen.emit.package import environment
from fal_codegen.emit.text import line


def emit_scripts(
    sources: Iterable[ModuleSpec], package: str, templates: Templates
) -> dict[str, str]:
    """Give the scripts of endpoints, by their paths below `generated/`."""
    template = environment(templates).get_template("shell/run.sh.jinja")
    scripts: dict[str, str] = {}
    for source in sources:
        endpoint = source.endpoint
        fields = [
            (
                line(each.name),
                each.required,
                line(field_doc(each, endpoint.claims_at(f"input/{each.name}"))),
            )
            for each in endpoint.input.fields
        ]
        (path,) = script_paths(endpoint.id, source.module, package)
        scripts[path] = template.render(id=endpoint.id, fields=fields, body=_body(source))
    return scripts


def _body(source: ModuleSpec) -> str:
    """Give a small body as a word of the shell; an empty object where none is known."""
    try:
        body = Samples(source.endpoint).object(source.endpoint.input)
    except NoSample:
        body = {}
    return shlex.quote(json.dumps(body))
