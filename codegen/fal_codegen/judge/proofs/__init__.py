"""Proofs of containment, and witnesses against it: the one door to the library that reasons."""

from fal_codegen.judge.proofs.direction import Path
from fal_codegen.judge.proofs.proving import Proofs
from fal_codegen.judge.proofs.verdict import Proven, Reason, Undecided, Verdict, Witness

__all__ = ["Path", "Proofs", "Proven", "Reason", "Undecided", "Verdict", "Witness"]
