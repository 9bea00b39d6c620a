"""What sentences say of a file behind an address: its sides, frame rate, shape and formats.

Keywords are those of fal's `x-fal`, which no validator enforces, and `formats` for the endings that
a file may have.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from fal_codegen.contract import Json
from fal_codegen.prose.amounts import HIGH, LOW, TO, Number, number
from fal_codegen.prose.sentences import clauses, simplified

Facet: TypeAlias = tuple[str, Number]

BYTES = {"kb": 2**10, "mb": 2**20, "gb": 2**30}
"""What the service calls 10.0MB is 10485760 in its `x-fal` (recorded documents)."""
_SIDES = ("width", "height")
_NOTE = re.compile(r" ?\([^()]{0,120}\)")
_NUMBER = r"\d{1,10}(?:\.\d{1,6})?"
_LISTED = re.compile(
    r"\b(?P<end>max|min)(?:imum)?\.? (?P<of>width|height|duration|file size|fps|aspect ratio)"
    rf"(?: is|:)? (?P<value>{LOW})(?: ?(?P<unit>px|s|mb|kb|gb)\b)?(?![\d:])",
    re.IGNORECASE,
)
"""The line that the service writes below a file's description."""
_UNITS = {
    "width": ("px",),
    "height": ("px",),
    "duration": ("s",),
    "file size": tuple(BYTES),
    "fps": (None,),
    "aspect ratio": (None,),
}
_SIDE = (
    r"\b(?P<side>dimensions?|resolution|width ?/ ?height|width and height|(?:both|each) sides?"
    r"|short(?:er|est) (?:side|edge)|long(?:er|est) (?:side|edge)|width|height)"
)
_MUST = r"(?: (?:must|should) be| is| are|:)?"
_RANGE = rf"(?:between |from )?{LOW}(?:{TO}| and ){HIGH}"
_LEAST, _MOST = LOW.replace("low", "least"), HIGH.replace("high", "most")
_ENDS = rf"(?:{_RANGE}|at least {_LEAST}|at most {_MOST})"
_PIXEL = r" ?(?P<px>px|pixels?)\b"
_MEASURES = [
    re.compile(rf"{_SIDE}{_MUST} {_ENDS}(?:{_PIXEL})?(?![\w:%])", re.IGNORECASE),
    re.compile(rf"(?<![\w.,:-]){_RANGE}{_PIXEL} (?P<side>resolution|dimensions)\b", re.IGNORECASE),
]
_AREA = re.compile(r"\b(?:total|area|megapixels?)\b", re.IGNORECASE)
_RATE = re.compile(
    rf"\b(?:fps|frame ?rate){_MUST} {_ENDS}(?![\w:%])(?! (?!fps\b)[a-z])", re.IGNORECASE
)
_RATIO = re.compile(
    rf"\baspect ratio{_MUST} (?:between|from) (?P<low>{_NUMBER}(?::{_NUMBER})?) (?:and|to)"
    rf" (?P<high>{_NUMBER}(?::{_NUMBER})?)(?![\d:])",
    re.IGNORECASE,
)
_KIND = (
    r"\.?(?:jpe?g|jfif|png|webp|gif|bmp|tiff?|avif|hei[cf]|svg|mp4|mov|avi|mkv|webm|m4v|mpe?g"
    r"|mp3|wav|ogg|opus|flac|aac|aiff?|m4a|wma|glb|gltf|obj|fbx|stl|ply|usdz|pdf|np[yz])"
)
_NEXT = r"(?:, (?:or |and )?|,| or | and | ?/ ?| \| )"
_KINDS = rf"(?<![\w./:-])(?P<kinds>{_KIND}(?:{_NEXT}{_KIND}){{0,30}})(?![\w/-]|\.\w)"
_FILES = r"(?:files?|images?|videos?|audio|inputs?)"
_TAKES = r"(?:supports?|supported|accepts?|accepted|only|(?:must|should) be(?: an?| in)?)"
_FORMATS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\bformats?(?: supported| accepted)?(?: are| is| include|:)? ?{_KINDS}",
        rf"\b{_TAKES}:? {_KINDS}",
        rf"{_KINDS}(?: {_FILES})?(?: formats?)?(?: are| is)? (?:only|supported|accepted)\b",
        rf"\((?:{_FILES} in )?{_KINDS}(?: (?:only|supported|formats?|{_FILES}))?\)",
        rf"(?:^|\. ){_KINDS}(?=[,;.]|$)",
    )
]
_OPEN = re.compile(
    r"\b(?:etc|e\.g|for example|such as|like|not|no longer|except|without|recommend\w*|prefer\w*"
    r"|output|convert\w*|return\w*|generated|if|when|unless)\b|n't\b",
    re.IGNORECASE,
)
"""What says that a list of formats is open, or is of something else than what goes in."""


