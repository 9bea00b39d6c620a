"""Values that sentences name: lists of what a field takes, and its default."""

import re
from collections.abc import Container, Iterable, Iterator

from fal_codegen.contract import (
    Array,
    Claim,
    Enum,
    Json,
    Scalar,
    Shape,
    canonical,
    is_number,
    parse,
    without_null,
)
from fal_codegen.prose.sentences import sentences

_INTRODUCTION = re.compile(
    r"(?:\b(?:options|values|choices|formats|supported|allowed|modes)(?: values)?(?: are|:)"
    r"|\b(?:one of|either|choose (?:between|from)|only supports|supports only"
    r"|includ(?:e|es|ing)|are|such as|can be|must be):?) ",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"(?:\b(?:options|choices|(?:possible|allowed|valid|supported|available|accepted) values)"
    r"(?: are|:)|\b(?:must be|can be|either|is) one of:?|^supported:) ",
    re.IGNORECASE,
)
"""What opens a list of all that a field takes, whether or not its shape knows the words."""
_SEPARATOR = re.compile(r",? or |,? and |, ?| \| ")
_NOTE = re.compile(r" ?\([^()]{0,80}\)")
_AFTER = re.compile(r"(?: for | - | \(|: ).*", re.DOTALL)
_QUOTED = re.compile(r"^([`'\"])(.+)\1$")
_QUOTED_LIST = re.compile(r"(['\"`])[^'\"`]{1,80}\1(?:(?:,? or |,? and |, )\1[^'\"`]{1,80}\1)+")
_FACTOR = re.compile(r"(?<=^\d)x$")
_LIKE = re.compile(r"(?<![\w/:.@-])[A-Za-z0-9][\w./:-]*[A-Za-z0-9](?![\w/])")
_AGAINST = re.compile(
    r"\b(?:not|n't|no longer|except|cannot|unsupported|unavailable|costs?|billing|price[sd]?"
    r"|popular|recommended|e\.g|for example|like)\b|\$|\bonly\b.{1,60}\b(?:with|in|for)\b",
    re.IGNORECASE,
)
_CODED = re.compile(r"[A-Za-z_].*[\d_/]|\d.*[A-Za-z]|\w:\w")
"""What is spelled as no word or number is, and so is a value without quotes."""
_PLAIN = re.compile(r"\d*|[A-Za-z]*")
"""Spellings that any word or number has."""
_CONDITIONAL = re.compile(
    r"\b(?:if|when|for|where|unless)\b"
    r"(?! (?:not|none|omitted|unset|unspecified|empty|absent|left))",
    re.IGNORECASE,
)
_UNSET = re.compile(
    r"\b(?:if|when) (?:it(?:'s| is) )?(?:not|none|omitted|unset|unspecified|empty|absent|left)"
    r"(?: (?:set|provided|given|specified|supplied|out|empty))?,?",
    re.IGNORECASE,
)
_VALUE = (
    r"(?P<value>`[^`\n]{0,200}`|\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|\S{1,100}?)(?=[.,;)]*(?:\s|$))"
)
_DEFAULTS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\bdefaults? value(?: is|:|=) ?{_VALUE}",
        rf"\bdefault(?: is|:| =|=) ?{_VALUE}",
        rf"\bdefaults? to {_VALUE}",
        rf"\(default {_VALUE}",
        rf"(?:^|\b(?:is|are|uses?) ){_VALUE} by default\b",
        rf"^(?:the )?{_VALUE} is the default\b",
    )
]
_MARKED = re.compile(r"(?<![\w./-])(?P<value>[`'\"]?[\w.:/+-]{1,60}[`'\"]?) \((?:the )?default\)")
"""A value with that word behind it: it holds, whatever the sentence says of the value."""
_EXPLAINED = re.compile(r"(?:^|[,;(.] ?)([`'\"]?)([\w.+-]{1,40})°?\1 ?= ?(?=[^=])")
"""A value with its meaning: `1 = mono, 2 = stereo`."""
_OPENING = re.compile(r"(?:[-*•] )?(?:\*\*)?(?:([`'\"])([\w.-]{1,40})\1|([\w.-]{1,40})(?=: ))")
"""A value that a sentence or a line begins with, to say what it means."""
_MARK, _COLON = re.compile(r"[-*•] "), re.compile(r"(?:\*\*)?:")
_PART = re.compile(r"(?<=[.;]) ")
_WORD = re.compile(r"(?<!\w)([`'\"])([\w.:-]{1,40})\1")
_NUMERIC = ("integer", "number")
_SWITCH = {
    "true": True,
    "enabled": True,
    "on": True,
    "false": False,
    "disabled": False,
    "off": False,
}


