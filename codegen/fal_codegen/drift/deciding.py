"""What a difference does to bodies, asked of the two documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.compare import Bodies, Difference, Question
from fal_codegen.contract import Document, canonical
from fal_codegen.drift.reading import readable, readable_schema
from fal_codegen.judge import (
    Proofs,
    Proven,
    Reason,
    Root,
    Source,
    Undecided,
    Verdict,
    Witness,
    value_at,
)

Ask: TypeAlias = Callable[[Callable[[], Verdict]], Verdict]
"""Runs one proof; whoever runs it may end it."""


def at_once(proof: Callable[[], Verdict]) -> Verdict:
    """Run a proof here and now."""
    return proof()


Direction: TypeAlias = Literal["forth", "back", "reading"]
"""Of requests, of answers, and of answers as the client of before reads them."""
Effect: TypeAlias = Literal["narrows", "widens", "retypes", "keeps", "undecided"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a difference does, with the body that shows it or the reason why nobody can tell.

    `reason` is there where a body shows what changed, and not whether the client can read it.
    """

    effect: Effect
    verdict: Verdict
    reason: Reason | None = None


class Deciding:
    """Asks about the differences of two documents; what was asked once is known.

    Raises `ValueError` where one of them cannot be judged by.
    """

    def __init__(self, old: Document, new: Document, ask: Ask = at_once) -> None:
        self._old = Source(old)
        self._new = Source(new)
        self._ask = ask
        self._proofs: dict[tuple[str, Bodies], Proofs] = {}
        self._known: dict[tuple[str, str], Verdict] = {}

    def request(self, difference: Difference) -> Decision:
        """Tell what a difference does to what is sent."""
        bodies = _bodies(difference)
        if not self.usable(bodies):
            return Decision("undecided", Undecided("no proof"))
        verdict = self._decide(self.proofs("forth", bodies), difference.forth)
        match verdict:
            case Witness():
                return Decision("narrows", verdict)
            case Undecided():
                return Decision("undecided", verdict)
            case Proven():
                kept = self._proven(self.proofs("back", bodies), difference.back)
                return Decision("keeps" if kept else "widens", verdict)

    def answer(self, difference: Difference) -> Decision:
        """Tell what a difference does to what comes back."""
        bodies = _bodies(difference)
        if not self.usable(bodies):
            return Decision("undecided", Undecided("no proof"))
        verdict = self._decide(self.proofs("back", bodies), difference.back)
        match verdict:
            case Witness():
                return self._reading(verdict, difference)
            case Undecided():
                return Decision("undecided", verdict)
            case Proven():
                kept = self._proven(self.proofs("forth", bodies), difference.forth)
                return Decision("keeps" if kept else "narrows", verdict)

    def _reading(self, witness: Witness, difference: Difference) -> Decision:
        """Tell whether the client of before can read what comes back now and did not before."""
        bodies = _bodies(difference)
        proofs = self.proofs("reading", bodies)
        if proofs.refuses(witness.body):
            return Decision("retypes", witness)
        questions = [
            Question(each.path, each.sent, readable_schema(each.taken)) for each in difference.back
        ]
        match self._decide(proofs, questions):
            case Proven():
                return Decision("widens", witness)
            case Witness() as unread if self.proofs("back", bodies).confirms(unread.body):
                return Decision("retypes", unread)
            case Undecided(reason=reason):
                return Decision("undecided", witness, reason)
            case Witness():
                return Decision("undecided", witness, "not confirmed")

    def usable(self, bodies: Bodies) -> bool:
        """Tell whether bodies can be judged by their schemas; the envelope's may be none."""
        try:
            self.proofs("forth", bodies)
        except ValueError:
            return False
        return True

    def _decide(self, proofs: Proofs, questions: Sequence[Question]) -> Verdict:
        """Ask about the difference alone, and where that leaves it open, about ever more around it.

        A witness from further out counts where it is this difference that refuses it. Where the
        sender's document leaves no right body, a proof says nothing: what comes is not by it.
        """
        if proofs.sends_nothing:
            return Undecided("nothing fits")
        first: Verdict = Proven()
        for number, question in enumerate(questions):
            verdict = self._asked(proofs, question)
            if isinstance(verdict, Proven):
                return verdict
            if number == 0:
                first = verdict
            if isinstance(first, Witness):
                return first
            if isinstance(verdict, Witness) and _shows(proofs, verdict, questions[0]):
                return verdict
        return first

    def _proven(self, proofs: Proofs, questions: Sequence[Question]) -> bool:
        """Tell whether the difference alone is proven to do nothing in the other direction."""
        if not questions:
            return True
        nearest = questions[0]
        return proofs.proven(nearest.sent, nearest.taken)

    def _asked(self, proofs: Proofs, question: Question) -> Verdict:
        key = (str(id(proofs)), canonical([question.sent, question.taken]))
        if key not in self._known:
            verdict = self._ask(lambda: proofs.place(question.path, question.sent, question.taken))
            if not isinstance(verdict, Proven):
                return verdict
            self._known[key] = verdict
        return self._known[key]

    def proofs(self, direction: Direction, bodies: Bodies) -> Proofs:
        """Give the proofs of one direction."""
        if (direction, bodies) not in self._proofs:
            old, new = Root(self._old, bodies.old), Root(self._new, bodies.new)
            if direction == "forth":
                proofs = Proofs(old, new)
            else:
                proofs = Proofs(new, old if direction == "back" else readable(old))
            self._proofs[direction, bodies] = proofs
        return self._proofs[direction, bodies]


def _shows(proofs: Proofs, witness: Witness, question: Question) -> bool:
    there, value = value_at(witness.body, question.path)
    return there and proofs.disagrees(value, question.sent, question.taken)


def _bodies(difference: Difference) -> Bodies:
    assert difference.bodies is not None
    return difference.bodies
