"""Text cut into sentences and clauses, and spelled so that one pattern fits many wordings."""

import re
from collections.abc import Iterator
from math import prod

_LONGEST = 4_000
"""Characters of a text that are read: it is hostile, and the longest real one has under 3,000."""
_END = re.compile(
    r"(?<=[.!?])(?!(?<=\b[Mm](?:ax|in)\.)\s+\d)\s+(?=[^a-z])"
    r"|(?<=[A-Za-z]{2}\.)(?=(?:[A-Z][a-z]{2,}|I[fnt]|A[nst]|O[nr]|No|To|Up) )|\n+"
)
"""Where a sentence ends, also where no blank stands behind its full stop, as in no `Node.js`."""
_WRAPPED_AT = 50
"""Characters from which on a line may have been wrapped; what is shorter ended there."""
_GOES_ON = re.compile(r"[a-z(`'\"]|\d+(?![.)]\s)")
_CLAUSE = re.compile(r"[,;] | but ")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[*`]+")
_BRACKETS = re.compile(r"\[(-?[\d.]+), ?(-?[\d.]+)\]")
_DASH = re.compile(r"[‐-―−~]")  # noqa: RUF001 - texts write every dash there is
_SIGNS = (
    (re.compile(r" ?(?:≤|<=|=<) ?"), " at most "),
    (re.compile(r" ?(?:≥|>=|=>) ?"), " at least "),
)
_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_WORDS = {word: str(number) for number, word in enumerate(_NUMBERS, 2)} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_THOUSANDS = {"hundred": 100, "thousand": 1000, "million": 10**6, "k": 1000, "m": 10**6}
_MANY = re.compile(
    r"(?<![\w.,])(?P<count>\d{1,9}(?:\.\d{1,3})?|an?|one)"
    r"(?:(?P<words>(?: (?:hundred|thousand|million)\b){1,3})(?! (?:and )?\d)"
    r"| ?(?P<sign>[km])(?= (?:[\w-]{1,10} )?(?:characters?|chars?|symbols?|letters?)\b))",
    re.IGNORECASE,
)
"""A number that goes on behind its digits: `two hundred thousand`, `50k characters`."""
_ONE = re.compile(
    r"\b(?P<before>up to|at most|at least|more than|fewer than|less than|only|exactly|maximum of"
    r"|minimum of|between|from|supports?|single) one\b|\bone(?= (?:or|to) (?:\d|more\b))",
    re.IGNORECASE,
)
_AS_MANY = re.compile(r"\bas (?:many|long|large) as(?= \d)", re.IGNORECASE)
_SINGLE = re.compile(r"\bonly (?:a|one) single\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if(?! (?:more|over|not|none|longer|omitted|unset|unspecified|exceed|larger|no value))"
    r"|when|unless|recommend\w*|suggest\w*|typical\w*|usual\w*|ideal\w*"
    r"|optimal\w*|best|prefer\w*|try(?!-)|otherwise|total|combined|adds? up|(?<!merged )together"
    r"|across|e\.g|example|approximately|around|about|often|works? well|more stable"
    r"|(?<!\ball )models (?:support|accept|allow|take|are))\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r" ?\((?=[^()]{0,120}\b(?:recommend|suggest|typical|usual|ideal|optimal|best|prefer|e\.g"
    r"|example))[^()]{0,200}\)",
    re.IGNORECASE,
)
"""An aside that advises, and takes nothing from what it stands beside."""
_VARYING = re.compile(r"\b(?:depend\w*|var(?:y|ies))\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:if|when|unless|for|with|in|to)\b(?! (?:not|more|none|over))", re.IGNORECASE
)
_TRAILING = re.compile(
    r"[,;]? (?:if|when|unless|depending|only when|only if)\b(?! (?:more|over|not|none|longer"
    r"|omitted|unset|unspecified|exceed|larger|no value))",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[str]:
    """Split a text into its sentences; what is beyond any real description's length is not read."""
    shown = unescaped(text[:_LONGEST])
    return filter(None, map(str.strip, _END.split(_unwrapped(shown))))


def unescaped(text: str) -> str:
    """Take away the backslashes that keep signs from being markdown."""
    return _ESCAPE.sub("", text)


def _unwrapped(text: str) -> str:
    """Put lines together that were one before they were wrapped at some column."""
    first, *others = text.split("\n")
    lines = [first.strip()]
    for line in map(str.strip, others):
        long = len(lines[-1]) >= _WRAPPED_AT and lines[-1][-1] not in ".!?"
        if long and _GOES_ON.match(line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def simplified(sentence: str) -> str:
    """Spell a sentence with digits, plain dashes and words for signs, and without markup."""
    text = _BRACKETS.sub(r"(\1-\2)", _DASH.sub("-", _MARKUP.sub("", sentence)))
    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    text = _SINGLE.sub("only 1", text)
    text = _NUMBER_WORD.sub(lambda found: _WORDS[found[0].lower()], text)
    text = _MANY.sub(_digits, text)
    text = _ONE.sub(lambda found: f"{found['before'] or ''} 1".lstrip(), text)
    return _AS_MANY.sub("up to", " ".join(text.split()))


def _digits(found: re.Match[str]) -> str:
    count = found["count"].lower()
    scale = prod(_THOUSANDS[word.lower()] for word in (found["words"] or found["sign"]).split())
    whole = round(scale * (1 if count in ("a", "an", "one") else float(count)))
    return str(whole)


def clauses(sentence: str) -> Iterator[str]:
    """Walk the clauses of a simplified sentence that hold always.

    A condition in a clause silences it, and advice in brackets only itself; one that opens or
    closes the sentence, or says that things vary, silences all of it.
    """
    if any(each.search(sentence) for each in (_VARYING, _LEADING, _TRAILING)):
        return
    for clause in _CLAUSE.split(_ADVICE.sub("", sentence)):
        if not _CONDITION.search(clause):
            yield clause.strip()