def facets(sentence: str) -> Iterator[Facet]:
    """Read sizes, durations, sides, frame rates and ratios, under the keywords of `x-fal`."""
    for found in _LISTED.finditer(sentence):
        of, unit = found["of"].lower(), (found["unit"] or "").lower() or None
        value = number(found["value"])
        if value is not None and unit in _UNITS[of]:
            yield f"{found['end'].lower()}_{of.replace(' ', '_')}", value * BYTES.get(unit or "", 1)
    for clause in clauses(_NOTE.sub("", simplified(sentence))):
        if not _AREA.search(clause):
            yield from _measures(clause)


def formats(sentence: str) -> list[Json]:
    """Give the formats that a sentence says a file may have, in small letters; none if it is open.

    One alone, as "(GLB)", says what the file is and not what it may be, unless a word says so.
    """
    plain = " ".join(simplified(sentence).split())
    bare = _NOTE.sub("", plain)
    for form in _FORMATS:
        text = plain if form.pattern.startswith(r"\(") else bare
        found = form.search(text)
        if found and not _OPEN.search(bare if text is bare else found[0]):
            kinds = [kind.lower() for kind in re.findall(r"\w+", _joined(found["kinds"]))]
            said = any(word in found[0].lower() for word in ("support", "accept", "only", "format"))
            if len(kinds) > 1 or said or "be" in found[0].lower().split():
                return [*dict.fromkeys(kinds)]
    return []


def _joined(kinds: str) -> str:
    return re.sub(r"\b(?:or|and)\b", " ", kinds, flags=re.IGNORECASE)


def _measures(clause: str) -> Iterator[Facet]:
    for form in _MEASURES:
        found = form.search(clause)
        if found and (found["px"] or found["side"].lower() != "resolution"):
            yield from _sides(found)
    rate = _RATE.search(clause)
    if rate:
        low, high = _ends(rate)
        yield from _pair("fps", low, high)
    ratio = _RATIO.search(clause)
    if ratio:
        yield from _pair("aspect_ratio", _quotient(ratio["low"]), _quotient(ratio["high"]))


def _sides(found: re.Match[str]) -> Iterator[Facet]:
    """Give the ends of one side, or of both where no side or the telling one is named."""
    low, high = _ends(found)
    said = found["side"].lower()
    if said.startswith("short"):
        high = None  # the other side may be longer
    elif said.startswith("long"):
        low = None
    for side in (said,) if said in _SIDES else _SIDES:
        yield from _pair(side, low, high)


def _ends(found: re.Match[str]) -> tuple[Number | None, Number | None]:
    groups = found.groupdict()
    low, high = (
        number(groups.get(one) or groups.get(other))
        for one, other in (("low", "least"), ("high", "most"))
    )
    return (low, high) if low is None or high is None or low <= high else (None, None)


def _pair(of: str, low: Number | None, high: Number | None) -> Iterator[Facet]:
    for end, value in (("min", low), ("max", high)):
        if value is not None:
            yield f"{end}_{of}", value


def _quotient(text: str) -> Number | None:
    """Read a ratio, `1:2.5` or `0.4`, as one number."""
    over, _, under = text.partition(":")
    value, by = number(over), number(under or "1")
    if value is None or not by:
        return None
    ratio = value / by
    return int(ratio) if ratio.is_integer() else round(ratio, 4)
