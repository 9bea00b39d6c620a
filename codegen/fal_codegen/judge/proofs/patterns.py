"""Texts that match a pattern: a few small ones, for the part of the language that is read alike."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise, product

_FEW = 6
_LONGEST_REPEAT = 200
_WIDEST = 6
"""Characters of the longest part of a text that is repeated to make it longer."""
_INSIDE = r"(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*"
"""What stands in a group, with one level of groups in it."""
_LOOKING = re.compile(rf"\(\?<?[=!]{_INSIDE}\)")
_AHEAD = re.compile(rf"\(\?=({_INSIDE})\)")
_UNNAMED = re.compile(r"\(\?P?<\w+>")
_GROUP = re.compile(rf"\({_INSIDE}\)")
_OPEN = re.compile(r"(?<!\\)\((?!\?)")
_TOKEN = re.compile(
    r"(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<repeat>(?:[*+?]|\{\d+(?:,\d*)?\})\??)|(?P<anchor>[\^$])|(?P<escape>\\(?:u[0-9A-Fa-f]{4}|p\{\w+\}|.))"
    r"|(?P<any>\.)|(?P<letter>.)",
    re.DOTALL,
)
_KINDS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""Characters that most likely may stand for each other."""
_LONGEST_VARIED = 200
"""Characters of a text at each of which it may be varied."""
_LETTERS = "a0Ab1 -_/.:é\n"
_SCRIPTS = {"L": "Aa", "N": "0", "P": "-.", "S": "+", "Z": " "}
"""Letters of the classes that Unicode's begin with; which of them fit, a test tells."""
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "b": "", "B": "", "/": "/"}


def texts_matching(pattern: str) -> list[str]:
    """Give texts that most likely match; none where the pattern is not understood.

    Whoever takes one tests it: what a pattern looks for ahead is put before or behind the others.
    """
    plain = _written_out(_UNNAMED.sub("(", _LOOKING.sub("", pattern)))
    if re.search(r"\((?!\?:)\?|\\[Pk1-9]", plain):
        return []
    reader = _Reader(plain)
    found = reader.choice()
    if not reader.done:
        return []
    return [*dict.fromkeys((*found, *_as_looked_for(pattern, found)))]


def _as_looked_for(pattern: str, found: list[str]) -> Iterator[str]:
    """Give texts of a pattern with what it looks for ahead, and as long as that."""
    looks = [text for look in _AHEAD.findall(pattern) for text in texts_matching(look)[:1]]
    for text in found if looks else ():
        yield "".join((*looks, text))
        yield "".join((text, *looks))
        yield from (longer for look in looks for longer in stretched(text, len(look)))


