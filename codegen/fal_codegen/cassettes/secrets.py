"""What counts as a secret: by the name it goes under, or by its shape."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from fal_codegen.cassettes.secret_names import SURE, masked, named
from fal_codegen.cassettes.spellings import is_text, unbroken, unescaped

_SHORTEST = 8
"""Characters below which a value says nothing and may appear anywhere."""

_SHORTEST_MIXED = 7
"""The same for a value of letters and digits, which no sentence has by chance."""

_SHORTEST_PARAMETER = 4
"""The same for what stands behind the name of a secret in an address."""

_SHORTEST_BEHIND_COLON = 12
"""The same for what stands in a sentence behind a word such as `key`: music has keys too."""

_WORD = re.compile(r"[A-Za-z]?[a-z]{1,19}|\d{1,15}")
_SHORT_WORD = re.compile(r"[A-Za-z]?[a-z]{1,9}")
"""What may stand behind `key` or `token` in an address; more letters may be drawn by lot."""

_PARAMETER = re.compile(rb"(?m:^|[?&;#])([\w.\[\]-]{1,64})=(?=([^&;#\s\"'<>\\]{1,999}))")
_MEMBER = re.compile(
    rb'["\']([\w.-]{1,64})["\']\s*(?::|,\s*["\']value["\']\s*:)\s*(\[\s*|\{\s*["\']\w{1,64}["\']\s*:\s*)?'
    rb'(?="((?:[^"\\]|\\.)*)"|\'([^\']*)\')'
)
"""A name and its value in JSON: a text, the first of a list or an object, or a pair of members."""
_AUTHORIZATION = re.compile(
    rb"authorization[\"']?\s*(?:[:=,]|,\s*[\"']value[\"']\s*:)"
    rb"[\s\[\"']*(\w[\w-]{1,30}[ \t]+[^\s\"'\\,\[\]]+)",
    re.IGNORECASE,
)
"""The header as it stands in a text: a scheme, and what it says."""
_SCHEMES = frozenset("api-key apikey basic bearer digest hmac key token".split())
"""Those that are usual; behind any other word may stand a sentence."""
_ASSIGNED = re.compile(
    rb"(?<![\w.\[\]-])([A-Za-z][\w.-]{0,63})[ \t]{0,4}[:=][ \t]{0,4}[\"']?"
    rb"(?=([^\s\"'<>\\,;&(){}\[\]]{1,999}))"
)
"""A name and its value in headers, attributes, YAML, queries and programs; a value may hold more
such names, so no more of it is read than a search of all of them can pay for."""
_ELEMENT = re.compile(rb"<(?:\w{1,64}:)?(\w[\w.-]{0,63})(?:\s[^<>]{0,999})?>([^<>]{1,9999})</")
_FORM_PART = re.compile(
    rb"\bname=\"?([\w.\[\]-]{1,64})\"?(?=[\r\n;])[^\r\n]*(?:\r?\n[^\r\n]{1,999}){0,9}\r?\n\r?\n([^\r\n]+)"
)
_CREDENTIAL_PARAMETER = re.compile(
    r"\b(?:response|signature|credential|token|mac|nonce|cnonce)=\"?([^\s,\";]+)", re.IGNORECASE
)
"""What stands in `Authorization` beside what everybody may know."""
_HASH = re.compile(r"(?:sha\d{1,3}|v\d)=(.+)")
"""A signature behind the name of how it was made."""
_OPTION = re.compile(rb"(?:\s-u|\s--user)[\s=]{1,4}[\"']?([^\s:\"'=]{1,99}):([^\s\"'\\]+)")
"""A user and password as curl takes them."""
_USER_INFO = re.compile(
    rb"[A-Za-z][A-Za-z0-9+.-]{0,19}://([^/\s:@\"'<>\\?#]*)(?::([^/\s@\"'<>\\?#]*))?@"
)
_WEBHOOK = re.compile(
    rb"(?:(?i:webhook(?:_?ur[il])?)[\"']?\s*[=:]\s*[\"']?[a-z]+://[^/?#\s\"']+|://hooks\.[\w.-]+"
    rb"|://[\w.-]+/(?:[\w.-]+/){0,3}webhooks?)((?:/[^?&#\s\"'<>\\]*)?(?:\?[^#\s\"'<>\\]+)?)"
)
"""Behind a `&` is more of the address only if its query has begun before."""
_WEBHOOK_PARAMETER = re.compile(
    rb"(?i:webhook(?:_?ur[il])?=[a-z]+(?::|%3A)(?:/|%2F){2})([^&#\s\"'<>\\]+)"
)
"""The same as a parameter, which ends at a `&` in any case."""
_OPAQUE = re.compile(r"[\w.~+-]{16,}")
_STEP = re.compile(r"[a-z]{1,12}\d?|v?\d{1,2}")
_MOST_DIGITS = 2
_BASIC = re.compile(rb"\bBasic\s+([A-Za-z0-9+/_-]{8,}={0,2})", re.IGNORECASE)
_KEY = re.compile(
    rb"\b(?i:Key)\s+([\w-]{8,}:[\w-]{8,})"
    rb"|((?i:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{16,}))"
    rb"|\b(sk-[\w-]{20,}|gh[opsu]_\w{30,}|xox[abprs]-[\w-]{10,}|github_pat_\w{30,}|glpat-[\w-]{20,}"
    rb"|(?:sk|rk)_(?:live|test)_\w{16,}|(?:hf|npm|r8)_[A-Za-z0-9]{30,}|AIza[\w-]{30,}"
    rb"|(?:AKIA|ASIA)[A-Z0-9]{16}|\d{8,10}:AA[\w-]{30,})"
)
"""Keys of fal, and of what stands beside it in a program: each service's begin in a way."""
_TOKEN = re.compile(
    rb"\b(?i:Bearer)\s+((?=[^\s\"']*\d)[\w.~+/-]{16,}=*)|(eyJ[\w-]{8,999}\.[\w-]{8,9999}\.[\w-]{6,})"
)
_PRIVATE_KEY = re.compile(rb"(-----BEGIN[A-Z ]*PRIVATE KEY-----)")
_SHAPES = {"a key": _KEY, "a token": _TOKEN, "a private key": _PRIVATE_KEY}
_PICTURE = re.compile(rb"([A-Za-z0-9+/]{1024})[A-Za-z0-9+/]{4096,}([A-Za-z0-9+/]{1024})")
"""The inside of a long run of base64, which has none of these names and shapes, and takes time."""

