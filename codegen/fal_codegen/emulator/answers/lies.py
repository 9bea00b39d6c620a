"""Lies that an answer may tell of itself on demand: it is valid, and not what was asked for."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import TypeAlias

from fal_codegen.emulator.answers.sizes import Size, bounded

_TURN = count(1)
_OTHER = {"png": "jpeg", "jpeg": "png", "webp": "png", "gif": "png"}


@dataclass(frozen=True, slots=True)
class Lie:
    """What is untrue about the pictures of an answer; nothing, by default.

    `count` changes their number, `size` their size, `kind` their form, all of which the answer then
    says of them. `bytes_kind` changes the form of the bytes alone, behind a name that stays,
    `media_type` what is said of the form, `numbers` what is said of width and height. With `anew`
    no two answers are alike, seed or not; `inline` changes between addresses and data URIs.
    """

    count: Callable[[int], int] = lambda asked: asked
    size: Callable[[Size], Size] = lambda asked: asked
    kind: Callable[[str], str] = lambda asked: asked
    bytes_kind: Callable[[str], str] = lambda said: said
    media_type: Callable[[str], str] = lambda true: true
    numbers: Callable[[int], int] = lambda true: true
    anew: bool = False
    inline: Callable[[bool], bool] = lambda asked: asked

    def next_turn(self) -> int:
        """Give a number that is another each time, where answers are to differ; else the same."""
        return next(_TURN) if self.anew else 0


def _other(kind: str) -> str:
    return _OTHER.get(kind, kind)


def _scaled(factor: float) -> Callable[[Size], Size]:
    return lambda size: bounded(int(size[0] * factor), int(size[1] * factor))


def _square(size: Size) -> Size:
    side = int(math.sqrt(size[0] * size[1]))
    return side, side


_Lies: TypeAlias = Mapping[str, Lie]
LIES: _Lies = MappingProxyType(
    {
        "one-short": Lie(count=lambda asked: asked - 1),
        "one-more": Lie(count=lambda asked: asked + 1),
        "smaller": Lie(size=_scaled(1 / 2)),
        "larger": Lie(size=_scaled(2)),
        "swapped": Lie(size=lambda size: (size[1], size[0])),
        "square": Lie(size=_square),
        "other-form": Lie(kind=_other),
        "misnamed": Lie(bytes_kind=_other),
        "mistyped": Lie(media_type=lambda true: f"image/{_other(true.partition('/')[2])}"),
        "misdescribed": Lie(numbers=lambda true: true + 64),
        "no-picture": Lie(bytes_kind=lambda _: "txt"),
        "unseeded": Lie(anew=True),
        "inlined": Lie(inline=lambda _: True),
        "linked": Lie(inline=lambda _: False),
    }
)
"""The lies there are, by the word that asks for them; what users report of services."""
HONEST = Lie()
