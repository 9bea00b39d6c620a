"""Read an endpoint's OpenAPI document into our words."""

from dataclasses import dataclass

from fal_codegen.contract import (
    Anything,
    Endpoint,
    Json,
    Object,
    Problem,
    Shape,
    find_schemas,
    resolve_pointer,
)
from fal_codegen.judge import Judge
from fal_codegen.openapi.schemas import SchemaReader


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a document, and what was not; no endpoint when it is unusable."""

    endpoint: Endpoint | None
    problems: tuple[Problem, ...] = ()

    @property
    def refusal(self) -> str:
        """The place and reason of the worst problem: what leaves nothing, else the first hole."""
        worst = min(self.problems, key=lambda problem: not problem.fatal)
        return f"{worst.pointer}: {worst.message}"


def read_document(document: Json) -> Reading:
    """Read a document as the service gave it.

    It calls itself OpenAPI 3.0.4 but holds JSON Schema 2020-12: every document checked fails as 3.0
    and passes as 3.1, so that is how it is read.
    """
    places = find_schemas(document)
    if isinstance(places, Problem):
        return Reading(None, (places,))
    assert isinstance(document, dict)
    try:
        reader = SchemaReader(document, Judge(document).admits)
    except ValueError as error:
        pointer, _, message = str(error).partition(": ")
        return Reading(None, (Problem(pointer, message),))
    given = reader.request(places.input_pointer, "input")
    output: Shape = Anything()
    if places.output_pointer is not None:
        output = reader.answer(places.output_pointer, "output")
    given, output = reader.finish(given, output)
    problems = list(reader.notes.problems)
    if not isinstance(given, Object):
        message = "no object fits all that is said of the request"
        problems.append(Problem(places.input_pointer, message))
    if output == Anything():
        pointer = places.output_pointer or "/paths"
        problems.append(Problem(pointer, "the output schema is empty", fatal=False))
    if not isinstance(given, Object) or any(problem.fatal for problem in problems):
        return Reading(None, tuple(problems))
    metadata = "/info/x-fal-metadata"
    endpoint = Endpoint(
        places.id,
        given,
        output,
        tuple(reader.parts),
        str(resolve_pointer(document, f"{metadata}/category") or ""),
        str(resolve_pointer(document, f"{metadata}/about") or ""),
        tuple(reader.notes.claims),
    )
    return Reading(endpoint, tuple(problems))
