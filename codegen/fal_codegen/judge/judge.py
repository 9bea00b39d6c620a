"""The judge: a document's own schemas, asked about bodies."""

from collections.abc import Iterator
from typing import NoReturn

from jsonschema_rs import (
    Draft202012,
    Draft202012Validator,
    ReferencingError,
    Registry,
    ValidationError,
)

from fal_codegen.contract import (
    Document,
    Json,
    is_text,
    pointer_of,
    reference_to,
    required_schemas,
    with_direct_references,
)
from fal_codegen.judge.compiling import compiled, with_own_keywords
from fal_codegen.judge.complaint import complaint, lost, nodes
from fal_codegen.judge.violation import Violation, explain, is_representable, unrepresentable
from fal_codegen.judge.weight import refuse_heavy

_BASE = "urn:document"
_LONGEST_PATTERN = 10_000  # characters; an engine needs hundreds of bytes for each


class Judge:
    """Tells what a document's two schemas refuse.

    The document is read as JSON Schema 2020-12, which it is whatever its `openapi` says (every one
    checked fails as OpenAPI 3.0). Formats are not asserted and nothing is ever fetched. `places`
    tells where the document keeps its schemas; `document` is as it is judged by. A reference to a
    component that is not there admits anything.

    Raises `ValueError` for a document without the expected paths, with a reference out of the
    document, with an invalid schema, or with text that is none; it begins with the place.
    """

    def __init__(self, document: Document) -> None:
        _refuse_unfit(document)
        self.document = with_direct_references(document)
        refuse_heavy(self.document, _referred(self.document))
        self.places = places = required_schemas(self.document)
        self._compiled = with_own_keywords(self.document)
        self._input = _validator(self._compiled, places.input_pointer)
        self._output = _validator(self._compiled, places.output_pointer)
        self._validators = {places.input_pointer: self._input}

    def input(self, body: Json) -> tuple[Violation, ...]:
        """Give what is wrong with a request's body; nothing when it is valid."""
        return self._judge(self._input, body)

    def output(self, body: Json) -> tuple[Violation, ...]:
        """Give what is wrong with an answer; nothing when it is valid."""
        return self._judge(self._output, body)

    def admits(self, pointer: str, value: Json) -> bool:
        """Tell whether the schema at a pointer of the document admits a value."""
        if pointer not in self._validators:
            self._validators[pointer] = _validator(self._compiled, pointer)
        return is_representable(value) and self._validators[pointer].is_valid(value)

    def _judge(self, validator: Draft202012Validator, body: Json) -> tuple[Violation, ...]:
        if not is_representable(body):
            return tuple(unrepresentable(body))
        if validator.is_valid(body):
            return ()
        return explain(validator.iter_errors(body), self.document, body)


def _validator(document: Document, pointer: str | None) -> Draft202012Validator:
    """Compile the schema under a pointer, with the whole document in its reach."""
    place = {} if pointer is None else {"$ref": f"{_BASE}{reference_to(pointer)}"}
    try:
        registry = Registry([(_BASE, document)], draft=Draft202012, retriever=_refuse)
        return compiled(place, registry)
    except ReferencingError as error:
        raise ValueError(lost(document, pointer, error)) from None
    except ValidationError as error:
        raise ValueError(complaint(document, pointer, error)) from None


def _refuse_unfit(document: Document) -> None:
    """Refuse what a validator cannot take: texts that are none, patterns that cost too much."""
    for pointer, here in nodes(document):
        text = here if isinstance(here, str) else ""
        if not is_text(text) or not is_text(pointer):
            raise ValueError(f"{ascii(pointer)[1:-1]}: half a surrogate pair, which is no text")
        if pointer.endswith("/pattern") and len(text) > _LONGEST_PATTERN:
            raise ValueError(f"{pointer}: a pattern of more than {_LONGEST_PATTERN} characters")


def _referred(document: Document) -> Iterator[str]:
    """Give the pointers that references within a document lead to, each once."""
    refs = (ref for here, ref in nodes(document) if here.endswith("/$ref"))
    within = dict.fromkeys(ref for ref in refs if isinstance(ref, str) and ref.startswith("#"))
    return map(pointer_of, within)


def _refuse(uri: str) -> NoReturn:
    raise ValueError(f"{uri} is outside the document")
