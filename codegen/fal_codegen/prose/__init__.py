"""Limits that sentences state, for descriptions in documents and for pages alike."""

from fal_codegen.prose.sentences import FILES, amounts, claims, sentences

__all__ = ["FILES", "amounts", "claims", "sentences"]
