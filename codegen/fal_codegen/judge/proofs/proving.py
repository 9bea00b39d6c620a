"""Whether a receiver takes all that a sender may send: a proof, a witness, or neither."""

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from jsonschema_rs import (
    CanonicalSchema,
    Draft202012,
    ReferencingError,
    ValidationError,
    canonicalize,
)
from jsonschema_rs.canonical import CanonicalizationError, Containment, Satisfiability

from fal_codegen.contract import Json, Node, Path
from fal_codegen.judge.compiling import PATTERNS
from fal_codegen.judge.proofs.budget import cost_of
from fal_codegen.judge.proofs.direction import Direction, Root
from fal_codegen.judge.proofs.schema import asserted
from fal_codegen.judge.proofs.validating import standing_alone, validator
from fal_codegen.judge.proofs.verdict import Proven, Undecided, Verdict
from fal_codegen.judge.proofs.witnesses import bodies_around, search

if TYPE_CHECKING:
    from jsonschema_rs import JsonValue  # a name of its stubs alone

_NO_WORD_FOR_IT = (ValidationError, ReferencingError, CanonicalizationError)


class Proofs:
    """Tells, for one direction of two documents, whether all that is sent is taken.

    For requests the sender goes by the document of before and the receiver by that of after; for
    answers it is the reverse. The sender's schemas are read closed, the receiver's as written.

    Raises `ValueError` for a document that cannot be judged by.
    """

    def __init__(self, sender: Root, receiver: Root) -> None:
        self._direction = Direction(sender, receiver)

    @property
    def sent(self) -> Json:
        """The sender's schema of whole bodies, as the document has it."""
        return self._direction.sender.schema

    @property
    def taken(self) -> Json:
        """The receiver's schema of whole bodies, as the document has it."""
        return self._direction.receiver.schema

    @cached_property
    def sends_nothing(self) -> bool:
        """Whether it is proven that by the sender's document no body at all is right."""
        sent, root = asserted(self.sent), self._direction.sender.root
        if self._too_large(sent, sent):
            return False
        try:
            return _canonical(sent, root).satisfiability() == Satisfiability.NO
        except _NO_WORD_FOR_IT:
            return False

    def whole(self) -> Verdict:
        """Ask about whole bodies."""
        return self.place((), self.sent, self.taken)

    def place(self, path: Path, sender: Json, receiver: Json) -> Verdict:
        """Ask about one place: whether the receiver's schema takes what the sender's admits.

        `path` leads to the place in a body. A proof holds for the place alone; a witness is a body
        that is refused as a whole.
        """
        direction = self._direction
        sent, taken = direction.closing.closed(asserted(sender)), asserted(receiver)
        too_large = self._too_large(sent, taken)
        left = None if too_large else self._left_over(sent, taken, asserted(sender))
        if left is False:
            return Proven()
        found = search(direction, path, sent, taken, left)
        if too_large and isinstance(found, Undecided):
            return Undecided("too large")
        return found

    def proven(self, sender: Json, receiver: Json) -> bool:
        """Ask for the proof of one place alone, and look for no witness."""
        sent, taken = self._direction.closing.closed(asserted(sender)), asserted(receiver)
        return (
            not self._too_large(sent, taken)
            and self._left_over(sent, taken, asserted(sender)) is False
        )

    def refuses(self, body: Json) -> bool:
        """Tell whether the receiver refuses a body."""
        return not self._direction.receiver.admits(body)

    def confirms(self, body: Json) -> bool:
        """Tell whether a body may be sent and is refused, and two validators say so."""
        return self._direction.breaks(body) and self._direction.confirmed(body)

    def disagrees(self, value: Json, sender: Json, receiver: Json) -> bool:
        """Tell whether the sender's schema admits a value that the receiver's refuses."""
        roots = self._direction.sender.root, self._direction.receiver.root
        return validator(asserted(sender), roots[0])(value) and not validator(
            asserted(receiver), roots[1]
        )(value)

    def example(self, path: Path) -> Json:
        """Give a small body that has something at a place; None where none is known."""
        return next(bodies_around(self._direction, path, {}), None)

    def _too_large(self, sent: Json, taken: Json) -> bool:
        roots = self._direction.sender.root, self._direction.receiver.root
        return cost_of((sent, roots[0]), (taken, roots[1])).too_large

    def _left_over(self, sent: Json, taken: Json, raw: Json) -> Json:
        """Give the schema of what is sent and not taken: False when that is proven to be nothing.

        None where the library has no word for it.
        """
        sender, receiver = self._direction.sender.root, self._direction.receiver.root
        try:
            sends, takes = _canonical(sent, sender), _canonical(taken, receiver)
            if sends.satisfiability() == Satisfiability.NO:  # of nothing, all could be proven
                sends = _canonical(raw, sender)
            if takes.covers(sends) == Containment.YES:
                return False
            left = sends.subtract(takes)
        except _NO_WORD_FOR_IT:
            return None
        return left.satisfiability() != Satisfiability.NO and _plain(left.to_json_schema())


def _canonical(schema: Json, root: Node) -> CanonicalSchema:
    return canonicalize(
        standing_alone(schema, root),
        draft=Draft202012,
        validate_formats=False,
        pattern_options=PATTERNS,
        offline=True,
    )


def _plain(schema: "JsonValue") -> Json:
    """Give a schema without decimals, which the library has for numbers that are no doubles."""
    match schema:
        case Decimal():
            return float(schema)
        case dict():
            return {name: _plain(each) for name, each in schema.items()}
        case list():
            return [*map(_plain, schema)]
        case _:
            return schema
