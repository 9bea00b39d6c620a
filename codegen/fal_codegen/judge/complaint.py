"""What is said of a document that cannot be judged by: the place, and what is wrong there."""

from collections.abc import Iterator

from jsonschema_rs import ReferencingError, ValidationError

from fal_codegen.contract import Document, Json, escape, joined_pointer, shortened

_LONGEST_MESSAGE = 200
_READ = "documents are read as JSON Schema 2020-12, where"
_DO = "report it to fal, or fetch a corrected copy from a folder"
_BOUND = f"{_READ} it is the bound itself: {_DO}"
_OLDER = {
    "exclusiveMinimum": f"is OpenAPI 3.0's word about its `minimum`; {_BOUND}",
    "exclusiveMaximum": f"is OpenAPI 3.0's word about its `maximum`; {_BOUND}",
    "required": f"is an older dialect's; {_READ} an object lists its fields' names: {_DO}",
}
"""What is said of a boolean where other dialects have one."""


def complaint(document: Document, pointer: str | None, error: ValidationError) -> str:
    """Say where in the document a schema cannot be used, and why; references by what they are."""
    if error.instance_path:
        here = joined_pointer(error.instance_path)
        word, argument = error.instance_path[-1], error.instance
        if word in _OLDER and isinstance(argument, bool):
            return f"{here}: {str(argument).lower()} {_OLDER[str(word)]}"
        if word == "type" and isinstance(argument, str):
            return f"{here}: {_short(repr(argument))} is not a type"
        return f"{here}: {_short(error.message)}"
    for here, ref in _references(document):
        if not ref.startswith("#") and ref in error.message:
            return f"{here}: {_short(ref)} is outside the document"
    return lost(document, pointer, error)


def lost(document: Document, pointer: str | None, error: ReferencingError | ValidationError) -> str:
    """Say which reference leads nowhere."""
    for here, ref in _references(document):
        if ref.startswith("#") and not ref.startswith("#/") and f"'{ref[1:]}'" in error.message:
            follows = "only pointers such as '#/components/schemas/Image' are followed"
            return f"{here}: {_short(ref)} is the name of an anchor; {follows}"
    return f"{pointer}: {_short(error.message)}"


def nodes(document: Json) -> Iterator[tuple[str, Json]]:
    """Walk everything in a document with its pointer; with a stack of its own."""
    waiting: list[tuple[str, Json]] = [("", document)]
    while waiting:
        pointer, here = waiting.pop()
        yield pointer, here
        if isinstance(here, dict):
            waiting.extend((f"{pointer}/{escape(name)}", item) for name, item in here.items())
        elif isinstance(here, list):
            waiting.extend((f"{pointer}/{index}", item) for index, item in enumerate(here))


def _references(document: Document) -> Iterator[tuple[str, str]]:
    for here, ref in nodes(document):
        if here.endswith(("/$ref", "/$dynamicRef")) and isinstance(ref, str):
            yield here, ref


def _short(message: str) -> str:
    return shortened(message, _LONGEST_MESSAGE)
