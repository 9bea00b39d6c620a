"""Proofs of containment, and witnesses against it: the one door to the library that reasons."""

from fal_codegen.judge.proofs.direction import Root, Source
from fal_codegen.judge.proofs.examples import examples
from fal_codegen.judge.proofs.proving import Proofs
from fal_codegen.judge.proofs.schema import ASSERTING, asserted, pointers_reached
from fal_codegen.judge.proofs.verdict import Proven, Reason, Undecided, Verdict, Witness
from fal_codegen.judge.proofs.witnesses import value_at

__all__ = [
    "ASSERTING",
    "Proofs",
    "Proven",
    "Reason",
    "Root",
    "Source",
    "Undecided",
    "Verdict",
    "Witness",
    "asserted",
    "examples",
    "pointers_reached",
    "value_at",
]