def named(text: str, place: str, shape: Shape, fields: Container[str] = ()) -> tuple[Claim, ...]:
    """Give the values that a description lists for its place, in their order, as one claim.

    They are words of a list that says it is one or of which the shape knows at least half, or words
    spelled as only its values are: `1080p` beside `720p`. A sentence that speaks against a value
    claims nothing. Names of `fields` that a shape does not know are explained as fields, not as
    values.
    """
    inner = _innermost(shape)
    known = _known(inner, place)
    if known is None:
        return ()
    numeric = isinstance(inner, Scalar) and inner.type in _NUMERIC
    for sentence in sentences(text):
        if _AGAINST.search(sentence):
            continue
        lists = sorted(_lists(sentence, known), key=len)
        found = lists[-1] if lists else _alike(sentence, known)
        if found:
            values: list[Json] = [known.get(each, each) for each in dict.fromkeys(found)]
            if numeric:
                values = [value for each in values if (value := _number(str(each))) is not None]
            if len(values) > 1 and len(values) == len(set(found)):
                return (Claim(place, "enum", values, sentence),)
    return _explained(text, place, known, fields) if not numeric else ()


def _explained(
    text: str, place: str, known: dict[str, Json], fields: Container[str]
) -> tuple[Claim, ...]:
    """Give the values that a description explains one by one, or else quotes, each of them.

    Where none is known, the text must have the form of a list: a mark, or a colon behind the word.
    """
    said = list(sentences(text))
    parts = [(part, sentence) for sentence in said for part in _PART.split(sentence)]
    opened = [
        (found, sentence)
        for part, sentence in parts
        if (found := _OPENING.match(part))
        and ((word := found[2] or found[3]) in known or word not in fields)
    ]
    if not known and not _is_list(opened):
        return ()
    first = {(found[2] or found[3]): sentence for found, sentence in reversed(opened)}
    listed = [word for found, _ in opened if (word := found[2] or found[3]) in known or found[2]]
    if len(set(listed)) < 2 or not known.keys() <= set(listed):  # noqa: PLR2004
        quoted = [(found[2], sentence) for sentence in said for found in _WORD.finditer(sentence)]
        first = dict(reversed(quoted))
        listed = [word for word, _ in quoted if word in known]
        if len(known) < 2 or known.keys() != set(listed):  # noqa: PLR2004
            return ()
    values: list[Json] = [known.get(each, each) for each in dict.fromkeys(listed)]
    return (Claim(place, "enum", values, first[listed[0]]),)


def _is_list(opened: Iterable[tuple[re.Match[str], str]]) -> bool:
    quoted = [found for found, _ in opened if found[2]]
    marked = all(_MARK.match(found[0]) for found in quoted)
    return marked or all(_COLON.match(found.string, found.end()) for found in quoted)


def stated_default(text: str, place: str, shape: Shape) -> tuple[Claim, ...]:
    """Give the default that a description states, unless it holds only sometimes."""
    inner = without_null(shape)
    for sentence in sentences(text):
        marked = {
            canonical(value): value
            for found in _MARKED.finditer(sentence)
            if (value := _typed(found["value"], inner)) is not None
        }
        if len(marked) == 1:
            (value,) = marked.values()
            return (Claim(place, "default", value, sentence),)
        rest = _UNSET.sub("", sentence)
        if _CONDITIONAL.search(rest):
            continue
        for form in _DEFAULTS:
            found = form.search(rest)
            value = _typed(found["value"], inner) if found else None
            if value is not None:
                return (Claim(place, "default", value, sentence),)
    return ()


