"""The work for a few modules; runs wherever the executor is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fal_codegen.cases import NoSample, valid_body
from fal_codegen.contract import EndpointId, digest, parse, request_accepts
from fal_codegen.emit import LANGUAGES, Example, ModuleSpec, Templates, example_of
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document


@dataclass(frozen=True, slots=True)
class ModuleTask:
    """An endpoint to write out: its module's name, its document's text, and in which languages."""

    id: EndpointId
    module: str
    document: bytes
    languages: tuple[str, ...] = ("python",)


def render_modules(
    tasks: Sequence[ModuleTask], package: str, templates: Templates
) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Write endpoints out: texts by path, and refusals and holes by the name of the module."""
    specs: defaultdict[str, list[ModuleSpec]] = defaultdict(list)
    refused: dict[str, str] = {}
    holes: dict[str, int] = {}
    for task in tasks:
        made = _spec(task)
        if isinstance(made, str):
            refused[task.module] = f"{task.id}: {made}"
        else:
            spec, holes[task.module] = made
            for language in task.languages:
                specs[language].append(spec)
    texts: dict[str, str] = {}
    for language, those in specs.items():
        texts |= LANGUAGES[language].render(those, package, templates)
    return texts, refused, holes


def first_example(tasks: Iterable[ModuleTask]) -> Example | None:
    """Give a request to the first endpoint that a body is known for, if there is one."""
    return next(filter(None, map(_example, tasks)), None)


def _example(task: ModuleTask) -> Example | None:
    """Give a request that the document allows and its module takes; None where none is known."""
    made = _spec(task)
    if isinstance(made, str):
        return None
    endpoint = made[0].endpoint
    document = parse(task.document)
    assert isinstance(document, dict)
    try:
        body = valid_body(endpoint, Judge(document))
    except NoSample:
        return None
    return example_of(task.module, body) if request_accepts(endpoint, body) else None


def _spec(task: ModuleTask) -> tuple[ModuleSpec, int] | str:
    """Read a task's document, and count its holes; or give the reason why it cannot be read."""
    try:
        document = parse(task.document)
    except ValueError as error:
        return str(error)
    reading = read_document(document)
    if reading.endpoint is None:
        return reading.refusal
    spec = ModuleSpec(reading.endpoint, task.module, digest(document))
    return spec, len(reading.problems)