HEADERS = frozenset(
    "authorization cookie proxy-authorization set-cookie x-api-key x-fal-key".split()
)
"""Headers that are there to carry secrets, beside those whose name says so."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret: what kind it is, which may be told, and its value, which may not."""

    kind: str
    value: str = field(default="", repr=False)


def needles(secrets: Iterable[Secret]) -> dict[bytes, str]:
    """Give the values worth looking for, small letters and no white space, by their kind."""
    found: dict[bytes, str] = {}
    for secret in secrets:
        for value in (secret.value, *secret.value.split(":")):
            if _telling(value):
                for said in unescaped(value.encode()):
                    found.setdefault(unbroken(said).lower(), secret.kind)
    return found


def header_secrets(name: str, value: str) -> Iterator[Secret]:
    """Give what a header holds that nobody else should know."""
    if carrier := header_kind(name):
        values = _crumbs(value) if "cookie" in name.lower() else _credentials(value)
        yield from (Secret(f"the value of {carrier}", each) for each in values if not masked(each))


def _crumbs(value: str) -> Iterator[str]:
    """Give the values of cookies, but for those that are words or numbers."""
    for pair in re.split(r"[;\r\n]", value):  # browsers put several `Set-Cookie` in one
        crumb = pair.partition("=")[2].strip(' "')
        if not _WORD.fullmatch(crumb):
            yield crumb


def _credentials(value: str) -> Iterator[str]:
    scheme, _, rest = value.strip().partition(" ")
    yield rest.strip() or scheme
    yield from (found[1] for found in _CREDENTIAL_PARAMETER.finditer(rest))
    if scheme.lower() == "basic":
        yield from _basic(rest.encode())


def header_kind(name: str) -> str:
    """Say what a header is, in words of ours alone; empty for one that carries no secret."""
    known = name.lower() if name.lower() in HEADERS else named(name)
    return f"a header `{known}`" if known else ""


def shaped_secrets(data: bytes) -> Iterator[Secret]:
    """Give what a text shows to be a secret by its shape alone; data that is no text shows none."""
    text = _shortened(data)
    for kind, shape in _SHAPES.items():
        for found in shape.finditer(text):
            value = next((each for each in found.groups() if each), b"")
            yield Secret(kind, value.decode(errors="replace"))