def _known(shape: Shape, place: str) -> dict[str, Json] | None:
    """Give the values a shape lists, by their spelling; None for what has no such values."""
    if isinstance(shape, Enum):
        return {_spelled(value): value for value in shape.values}
    free = place.endswith(("_url", "_urls", "prompt", "text", "lyrics"))
    numeric = isinstance(shape, Scalar) and shape.type in _NUMERIC
    return {} if numeric or (shape == Scalar("string") and not free) else None


def _lists(sentence: str, known: dict[str, Json]) -> Iterator[list[str]]:
    """Walk the lists of words in a sentence that are values."""
    bare = _NOTE.sub("", sentence)
    for found in _LISTING.finditer(bare):
        items = _items(bare[found.end() :], known)
        if len(items) > 1 and all(items):
            yield items
    explained = [each[1] for each in _EXPLAINED.findall(sentence)]
    if len(explained) > 1 and set(explained) <= known.keys():
        yield explained
    told = _items(bare.rpartition(": ")[2], known) if ": " in bare else []
    if len(told) > 1 and set(told) == known.keys():
        yield told
    inside = [each for each in re.findall(r"\(([^()]{1,200})\)", sentence) if " for " not in each]
    inside += [found[0] for found in _QUOTED_LIST.finditer(bare)]
    started = [bare[found.end() :] for found in _INTRODUCTION.finditer(bare)]
    lists = [items for text in started if (items := _items(text, known))[0]]
    lists += [_items(text, known) for text in inside]
    for items in lists if known else ():
        kept = list(filter(None, items))
        if len(kept) > 1 and sum(item in known for item in kept) * 2 >= len(kept):
            yield kept


def _items(text: str, known: dict[str, Json]) -> list[str]:
    return [_item(part, known) for part in _SEPARATOR.split(text.rstrip(" ."))]


def _item(text: str, known: dict[str, Json]) -> str:
    """Give one item of a list, without quotes and what is said of it."""
    text = _AFTER.sub("", text.strip()).strip(" .")
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted[2]
    lower = {each.lower(): each for each in known}
    for cut in (text, text.partition(" ")[0], _FACTOR.sub("", text)):
        if cut.lower() in lower:
            return lower[cut.lower()]
    return text if " " not in text else ""


def _alike(sentence: str, known: dict[str, Json]) -> list[str]:
    """Give the words spelled as the known values are, where that spelling is their own.

    Some of the known ones alone are examples, and tell nothing.
    """
    spellings = {_pattern(each) for each in known if not _PLAIN.fullmatch(each)}
    found = [word for word in _LIKE.findall(sentence) if _pattern(word) in spellings]
    return [] if set(found) < known.keys() else found


def _pattern(word: str) -> str:
    """Give a word's spelling with every number as 9, and words as a or A."""
    word = re.sub(r"\d+", "9", word)
    return re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", word)) if "/" in word else word


def _typed(text: str, shape: Shape) -> Json:
    """Read a spelled value as one of the shape's; None where it cannot be one."""
    quoted = _QUOTED.fullmatch(text)
    word = quoted[2] if quoted else text.rstrip(".,;:)")
    match shape:
        case Enum(values=values):
            return next((each for each in values if _spelled(each).lower() == word.lower()), None)
        case Scalar(type="boolean"):
            return _SWITCH.get(word.lower())
        case Scalar(type="integer" | "number"):
            return _number(word.replace(",", ""))
        case Scalar(type="string"):
            return word if quoted or _CODED.search(word) else None
        case _:
            return None


def _number(text: str) -> Json:
    try:
        value = parse(text.encode())
    except ValueError:
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if is_number(value) else None


def _innermost(shape: Shape) -> Shape:
    while isinstance(shape, Array) or shape != without_null(shape):
        shape = shape.items if isinstance(shape, Array) else without_null(shape)
    return shape


def _spelled(value: Json) -> str:
    return value if isinstance(value, str) else canonical(value)
