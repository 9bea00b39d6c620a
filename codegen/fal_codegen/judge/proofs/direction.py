"""The two parties of a question, and who of them sends."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fal_codegen.contract import (
    Document,
    Json,
    Node,
    Side,
    node_of,
    reference_to,
    resolve_pointer,
    with_direct_references,
)
from fal_codegen.judge.judge import Judge
from fal_codegen.judge.proofs.closed import CLOSED, Closing
from fal_codegen.judge.proofs.schema import ASSERTING, asserted
from fal_codegen.judge.proofs.validating import validator


class Source:
    """A document to ask by: its judge, and its schemas without what refuses nothing.

    Raises `ValueError` for a document that cannot be judged by.
    """

    def __init__(self, document: Document) -> None:
        self.judge = Judge(document)
        self.document = with_direct_references(document)
        components = node_of(self.document.get("components"))
        schemas: Json = {
            name: asserted(each) for name, each in node_of(components.get("schemas")).items()
        }
        self.definitions: Node = {
            **self.document,
            "components": {**components, "schemas": schemas},
        }


@dataclass(frozen=True, slots=True)
class Root:
    """The schema of some bodies: a document, and the pointer in it.

    Without a pointer the document says nothing of these bodies, so all are right.
    """

    source: Source
    pointer: str | None

    @classmethod
    def of(cls, document: Document, side: Side) -> "Root":
        """Give the schema of one side of an endpoint's document.

        Raises `ValueError` for a document that cannot be judged by.
        """
        source = Source(document)
        places = source.judge.places
        return cls(source, places.input_pointer if side == "input" else places.output_pointer)


class Party:
    """A raw document, asked about the bodies of one schema.

    `root` has the definitions that its schemas refer to. Raises `ValueError` for a schema that is
    none.
    """

    def __init__(self, root: Root) -> None:
        self._judge = root.source.judge
        self._document = root.source.document
        self._pointer = root.pointer
        self.root: Node = {**root.source.definitions}
        self.admits(None)  # compiles the schema, which may be none

    @property
    def schema(self) -> Json:
        """The schema of the bodies, as the document has it."""
        return True if self._pointer is None else resolve_pointer(self._document, self._pointer)

    def admits(self, body: Json) -> bool:
        """Ask the judge."""
        return self._pointer is None or self._judge.admits(self._pointer, body)

    def second_opinion(self, body: Json) -> bool | None:
        """Ask python-jsonschema; None where it cannot tell."""
        try:
            verdict: bool = self._second.is_valid(body)
        except Exception:  # noqa: BLE001 - whatever it stumbles over, it has no opinion
            return None
        return verdict

    @cached_property
    def _second(self) -> Any:  # noqa: ANN401 - python-jsonschema has no types
        from jsonschema import (  # type: ignore[import-untyped] # noqa: PLC0415 - 4 MiB, for proofs
            Draft202012Validator,
        )

        if self._pointer is None:
            return Draft202012Validator({})
        said = {*ASSERTING, *(word for word in self._document if word.startswith("$"))} - {"$defs"}
        root = {word: value for word, value in self._document.items() if word not in said}
        return Draft202012Validator({**root, "$ref": reference_to(self._pointer)})


class Direction:
    """Who sends and who receives; what may be sent is the sender's schema read closed."""

    def __init__(self, sender: Root, receiver: Root) -> None:
        self.sender = Party(sender)
        self.receiver = Party(receiver)
        self.closing = Closing(self.sender.root)
        self.sender.root[CLOSED] = self.closing.definitions
        self.closed = self.closing.closed(asserted(self.sender.schema))
        self._may_send = validator(self.closed, self.sender.root)

    def breaks(self, body: Json) -> bool:
        """Tell whether a body may be sent, and is refused."""
        return self._may_send(body) and self.sender.admits(body) and not self.receiver.admits(body)

    def confirmed(self, body: Json) -> bool:
        """Ask the second validator, by both raw documents."""
        return (
            self.sender.second_opinion(body) is True and self.receiver.second_opinion(body) is False
        )