def text_secrets(data: bytes) -> Iterator[Secret]:
    """Give what a text shows to be a secret, by its shape or by a name that stands before it."""
    text = _shortened(data)
    yield from shaped_secrets(text)
    for found in _BASIC.finditer(text):
        yield from (Secret("a password", part) for part in _basic(found[1]))
    for found in (*_USER_INFO.finditer(text), *_OPTION.finditer(text)):
        parts = [part.decode(errors="replace") for part in found.groups() if part]
        yield from (Secret("a user's name or password in an address", part) for part in parts)
    yield from _webhook_secrets(text)
    yield from _named_secrets(text)


def _shortened(data: bytes) -> bytes:
    return _PICTURE.sub(rb"\1\2", data) if is_text(data) else b""


def _webhook_secrets(text: bytes) -> Iterator[Secret]:
    """Give what nobody could guess of a webhook's address: to know it is the permission."""
    inner = (unquote_to_bytes(found[1]) for found in _WEBHOOK_PARAMETER.finditer(text))
    behind_host = [re.sub(rb"^[^/?]*", b"", each) for each in inner]
    others = _WEBHOOK_PARAMETER.sub(b"", text)
    for address in (*behind_host, *(found[1] for found in _WEBHOOK.finditer(others))):
        for step in _opaque(address.decode(errors="replace")):
            yield Secret("the address of a webhook", step)


def _opaque(text: str) -> list[str]:
    """Give the parts of a text that nobody could guess, and not the name of a model."""
    return [each for each in _OPAQUE.findall(text) if _mixed(each) and not _readable(each)]


def _readable(step: str) -> bool:
    """Tell whether all is small words and two digits at most, such as `nano-banana-2`."""
    if sum(each.isdigit() for each in step) > _MOST_DIGITS:
        return False
    return all(_STEP.fullmatch(part) for part in re.split(r"[-_.]", step))


def _named_secrets(text: bytes) -> Iterator[Secret]:
    for found in _AUTHORIZATION.finditer(text):
        said = found[1].decode(errors="replace")
        usual = said.split()[0].lower() in _SCHEMES
        for each in header_secrets("authorization", said):
            is_word = _WORD.fullmatch(each.value.rstrip(".:!?"))
            if _telling(each.value) and not is_word and (usual or _opaque(each.value)):
                yield each
    for found in _PARAMETER.finditer(text):
        yield from named_secret(*_texts(found))
    for found in _MEMBER.finditer(text):
        name, nested, *values = _texts(found)
        if not nested or _mixed("".join(values)):  # a list may say what is wrong with a password
            yield from _member(name, "".join(values))
    for shape in (_ELEMENT, _FORM_PART):
        for found in shape.finditer(text):
            yield from _member(*_texts(found))
    for found in _ASSIGNED.finditer(text):
        name, value = _texts(found)
        word = named(name)
        least = _SHORTEST if word in SURE else _SHORTEST_BEHIND_COLON
        if word and len(value) >= least and _mixed(value):
            yield from _member(name, value)


def _texts(found: re.Match[bytes]) -> list[str]:
    return [each.decode(errors="replace") for each in found.groups(b"")]


def _member(name: str, value: str) -> Iterator[Secret]:
    """Give a value that has a name of its own, if the name says that it is a secret."""
    word = named(name)
    if word == "authorization":
        value = value.partition(" ")[2] or value
    if word and _telling(value) and (word in SURE or _mixed(value)):
        yield Secret(f"a member `{word}`", value)


def named_secret(name: str, value: str) -> Iterator[Secret]:
    """Give the value of a parameter whose name says that it is a secret."""
    word = named(name)
    if not word or len(value) < _SHORTEST_PARAMETER or masked(value):
        return
    if word in SURE or not _SHORT_WORD.fullmatch(value):
        yield Secret(f"a parameter `{word}`", value)
        yield from (Secret(f"a parameter `{word}`", found[1]) for found in _HASH.finditer(value))


def _telling(value: str) -> bool:
    """Tell whether a value can be told from a word, a number or a mask."""
    if len(value) < (_SHORTEST_MIXED if _mixed(value) else _SHORTEST):
        return False
    return not masked(value)


def _mixed(value: str) -> bool:
    """Tell whether a value has digits and letters and no blank: no sentence, and no number."""
    return bool(re.fullmatch(r"(?=.*\d)(?=.*[^\W\d_])\S+", value))


def _basic(coded: bytes) -> Iterator[str]:
    """Give the name and password of basic authentication; nothing where it is none."""
    try:
        decoded = base64.b64decode(coded + b"==", altchars=b"-_").decode()
    except (binascii.Error, UnicodeDecodeError):
        return
    if ":" in decoded:
        yield from decoded.split(":", 1)
