# The runtime of fal-codegen, from templates/python/runtime/_root.py: edit it there.
"""Answers that are no object: a list, a text, or whatever a document leaves open."""

from typing import Any, Generic, TypeVar

from pydantic import RootModel

from ._disagreements import Disagreement
from ._response import Response, kept_response

V = TypeVar("V")


class RootAnswer(RootModel[V], Generic[V]):
    """What comes back is in `root`."""

    @property
    def response(self) -> Response:
        """What came back beside the answer, such as what it cost."""
        return kept_response(vars(self))

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """In what the answer is not what its contract promises."""
        private: dict[str, Any] = self.__pydantic_private__ or {}
        found: tuple[Disagreement, ...] = private.get("_disagreements", ())
        return found
