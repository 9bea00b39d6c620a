"""By which names secrets go, and what stands in the place of one."""

import re

_NAME_PARTS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])")
SURE = frozenset(
    "accesstoken apikey authorization cookie credential credentials jwt passphrase passwd password"
    " pwd secret sessionid".split()
)
_LIKELY = frozenset("auth bearer csrf hmac key pass session sid sig signature token xsrf".split())
_KEYS = frozenset("access api auth client fal private secret".split())
"""What makes a `…_key` a secret for sure."""
_TOKENS = frozenset("access api auth bearer fal id refresh security".split())
"""The same for a `…_token`."""
_OPEN_KEYS = frozenset(
    "cache foreign idempotency object partition primary public sort storage version".split()
)
"""What makes it none: the name of something, random though it may be."""

_MASK = re.compile(
    r"\W*(?:redacted|masked|hidden|removed|secret|token|password|your[\w-]*|(?P<one>\w)(?P=one)*)?\W*",
    re.IGNORECASE,
)
_EXPRESSION = re.compile(
    r"\W*(?:(?:process\.|import\.meta\.)?env\.|os\.(?:environ|getenv)\b|self\.|this\.)\D*\d?\D*"
)
_PLACEHOLDER = re.compile(r"(\$\{|\{{1,2}|<|\$(?:env:)?|)([A-Za-z][A-Za-z_.-]*\d?)[}>]{0,2}\W*")
"""What a program or a page says in place of a value."""
_LONGEST_NAME_PART = 12
_LONGEST_MASK = 64


def named(name: str) -> str | None:
    """Give the word that makes a name one of a secret: the last, or the last two without a gap."""
    words = [word.lower() for word in _NAME_PARTS.findall(name)]
    while words and words[-1].isdigit():  # X-Hub-Signature-256
        words.pop()
    match words[-2:]:
        case [before, "key"] if before in _KEYS:
            return "apikey"
        case [before, "key"] if before in _OPEN_KEYS:
            return None
        case [before, "token"] if before in _TOKENS:
            return "accesstoken"
        case ["session", "id"]:
            return "session"
        case _:
            last = "".join(words[-1:])
            return last if last in SURE | _LIKELY else None


def masked(value: str) -> bool:
    """Tell whether a value only holds the place of a secret."""
    if len(value) > _LONGEST_MASK:
        return False
    return bool(_MASK.fullmatch(value) or _EXPRESSION.fullmatch(value)) or _placeholder(value)


def _placeholder(value: str) -> bool:
    """Tell whether a value is the name of one: `$FAL_KEY`, `{api_key}`, `<your-key>`, `API_KEY`."""
    if not (found := _PLACEHOLDER.fullmatch(value)):
        return False
    sign, name = found.groups()
    if any(len(part) > _LONGEST_NAME_PART for part in _NAME_PARTS.findall(name)):
        return False
    if sign.endswith(("{", "<")) or (sign and name.isupper()):
        return True
    return (bool(sign) or name.isupper()) and named(name) is not None
