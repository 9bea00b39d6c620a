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

_SCALES = {"k": 2**10, "m": 2**20, "g": 2**30}
BYTES = {f"{scale}{unit}": size for scale, size in _SCALES.items() for unit in ("b", "ib")}
"""What the service calls 10.0MB is 10485760 in its `x-fal` (recorded documents)."""
_SIDES = ("width", "height")
_NOTE = re.compile(r" ?\([^()]{0,120}\)")
_NUMBER = r"\d{1,10}(?:\.\d{1,6})?"
_LISTED = re.compile(
    r"\b(?P<end>max|min)(?:imum)?\.? (?P<of>width|height|duration|file size|fps|aspect ratio)"
    rf"(?: is|:)? (?P<value>{LOW})(?: ?(?P<unit>px|s|[kmg]i?b)\b)?(?![\d:])",
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
_BY = r"(?P<{0}_width>\d{{2,5}}) ?[x*\u00d7] ?(?P<{0}_height>\d{{2,5}})(?![\w*]|\.\d)"
_NAMED_SIZE = r"(?: (?:resolution|size|dimensions?))?(?: of|:| is)? "
_SIZES = [
    re.compile(rf"\b(?:at least|min(?:imum|\.)?{_NAMED_SIZE}) ?{_BY.format('min')}", re.IGNORECASE),
    re.compile(rf"\b(?:at most|max(?:imum|\.)?{_NAMED_SIZE}) ?{_BY.format('max')}", re.IGNORECASE),
]
"""How a clause states both sides at once: `min 512x512`."""
_AREA = re.compile(r"\b(?:total|area|megapixels?)\b", re.IGNORECASE)
_RATE = re.compile(
    rf"\b(?:fps|frame ?rate){_MUST} {_ENDS}(?![\w:%])(?! (?!fps\b)[a-z])"
    rf"|\b(?:must|should) be at least {LOW.replace('low', 'slowest')} fps\b",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"\baspect ratio{_MUST} (?:between|from) (?P<low>{_NUMBER}(?::{_NUMBER})?) (?:and|to)"
    rf" (?P<high>{_NUMBER}(?::{_NUMBER})?)(?![\d:])",
    re.IGNORECASE,
)
_KIND = (
    r"\.?(?:jpe?g|jfif|png|webp|gif|bmp|tiff?|avif|hei[cf]|svg|exr|jxl|mp4|mov|avi|mkv|webm|m4v"
    r"|mpe?g|flv|wmv|3gp|mp3|mpga|wav|ogg_opus|og[gav]|opus|flac|aac|aiff?|m4a|wma|amr|pcm|glb"
    r"|gltf|obj|fbx|stl|ply|usdz|3mf|pdf|np[yz])"
)
_NEXT = r"(?:, (?:or |and )?|,| or | and | ?/ ?| \| )"
_KINDS = rf"(?<![\w./:-])(?P<kinds>{_KIND}(?:{_NEXT}{_KIND}){{0,30}})(?![\w/-]|\.\w)"
_FILES = r"(?:files?|images?|videos?|audio|inputs?)"
_TAKES = r"(?:supports?|supported|accepts?|accepted|only|(?:must|should) be(?: an?| in)?)"
_MORE = rf"(?: (?:only|supported|formats?|{_FILES}))?"
_FORMATS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\bformats?(?: supported| accepted)?(?: are| is| include|:)? ?{_KINDS}",
        rf"\b{_TAKES}:? {_KINDS}",
        rf"{_KINDS}(?: {_FILES})?(?: formats?)?(?: are| is)? (?:only|supported|accepted)\b",
        rf"\((?:{_FILES} in )?{_KINDS}{_MORE}[),;]",
        rf"\([^(),]{{1,30}}, {_KINDS}{_MORE}[),;]",
        rf"(?:^|\. ){_KINDS}(?=[,;.]|$)",
        rf", (?P<kinds>{_KIND}(?:/{_KIND}){{1,30}})(?=[,;.]|$)",
    )
]
_OPEN = re.compile(
    r"\b(?:etc|e\.g|for example|such as|like|not|no longer|except|without|recommend\w*|prefer\w*"
    r"|output|convert\w*|return\w*|generated|if|when|unless)\b|n't\b",
    re.IGNORECASE,
)
"""What says that a list of formats is open, or is of something else than what goes in."""
_UNKNOWN = re.compile(
    r"(?:, (?:or |and )?| or | and |/)[a-z][a-z0-9_]{1,7}(?=[,;.)/]|$| or | and )", re.IGNORECASE
)
"""A word that a list goes on with and that is no format known here."""
_SPELLINGS = {"jpg": "jpeg", "tif": "tiff", "mpg": "mpeg", "aif": "aiff"}


def facets(sentence: str) -> Iterator[Facet]:
    """Read sizes, durations, sides, frame rates and ratios, under the keywords of `x-fal`."""
    for found in _LISTED.finditer(sentence):
        of, unit = found["of"].lower(), (found["unit"] or "").lower() or None
        value = number(found["value"])
        if value is not None and unit in _UNITS[of]:
            yield f"{found['end'].lower()}_{of.replace(' ', '_')}", value * BYTES.get(unit or "", 1)
    plain = simplified(sentence)
    for clause in clauses(_NOTE.sub("", plain)):
        if not _AREA.search(clause):
            yield from _measures(clause)
    for clause in clauses(plain):
        for form in _SIZES:
            sides = form.search(clause)
            if sides and not _AREA.search(clause):
                yield from ((end, int(value)) for end, value in sides.groupdict().items())


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
            if _UNKNOWN.match(text, found.end("kinds")):
                return []
            if len(kinds) > 1 or said or "be" in found[0].lower().split():
                return _spelled_once(kinds)
    return []


def _spelled_once(kinds: list[str]) -> list[Json]:
    """Keep the first spelling of each format: `jpg` and `jpeg` are one."""
    once: dict[str, Json] = {}
    for kind in kinds:
        once.setdefault(_SPELLINGS.get(kind, kind), kind)
    return [*once.values()]


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
        yield from _pair("fps", low if rate["slowest"] is None else number(rate["slowest"]), high)
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
