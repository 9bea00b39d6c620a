# The runtime of fal-codegen, from templates/python/runtime/_key.py: edit it there.
"""The key to the service: it goes into requests, and into nothing else."""

import re
from base64 import b64encode
from collections.abc import Generator

import httpx

from ._errors import FalError, UnexpectedAnswer

HIDDEN = b"[key]"
_SHORT = 8  # characters; a secret that is shorter is not looked for, since it may be any word
_LARGE = 2**20  # bytes; in a larger text the key is found as it is, but in no other spelling


_MISSING = "no key: set FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET, or pass key="


class ApiKey(httpx.Auth):
    """The key to the service. It enters a request at the last moment and is shown by nothing."""

    # Slots, so that whatever prints an object's __dict__ does not show them.
    __slots__ = ("_secret", "_spellings", "_text", "_wrong")

    def __init__(self, text: str | None) -> None:
        self._text = (text or "").strip()
        self._wrong = "" if self._text else _MISSING
        if re.search("[^!-~]", self._text):
            self._wrong = "the key is not of visible ASCII characters alone"
        secret = self._text.rpartition(":")[2]
        self._secret = secret.encode() if len(secret) >= _SHORT else self._text.encode()
        self._spellings: re.Pattern[bytes] | None = None

    @property
    def missing(self) -> bool:
        """Whether there is none."""
        return not self._text

    def check(self) -> None:
        """Raise `FalError` if there is no key, or one that no header can carry."""
        if self._wrong:
            raise FalError(self._wrong)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Authenticate a request."""
        request.headers["Authorization"] = f"Key {self._text}"
        yield request

    def hide(self, text: bytes, *, all_spellings: bool = False) -> bytes:
        """Take the key out of what the service sent, should it repeat it.

        In `all_spellings`: also escaped as in JSON or in a URL, and in base64.
        """
        if len(self._secret) < _SHORT or not (all_spellings or self._secret in text):
            return text
        if len(text) > _LARGE:
            return text.replace(self._text.encode(), HIDDEN).replace(self._secret, HIDDEN)
        self._spellings = self._spellings or _spellings(self._text, self._secret.decode())
        return self._spellings.sub(HIDDEN, text)

    def hide_in(self, error: UnexpectedAnswer) -> None:
        """Take the key out of an answer that was no refusal, in all spellings."""
        body = self.hide(error.reply.body, all_spellings=True)
        headers = {
            name: self.hide(value.encode(errors="replace"), all_spellings=True).decode()
            for name, value in error.reply.headers.items()
        }
        error.reply = error.reply._replace(headers=headers, body=body)
        error.args = (error.reply, *error.args[1:])


def _spellings(text: str, secret: str) -> re.Pattern[bytes]:
    before = "".join(map(_spelled, text.removesuffix(secret)))
    encoded = {b64encode(each.encode()).decode().rstrip("=") for each in (text, secret)}
    whole = f"(?:{before})?" + "".join(map(_spelled, secret))
    return re.compile("|".join([whole, *map(re.escape, encoded)]).encode())


def _spelled(character: str) -> str:
    code = "".join(f"[{digit}{digit.upper()}]" for digit in f"{ord(character):02x}")
    return rf"(?:\\?{re.escape(character)}|\\u00{code}|%{code})"
