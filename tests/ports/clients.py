"""Clients with one fault each: the sound one, and a patch of its text that says what is wrong."""

import re
from pathlib import Path

SOUND = Path(__file__).with_name("plain.py")
PATCHES = Path(__file__).with_name("zoo")
_PATCH = re.compile("(.+)\n<<<<\n(.*?)\n====\n(.*?)\n>>>>\n", re.DOTALL)
"""The fault's name, a piece of the sound client's text, and what stands there instead."""


def clients() -> dict[str, str]:
    """Give the text of each client. Raises `ValueError` for a patch that does not fit."""
    sound = SOUND.read_text("utf-8")
    texts: dict[str, str] = {}
    for file in sorted(PATCHES.glob("*.txt")):
        read = _PATCH.fullmatch(file.read_text("utf-8"))
        if read is None or sound.count(read[2]) != 1:
            raise ValueError(f"{file.name}: not a patch of a piece that is there once")
        texts[read[1]] = sound.replace(read[2], read[3])
    return texts
