"""Judges bodies by the raw document; shares nothing with generated models, so it can judge them."""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.judge.judge import Judge
    from fal_codegen.judge.proofs import (
        ASSERTING,
        Proofs,
        Proven,
        Reason,
        Root,
        Source,
        Undecided,
        Verdict,
        Witness,
        asserted,
        examples,
        pointers_reached,
        value_at,
    )
    from fal_codegen.judge.proofs.patterns import stretched, texts_matching, varied
    from fal_codegen.judge.violation import Violation

__all__ = [
    "ASSERTING",
    "Judge",
    "Proofs",
    "Proven",
    "Reason",
    "Root",
    "Source",
    "Undecided",
    "Verdict",
    "Violation",
    "Witness",
    "asserted",
    "examples",
    "pointers_reached",
    "stretched",
    "texts_matching",
    "value_at",
    "varied",
]

__getattr__ = importing(
    __name__,
    {
        "judge": "Judge",
        "proofs": (
            "ASSERTING Proofs Proven Reason Root Source Undecided Verdict Witness asserted "
            "examples pointers_reached value_at"
        ),
        "proofs.patterns": "stretched texts_matching varied",
        "violation": "Violation",
    },
)
