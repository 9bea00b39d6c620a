"""What is served: a document of each endpoint, and the model that answers for it."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from fal_codegen.contract import Document, EndpointId
from fal_codegen.emulator.answers.model import Model


class Changes(NamedTuple):
    """Which promises of a document may be changed, by name, and the document with one changed."""

    names: Callable[[Document], Iterable[str]]
    changed: Callable[[Document, str], Document]


def _none(_document: Document) -> Iterable[str]:
    return ()


def _unchanged(document: Document, _name: str) -> Document:
    return document


NO_CHANGES = Changes(_none, _unchanged)


class Served:
    """The endpoints of one emulator. A change replaces an endpoint's document and model.

    Raises `ValueError` for a document that cannot be judged by.
    """

    def __init__(self, documents: Mapping[EndpointId, Document], changes: Changes) -> None:
        self._original = dict(documents)
        self._changes = changes
        self._names: dict[EndpointId, list[str]] = {}
        self.documents = dict(documents)
        self.models = {id_: Model(document) for id_, document in documents.items()}
        self.changed: dict[EndpointId, str] = {}
        """The name of the change that is tried, by endpoint."""

    def names(self, id_: EndpointId) -> list[str]:
        """Give the changes that can be tried on an endpoint."""
        if id_ not in self._names:
            self._names[id_] = [*self._changes.names(self._original[id_])]
        return self._names[id_]

    def change(self, id_: EndpointId, name: str) -> None:
        """Serve an endpoint with one promise changed; with no name, as it was.

        Raises `ValueError` for a name that is none, and for an endpoint that there is not.
        """
        if id_ not in self._original:
            raise ValueError(f"{id_}: no such endpoint")
        if name and name not in self.names(id_):
            raise ValueError(f"{name}: no such change of {id_}")
        before = self._original[id_]
        document = self._changes.changed(before, name) if name else before
        self.models[id_], self.documents[id_] = Model(document), document
        self.changed.pop(id_, None)
        if name:
            self.changed[id_] = name
