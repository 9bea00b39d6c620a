"""The work for a few modules; runs wherever the executor is."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from jinja2 import TemplateError

from fal_codegen.cases import NoSample, valid_body
from fal_codegen.contract import EndpointId, digest, parse, request_accepts
from fal_codegen.emit import LANGUAGES, Example, ModuleSpec, Templates, example_of
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.pipeline.generating.module_faults import place_of_fault


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
    documents = {task.module: task.document for task in tasks}
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
        rendered, broken = written(language, those, package, templates)
        texts |= rendered
        for spec in those:
            if why := broken.get(spec.module):
                where = place_of_fault(parse(documents[spec.module]), writable(language, templates))
                refused[spec.module] = f"{spec.endpoint.id}: {where}: {why}"
    for module in refused:
        holes.pop(module, None)
    return texts, refused, holes


def written(
    language: str, specs: Sequence[ModuleSpec], package: str, templates: Templates
) -> tuple[dict[str, str], dict[str, str]]:
    """Write endpoints out; give texts by path, and by module why it cannot be written."""
    try:
        return LANGUAGES[language].render(specs, package, templates), {}
    except TemplateError:
        raise
    except Exception as error:  # noqa: BLE001 - one endpoint spoils no other
        if len(specs) == 1:
            why = f"cannot be written as {language}: {type(error).__name__}: {_line(error)}"
            return {}, {specs[0].module: why}
    half = len(specs) // 2
    one, other = (
        written(language, some, package, templates) for some in (specs[:half], specs[half:])
    )
    return one[0] | other[0], one[1] | other[1]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def writable(
    language: str, templates: Templates
) -> Callable[[Sequence[ModuleSpec]], Collection[str]]:
    """Tell of modules which can be written."""

    def those(specs: Sequence[ModuleSpec]) -> Collection[str]:
        broken = written(language, specs, "trials", templates)[1]
        return {spec.module for spec in specs} - broken.keys()

    return those


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