def stretched(text: str, length: int) -> Iterator[str]:
    """Repeat a part of a text until it has a length: each of its characters, then longer parts."""
    missing = length - len(text)
    if missing <= 0:
        return
    for width in range(1, _WIDEST + 1):
        for start in range(min(len(text), _LONGEST_REPEAT) - width + 1):
            part = text[start : start + width]
            yield text[:start] + part * -(-missing // width) + text[start:]


def varied(text: str) -> Iterator[str]:
    """Put other characters of the same kind into a text: one place, then two at once."""
    places = [
        (place, kind)
        for place, letter in enumerate(text[:_LONGEST_VARIED])
        for kind in _KINDS
        if letter in kind
    ]
    for place, kind in reversed(places):
        yield from (text[:place] + other + text[place + 1 :] for other in kind)
    for (one, kind), (two, kind_of_two) in pairwise(places):
        for first, second in product(kind, kind_of_two):
            yield text[:one] + first + text[one + 1 : two] + second + text[two + 1 :]


def _written_out(pattern: str) -> str:
    """Put a group itself in the place of what refers to it: the first texts of both are alike."""
    groups = [_GROUP.search(pattern, each.start()) for each in _OPEN.finditer(pattern)]
    for number, group in enumerate(groups, 1):
        again = group[0].replace("(", "(?:", 1) if group else ""
        pattern = pattern.replace(f"\\{number}", again) if again else pattern
    return pattern


class _Reader:
    """Reads a pattern from left to right, and gives of each piece a few texts that match it."""

    def __init__(self, pattern: str) -> None:
        self._tokens = [(str(each.lastgroup), each[0]) for each in _TOKEN.finditer(pattern)]
        self._at = 0

    @property
    def done(self) -> bool:
        """Whether all of the pattern was read."""
        return self._at == len(self._tokens)

    def choice(self) -> list[str]:
        """Read alternatives."""
        found = [self._row()]
        while self._next("bar"):
            found.append(self._row())
        return _distinct(text for row in zip(*map(_filled, found), strict=True) for text in row)

    def _row(self) -> list[str]:
        """Read what follows one another."""
        pieces: list[list[str]] = []
        while not self.done and self._tokens[self._at][0] not in ("bar", "close"):
            piece = self._piece()
            repeat = self._next("repeat")
            pieces.append(_repeated(piece, repeat) if repeat else piece)
        return _distinct(_rows(pieces))

    def _piece(self) -> list[str]:
        kind, text = self._tokens[self._at]
        self._at += 1
        match kind:
            case "open":
                inner = self.choice()
                return inner if self._next("close") else []
            case "class" | "any" | "repeat":
                return _fitting(text)
            case "anchor":
                return [""]
            case "escape":
                return _escaped(text)
            case _:
                return [text]

    def _next(self, kind: str) -> str:
        if self.done or self._tokens[self._at][0] != kind:
            return ""
        self._at += 1
        return self._tokens[self._at - 1][1]


def _rows(pieces: list[list[str]]) -> Iterator[str]:
    """Give the first of each piece, then one piece varied after the other."""
    if not all(pieces):
        return
    yield "".join(each[0] for each in pieces)
    yield "".join(each[-1] for each in pieces)
    for place, piece in enumerate(pieces):
        for other in piece[1:]:
            row = [each[0] for each in pieces]
            yield "".join((*row[:place], other, *row[place + 1 :]))


def _repeated(piece: list[str], repeat: str) -> list[str]:
    """Give a piece as often as it may stand: the fewest times, once more, and the most."""
    counts = {"*": (0, 2), "+": (1, 2), "?": (0, 1)}.get(repeat[0])
    if counts is None:
        least, _, most = repeat.strip("{}?").partition(",")
        counts = (int(least), int(most or least) if "," not in repeat or most else int(least) + 1)
    ends = dict.fromkeys((counts[0], min(counts[0] + 1, counts[1]), counts[1]))
    return _distinct(
        each * count for count in ends if count <= _LONGEST_REPEAT for each in piece or [""]
    )


def _fitting(one: str) -> list[str]:
    """Give single letters that a class takes."""
    try:
        takes = re.compile(one).fullmatch
    except re.error:
        return []
    spelled = re.sub(r"\\u([0-9A-Fa-f]{4})|\\(.)", lambda m: m[2] or chr(int(m[1], 16)), one)
    return _distinct(letter for letter in (*_LETTERS, *spelled) if takes(letter))


def _escaped(text: str) -> list[str]:
    letter = text[1:]
    if letter.startswith("p{"):
        return [*_SCRIPTS.get(letter[2:3], "")]
    if letter in ("d", "D", "w", "W", "s", "S"):
        return _fitting(text)
    if letter.startswith("u") and len(letter) > 1:
        return [chr(int(letter[1:], 16))]
    return [_NAMED.get(letter, letter)]


def _distinct(found: Iterable[str]) -> list[str]:
    return [*islice(dict.fromkeys(found), _FEW)]


def _filled(found: list[str]) -> list[str]:
    """Give as many texts of each alternative, so that none is lost when they take turns."""
    return [found[place % len(found)] for place in range(_FEW)] if found else [""] * _FEW
