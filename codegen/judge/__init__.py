"""Judges bodies by the raw document; shares nothing with generated models, so it can judge them."""

from codegen.judge.judge import Judge
from codegen.judge.violation import Violation

__all__ = ["Judge", "Violation"]
