"""Comparing in a process of its own: a proof that hangs, or ends it, costs itself alone."""

from fal_codegen.pipeline.proving.parent import Prover, prover

__all__ = ["Prover", "prover"]
