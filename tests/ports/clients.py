"""Clients with one fault each: the sound one, and a patch of its text that says what is wrong."""

import re
from pathlib import Path

SOUND = Path(__file__).with_name("plain")
PATCHES = Path(__file__).with_name("zoo")
_PATCH = re.compile("(.+)\n<<<<\n(.*?)\n====\n(.*?)\n>>>>\n", re.DOTALL)
"""The fault's name, a piece of the sound client's text, and what stands there instead."""


def sound() -> dict[str, str]:
    """Give the modules of the sound client, by their names."""
    return {file.name: file.read_text("utf-8") for file in sorted(SOUND.glob("*.py"))}


def clients() -> dict[str, dict[str, str]]:
    """Give the modules of each client. Raises `ValueError` for a patch that does not fit."""
    modules = sound()
    faulty: dict[str, dict[str, str]] = {}
    for file in sorted(PATCHES.glob("*.txt")):
        read = _PATCH.fullmatch(file.read_text("utf-8"))
        fits = [name for name, text in modules.items() if read and read[2] in text]
        if read is None or len(fits) != 1 or modules[fits[0]].count(read[2]) != 1:
            raise ValueError(f"{file.name}: not a patch of a piece that is there once")
        name = fits[0]
        faulty[read[1]] = modules | {name: modules[name].replace(read[2], read[3])}
    return faulty
