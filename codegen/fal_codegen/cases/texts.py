"""Texts within limits: of a length, and matching a pattern where there is one."""

from collections.abc import Iterator
from itertools import chain, islice, product

from fal_codegen.cases.limits import size_of
from fal_codegen.contract import KEYWORDS, Scalar
from fal_codegen.judge import stretched, texts_matching, varied

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_PLAIN = ("a", "A", "0", "aA0-", "a@b.co", "https://example.com/a", "2024-01-01", "en-US")
"""What patterns ask for that nobody here understands."""
_MANY = 10_000
_TRIES = 300
"""Texts of a length that are held to a pattern, which may take long."""


def texts_within(shape: Scalar) -> Iterator[str]:
    """Give distinct texts that most likely keep all limits, the simplest first."""
    patterns = [str(each.value) for each in shape.limits if each.keyword == "pattern"]
    seen: set[str] = set()
    for text in _matching(patterns[0], shape) if patterns else _plain(shape):
        if text not in seen:
            seen.add(text)
            yield text


def matching_of_length(pattern: str, length: int) -> Iterator[str]:
    """Give texts of a length that match a pattern, where they are easily made of shorter ones."""
    matches = KEYWORDS["pattern"].keeps
    known = [*texts_matching(pattern), *_PLAIN]
    fitting = (text for text in known if len(text) == length)
    made = chain(fitting, *(stretched(text, length) for text in known if matches(text, pattern)))
    long = (text for text in islice(made, _TRIES) if len(text) == length)
    yield from (text for text in long if matches(text, pattern))


def _plain(shape: Scalar) -> Iterator[str]:
    least, most = size_of(shape.limits, "length")
    length = max(least, 1)
    yield "a" * length
    if most is None or most > length:
        yield from ("a" * length + str(number) for number in range(_MANY))
    most = length + 3 if most is None else min(most, length + 3)
    yield from (text for size in range(least, most + 1) for text in _spelled(size))


def _spelled(length: int) -> Iterator[str]:
    """Spell texts of a length that differ at their ends."""
    varied = min(length, 3)
    for letters in islice(product(_ALPHABET, repeat=varied), _MANY):
        yield "a" * (length - varied) + "".join(letters)


def _matching(pattern: str, shape: Scalar) -> Iterator[str]:
    """Give texts that match, longer ones of them where they must be, and others of their kind."""
    matches = KEYWORDS["pattern"].keeps
    known = [text for text in (*texts_matching(pattern), *_PLAIN) if matches(text, pattern)]
    least = size_of(shape.limits, "length")[0]
    yield from known
    yield from (longer for text in known for longer in stretched(text, least))
    yield from (other for text in known for other in varied(text))
