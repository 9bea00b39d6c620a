"""The changes that a difference comes to: its rule, by what it does, and what shows that."""

from collections.abc import Iterator
from dataclasses import replace

from fal_codegen.compare import Difference, call_at, lost_way
from fal_codegen.contract import EndpointId, Json
from fal_codegen.drift.change import Change
from fal_codegen.drift.claims import claimed, numbered, reworded
from fal_codegen.drift.deciding import Deciding, Decision, Direction, Effect
from fal_codegen.drift.rules import RULES_BY_ID, WIRE, Kind, Side
from fal_codegen.judge import Proven, Undecided, Witness

ACTIONS: dict[Side, dict[Effect, str]] = {
    "request": {
        "narrows": "tightened",
        "widens": "loosened",
        "keeps": "rewritten",
        "undecided": "undecided",
    },
    "answer": {
        "retypes": "unreadable",
        "widens": "loosened",
        "narrows": "tightened",
        "keeps": "rewritten",
        "undecided": "undecided",
    },
}
_CAME_OR_WENT: frozenset[Kind] = frozenset(
    ("result", "path", "format", "form", "response", "header")
)
_STEPS_TO_A_CALL = 3
"""Steps of the pointer to a call: `paths`, its path, its method."""


class ChangeDeriver:
    """Makes changes of one endpoint's differences."""

    def __init__(self, endpoint: EndpointId, deciding: Deciding) -> None:
        self._endpoint = endpoint
        self._deciding = deciding

    def changes_of(self, difference: Difference) -> Iterator[Change]:
        """Give the changes that a difference comes to: mostly one."""
        side = _side(difference)
        if difference.kind == "field":
            yield self._field(difference, side)
        elif difference.kind in WIRE:
            decision = self._decision(difference, side)
            yield self._proven(difference, side, ACTIONS[side][decision.effect], decision)
        elif difference.kind == "spelling":
            yield from self._spelled(difference, side)
        elif difference.kind == "default-refused":
            if side == "request" and self._refused(difference):
                yield self._change(difference, side, "default", "refused")
        elif difference.kind == "description" and side != "envelope":
            yield from self._described(difference, side)
        else:
            change = self._change(difference, side, _kind(difference), _action(difference))
            shows = change.level == "breaking" or difference.kind == "format"
            yield replace(change, shown=self._shown(difference, side) if shows else None)

    def _field(self, difference: Difference, side: Side) -> Change:
        decision = self._decision(difference, side)
        if difference.after is None:
            change = self._proven(difference, side, "removed", decision)
            return replace(change, shown=self._example(difference, "forth", difference.name))
        harmless = decision.effect == ("widens" if side == "request" else "narrows")
        if harmless or decision.effect == "keeps":
            return self._proven(difference, side, "added", decision)
        needed = isinstance(difference.after, dict) and difference.after["required"] is True
        if decision.effect == "narrows" and needed:
            return self._proven(difference, side, "added-required", decision)
        return self._proven(difference, side, ACTIONS[side][decision.effect], decision)

    def _spelled(self, difference: Difference, side: Side) -> Iterator[Change]:
        """Tell of another spelling only where it is not proven to promise the same."""
        decision = self._decision(difference, side)
        if decision.effect != "keeps":
            other = replace(difference, kind="keyword")
            yield self._proven(other, side, ACTIONS[side][decision.effect], decision)

    def _described(self, difference: Difference, side: Side) -> Iterator[Change]:
        """Tell of limits that sentences state, and of other wording."""
        stated = list(claimed(difference))
        for keyword, before, after in stated:
            change = self._change(difference, side, "claim", "changed")
            yield replace(change, name=keyword, before=before, after=after)
        if numbers := numbered(difference):
            change = self._change(difference, side, "claim", "changed")
            yield replace(change, name="a number", before=numbers[0], after=numbers[1])
        elif not stated or reworded(difference):
            yield self._change(difference, side, "description", "changed")

    def _decision(self, difference: Difference, side: Side) -> Decision:
        ask = self._deciding.request if side == "request" else self._deciding.answer
        return ask(difference)

    def _proven(
        self, difference: Difference, side: Side, action: str, decision: Decision
    ) -> Change:
        change = self._change(difference, side, difference.kind, action)
        match decision.verdict:
            case Witness() as witness:
                return replace(change, witness=witness, reason=decision.reason)
            case Undecided(reason=reason) if decision.effect == "undecided":
                return replace(change, reason=reason)
            case Proven():
                return replace(change, proven=True)
            case _:
                return change

    def _change(self, difference: Difference, side: Side, kind: Kind, action: str) -> Change:
        rule = RULES_BY_ID[f"{side}-{kind}-{action}"]
        return Change(
            self._endpoint,
            rule,
            rule.level,
            difference.place,
            difference.pointer,
            difference.name,
            difference.before,
            difference.after,
            (difference.place,),
            reason="no meaning" if kind == "other" else None,
        )

    def _refused(self, difference: Difference) -> bool:
        """Tell whether a default that stayed was right before, and is not now."""
        (question, *_), bodies = difference.forth, difference.bodies
        assert bodies is not None
        assert isinstance(difference.after, list)
        proofs = self._deciding.proofs("forth", bodies)
        return proofs.disagrees(difference.after[0], question.sent, question.taken)

    def _shown(self, difference: Difference, side: Side) -> Json:
        """Give what breaks where no body can be a witness."""
        if difference.kind == "format":
            return self._example(difference, "forth" if side == "request" else "back")
        return _shown_call(difference, self._endpoint)

    def _example(self, difference: Difference, direction: Direction, *further: str) -> Json:
        """Give a small body that has something at the place."""
        if difference.bodies is None or not self._deciding.usable(difference.bodies):
            return None
        proofs = self._deciding.proofs(direction, difference.bodies)
        return proofs.example((*difference.path, *further))


