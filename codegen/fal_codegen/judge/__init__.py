"""Judges bodies by the raw document; shares nothing with generated models, so it can judge them."""

from fal_codegen.judge.judge import Judge
from fal_codegen.judge.proofs import Path, Proofs, Proven, Reason, Undecided, Verdict, Witness
from fal_codegen.judge.proofs.patterns import texts_matching
from fal_codegen.judge.violation import Violation

__all__ = [
    "Judge",
    "Path",
    "Proofs",
    "Proven",
    "Reason",
    "Undecided",
    "Verdict",
    "Violation",
    "Witness",
    "texts_matching",
]
