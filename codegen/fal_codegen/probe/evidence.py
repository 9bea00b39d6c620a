"""What was learned so far: every body that was sent, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from fal_codegen.cases import Key
from fal_codegen.probe.exchange import Reply
from fal_codegen.probe.trials import FieldValue, Pair, Trial

_PLAIN = 10**6  # comes before all others: the rest is compared with it
_SUSPECT = 10**5  # a value that a refused body had among others: alone it tells whether it was that
_VALUE = 10**3  # what one field's value is worth beside two together


@dataclass(slots=True)
class Evidence:
    """Bodies and their replies, in the order they were sent."""

    replies: dict[str, tuple[Trial, Reply]] = field(default_factory=dict[str, tuple[Trial, Reply]])
    broken: dict[Key, tuple[Trial, Reply]] = field(default_factory=dict[Key, tuple[Trial, Reply]])
    _values: set[FieldValue] = field(default_factory=set[FieldValue])
    _refused: set[FieldValue] = field(default_factory=set[FieldValue])
    _suspects: set[FieldValue] = field(default_factory=set[FieldValue])
    _pairs: set[Pair] = field(default_factory=set[Pair])

    def add(self, trial: Trial, reply: Reply) -> None:
        """Take down what became of a body."""
        self.replies[trial.key] = (trial, reply)
        if reply.became == "refused" and trial.allowed:
            (self._refused if len(trial.fields) == 1 else self._suspects).update(trial.fields)
        if reply.became != "taken":
            return
        if trial.allowed:
            self._values |= trial.fields
            self._pairs |= trial.pairs
        for limit in trial.breaks:
            self.broken.setdefault(limit.key, (trial, reply))

    def sent(self, trial: Trial) -> bool:
        """Tell whether a body was sent."""
        return trial.key in self.replies

    def news(self, trial: Trial) -> int:
        """Say how much a body that the contract allows would show, if it were taken; 0: nothing."""
        if self.sent(trial) or not trial.fields.isdisjoint(self._refused):
            return 0
        if not trial.fields:
            return _PLAIN
        if len(trial.fields) == 1 and trial.fields <= self._suspects - self._values:
            return _SUSPECT
        return _VALUE * len(trial.fields - self._values) + len(trial.pairs - self._pairs)

    @property
    def taken_names(self) -> frozenset[str]:
        """The fields with which a body was taken that the contract allows."""
        taken = (t for t, r in self.replies.values() if t.allowed and r.became == "taken")
        return frozenset(name for trial in taken for name in trial.body)

    @property
    def plain_taken(self) -> bool:
        """Whether any body that the contract allows was taken."""
        return any(r.became == "taken" and t.allowed for t, r in self.replies.values())

    @property
    def plain_refused(self) -> bool:
        """Whether the plainest body was sent and not taken: no other that is allowed tells more."""
        return any(
            not trial.fields and trial.allowed and reply.became != "taken"
            for trial, reply in self.replies.values()
        )

    def unclear(self, key: Key) -> Iterator[tuple[Trial, Reply]]:
        """Give what got no clear answer and stands at this limit, or breaks it alone."""
        for trial, reply in self.replies.values():
            alone = [each.key for each in trial.breaks] or [trial.at]
            if reply.became == "unclear" and alone == [key] and len(trial.fields) <= 1:
                yield trial, reply

    def refused(self, *, allowed: bool) -> list[tuple[Trial, Reply]]:
        """Give the refused bodies, those that the contract allows or the others."""
        return [
            (trial, reply)
            for trial, reply in self.replies.values()
            if reply.became == "refused" and trial.allowed is allowed
        ]