def _shown_call(difference: Difference, endpoint: EndpointId) -> Json:
    """Give the call that breaks."""
    name, _, call = difference.name.rpartition(" of ")
    match difference.kind:
        case "server":
            return _call_at(difference, endpoint)
        case "result":
            return f"GET /{endpoint}/requests/{{request_id}}"
        case "key":
            names = lost_way(difference.before, difference.after) or ["no key"]
            return f"{_call_at(difference, endpoint)} with {' and '.join(names)}"
        case "form":
            return f"{call} as {name}"
        case "parameter" if difference.after == "required":
            return f"{call} without {name}"
        case "body":
            return f"{call} without a body"
        case "path" | "response":
            return call
        case _:
            return None


def _call_at(difference: Difference, endpoint: EndpointId) -> str:
    """Name the call that goes elsewhere or takes another key: one that says so, or by its role."""
    call = difference.pointer.rpartition("/")[0]
    if call.count("/") == _STEPS_TO_A_CALL:
        return call_at(call)
    role = difference.place.removeprefix("envelope/").removesuffix("servers").rstrip("/")
    submit, job = f"POST /{endpoint}", f"/{endpoint}/requests/{{request_id}}"
    calls = {
        "": submit,
        "submit": submit,
        "result": f"GET {job}",
        "status": f"GET {job}/status",
        "cancel": f"PUT {job}/cancel",
    }
    return calls.get(role, role)


def _side(difference: Difference) -> Side:
    """Give the direction: what the envelope describes may be a body that is sent, or comes back."""
    if difference.bodies is not None:
        return "request" if difference.bodies.sent else "answer"
    return "answer" if difference.kind == "result" else "envelope"


def _kind(difference: Difference) -> Kind:
    """Give the kind under whose rules a difference stands."""
    return "key" if difference.kind == "key-spelling" else difference.kind


def _action(difference: Difference) -> str:
    """Name what happened where no proof decides."""
    if difference.kind == "key-spelling":
        return "rewritten"
    if difference.kind == "key":
        return "loosened" if lost_way(difference.before, difference.after) is None else "changed"
    if difference.kind == "body":
        return "tightened" if difference.after == "required" else "loosened"
    if difference.kind == "parameter":
        return _of_parameter(difference.before, difference.after)
    if difference.kind in _CAME_OR_WENT:
        if not difference.after:
            return "removed"
        return "changed" if difference.before else "added"
    return "changed"


def _of_parameter(before: Json, after: Json) -> str:
    if after is None:
        return "removed"
    needed = after == "required"
    if before is None:
        return "added-required" if needed else "added"
    return "tightened" if needed else "loosened"
