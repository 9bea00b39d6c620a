# The runtime of fal-codegen, from templates/python/runtime/_key_spellings.py: edit it there.
"""The spellings in which a service may repeat the key: escaped, encoded, or broken into lines."""

import re
from base64 import b32encode, b64encode
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.entities import html5
from math import lcm
from typing import NamedTuple

_BLANK = r"(?:\s|\\{1,8}[nrt]|=\r?\n)"
_GAP = rf"{_BLANK}{{0,8}}"
"""What may stand between two characters of a text that was broken into lines.

All repetitions are bounded: who sends a megabyte of blanks must not be searched for ever."""

_BASE64 = {"+": r"(?:[+-]|%2b)", "/": r"(?:\\{0,8}/|_|%2f)"}
"""Characters of base64 that have another form in an address."""

_NAMES: dict[str, list[str]] = {}
"""The names that HTML has for characters."""
for _name, _meant in html5.items():
    _NAMES.setdefault(_meant, []).append(_name)


class Spellings(NamedTuple):
    """A pattern of them all, and those that a large text can be searched for quickly."""

    pattern: re.Pattern[bytes]
    plain: tuple[bytes, ...]


@lru_cache(8)  # as many clients as like have one key
def spellings_of(text: str, secret: str) -> Spellings:
    """Spell a text that ends with a secret; either may be repeated."""
    data = secret.encode()
    once = [*_runs(data, b64encode, 6)]
    twice = [run for each in once for run in _runs(each.encode(), b64encode, 6)]
    before = _escaped(text.removesuffix(secret))
    whole = f"(?:{before}{_GAP})?{_escaped(secret)}" if before else _escaped(secret)
    hexadecimal = r"[\s:;,.|/_-]{0,4}".join(f"(?:0x)?{byte:02x}" for byte in data)
    between = rf"(?:{_BLANK}{{0,20}}[:;,.|-]{_BLANK}{{0,20}}|{_BLANK}{{1,20}})"
    decimal = between.join(f"0{{0,2}}{byte}" for byte in data)
    patterns = [whole, hexadecimal, decimal, *map(_broken, once)]
    patterns += [*twice, *_runs(data, b32encode, 5)]  # of letters and digits, nearly
    plain = (text, secret, *once, data.hex(), data.hex().upper())
    return Spellings(
        re.compile("|".join(patterns).encode(), re.IGNORECASE),
        tuple(each.encode() for each in plain),
    )


def _runs(data: bytes, encode: Callable[[bytes], bytes], bits: int) -> Iterator[str]:
    """Give what data comes to in an alphabet of so many bits, wherever in a text it begins."""
    group = lcm(bits, 8) // 8  # bytes
    for before in range(group):
        coded = encode(bytes(before) + data).decode()
        yield coded[-(-before * 8 // bits) : (before + len(data)) * 8 // bits]


def _broken(run: str) -> str:
    return _GAP.join(_BASE64.get(character, character) for character in run)


def _escaped(text: str) -> str:
    return _GAP.join(map(_character, text))


def _character(character: str) -> str:
    """Spell a character in the escapes of JSON and programs, of addresses, of mail and of HTML."""
    code, number = f"{ord(character):02x}", ord(character)
    entity = "|".join([rf"#(?:x0{{0,6}}{code}|0{{0,6}}{number});?", *_NAMES.get(character, ())])
    return (
        rf"(?:\\{{0,8}}{re.escape(character)}"
        rf"|(?:\\{{1,8}}(?:u\{{0{{0,4}}|U0{{6}}|x)|(?:\\{{1,8}}|%)u00){code}\}}?"
        rf"|\\{{1,8}}{number:03o}"
        rf"|[%=](?:25){{0,4}}{code}"
        rf"|&(?:amp;){{0,4}}(?:{entity}))"
    )
