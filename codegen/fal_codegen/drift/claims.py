"""Limits that descriptions state: a sentence that says another number now."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from fal_codegen.compare import Difference
from fal_codegen.contract import Anything, Array, Claim, Json, Scalar, Shape
from fal_codegen.prose import claims, sentences

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "array": Array(Anything()),
        **{name: Scalar(name) for name in ("string", "integer", "number")},
    }
)


def claimed(difference: Difference) -> Iterator[tuple[str, Json, Json]]:
    """Give what a description claims differently: the keyword, and both claims with the sentences.

    A claim is its value and the sentence; None where there is none.
    """
    before, after = _claims(difference, difference.before), _claims(difference, difference.after)
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if (old and old.value) != (new and new.value):
            yield key[1], _shown(old), _shown(new)


def numbered(difference: Difference) -> tuple[Json, Json] | None:
    """Give the sentences with other numbers in them, of those that no pattern reads.

    None where only words changed: a price or a size that is told otherwise is no mere wording.
    """
    before, after = (_rest(difference, text) for text in (difference.before, difference.after))
    gone = [each for each in before if each not in after]
    came = [each for each in after if each not in before]
    one, other = (sorted(_NUMBER.findall(" ".join(each))) for each in (gone, came))
    if one == other:
        return None
    return " ".join(gone) or None, " ".join(came) or None


def reworded(difference: Difference) -> bool:
    """Tell whether anything but sentences with claims was reworded."""
    texts = difference.before, difference.after
    return _rest(difference, texts[0]) != _rest(difference, texts[1])


def _claims(difference: Difference, text: Json) -> dict[tuple[str, str], Claim]:
    if not isinstance(text, str):
        return {}
    shapes = [_SHAPES[name] for name in difference.types if name in _SHAPES]
    found = (claim for shape in shapes for claim in claims(text, difference.place, shape))
    return {(claim.place, claim.keyword): claim for claim in found}


def _rest(difference: Difference, text: Json) -> list[str]:
    """Give the sentences that claim nothing."""
    if not isinstance(text, str):
        return []
    claimed = {claim.text for claim in _claims(difference, text).values()}
    return [sentence for sentence in sentences(text) if sentence not in claimed]


def _shown(claim: Claim | None) -> Json:
    return None if claim is None else {"value": claim.value, "text": claim.text}
