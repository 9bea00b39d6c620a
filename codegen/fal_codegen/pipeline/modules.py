"""The work for a few modules; runs wherever the executor is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fal_codegen.contract import EndpointId, digest, parse
from fal_codegen.emit import Example, ModuleSpec, Templates, emit_modules, example_of
from fal_codegen.openapi import read_document


@dataclass(frozen=True, slots=True)
class ModuleTask:
    """An endpoint whose module is to be made: its name, and the text of the document."""

    id: EndpointId
    module: str
    document: bytes


def render_modules(
    tasks: Sequence[ModuleTask], package: str, templates: Templates
) -> tuple[dict[str, str], dict[str, str]]:
    """Make modules: texts by path, and refusals by the name of the module."""
    specs: list[ModuleSpec] = []
    refused: dict[str, str] = {}
    for task in tasks:
        spec = _spec(task)
        if isinstance(spec, ModuleSpec):
            specs.append(spec)
        else:
            refused[task.module] = f"{task.id}: {spec}"
    return emit_modules(specs, package, templates), refused


def first_example(tasks: Iterable[ModuleTask]) -> Example | None:
    """Give a request to the first endpoint that a body is known for, if there is one."""
    specs = (_spec(task) for task in tasks)
    examples = (
        example_of(each.endpoint, each.module) for each in specs if isinstance(each, ModuleSpec)
    )
    return next(filter(None, examples), None)


def _spec(task: ModuleTask) -> ModuleSpec | str:
    try:
        document = parse(task.document)
    except ValueError as error:
        return str(error)
    reading = read_document(document)
    if reading.endpoint is None:
        return reading.refusal
    return ModuleSpec(reading.endpoint, task.module, digest(document))
