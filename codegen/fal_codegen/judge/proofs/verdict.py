"""What a question of containment comes to."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.contract import Json

Reason: TypeAlias = Literal["too large", "no proof", "not confirmed", "too long", "nothing fits"]


@dataclass(frozen=True, slots=True)
class Proven:
    """Whatever the sender may send, the receiver takes."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A body that the sender may send and the receiver refuses, as small as it could be made.

    Two validators say so of both raw documents. `value` is what stands in it at the place asked
    about.
    """

    body: Json
    value: Json


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither was found.

    `too large`: the proof is beyond its budget. `too long`: it was ended. `not confirmed`: a body
    was found on which the two validators do not agree, or which fits the place and not the whole.
    `no proof`: it ended without one. `nothing fits`: by the sender's document no body at all is
    right, so that anything could be proven of it.
    """

    reason: Reason


Verdict: TypeAlias = Proven | Witness | Undecided
