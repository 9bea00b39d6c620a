# The runtime of fal-codegen, from templates/python/runtime/_warn.py: edit it there.
"""Warnings of answers that are not what their contract promises."""

import inspect
import warnings
from pathlib import Path
from typing import Any

from ._disagreements import Disagreement, DisagreementWarning

_HERE = str(Path(__file__).parent)
NO_TEXT = Disagreement((), "Text should be UTF-8; what is none shows as \ufffd")


def warn(answer: Any, found: tuple[Disagreement, ...]) -> None:
    """Warn of an answer, at the line of whoever called this package."""
    warnings.warn(DisagreementWarning(answer, found), stacklevel=_level_of_the_caller())


def _level_of_the_caller() -> int:
    """Count the calls up to whoever called this package, for a warning that names their line."""
    level, frame = 0, inspect.currentframe()
    while frame and frame.f_code.co_filename.startswith(_HERE):
        level, frame = level + 1, frame.f_back
    return level
