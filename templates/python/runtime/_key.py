# The runtime of fal-codegen, from templates/python/runtime/_key.py: edit it there.
"""The key to the service: it goes into requests, and into nothing else."""

import os
import re
from collections.abc import Generator
from typing import TYPE_CHECKING

import httpx

from ._errors import ApiError, FalError, UnexpectedAnswer
from ._wire import Reply

if TYPE_CHECKING:
    from ._key_spellings import Spellings

HIDDEN = b"[key]"
_SHORT = 8  # characters; a secret that is shorter is not looked for, since it may be any word
_LARGE = 2**20  # bytes; in a larger text the key is found in its plain spellings alone
_ESCAPED = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\(?:u00(2[013-9a-f]|[3467][0-9a-f]|5[0-9abd-f])|(/))", re.IGNORECASE
)
"""What JSON writes in one character more than it must, but for quotes and backslashes."""

_MISSING = "no key: set FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET, or pass key="


class ApiKey(httpx.Auth):
    """The key to the service. It enters a request at the last moment and is shown by nothing.

    One that is not given is the environment's, as soon as that has one.
    """

    # Slots, so that whatever prints an object's __dict__ does not show them.
    __slots__ = ("_secret", "_spellings", "_text", "_wrong")

    def __init__(self, text: str | None) -> None:
        self._take(text or _key_of_environment())

    def _take(self, text: str) -> None:
        self._text = text.strip()
        self._wrong = "" if self._text else _MISSING
        if re.search("[^!-~]", self._text):
            self._wrong = "the key is not of visible ASCII characters alone"
        known = "" if self._wrong else self._text  # what cannot be sent comes back in nothing
        secret = known.rpartition(":")[2]
        self._secret = secret.encode() if len(secret) >= _SHORT else known.encode()
        self._spellings: Spellings | None = None

    @property
    def missing(self) -> bool:
        """Whether there is none, by now."""
        if not self._text:
            self._take(_key_of_environment())
        return not self._text

    def check(self) -> None:
        """Raise `FalError` if there is no key, or one that no header can carry."""
        if self.missing or self._wrong:
            raise FalError(self._wrong)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Authenticate a request."""
        request.headers["Authorization"] = f"Key {self._text}"
        yield request

    def hide(self, text: bytes, *, all_spellings: bool = False) -> bytes:
        """Take the key out of what the service sent, should it repeat it.

        In `all_spellings`: also escaped, encoded, or broken into lines.
        """
        if len(self._secret) < _SHORT or not (all_spellings or self._secret in text):
            return text
        if self._spellings is None:
            from ._key_spellings import spellings_of  # rarely needed

            self._spellings = spellings_of(self._text, self._secret.decode())
        if len(text) <= _LARGE:
            return self._spellings.pattern.sub(HIDDEN, text)
        text = _ESCAPED.sub(_unescaped, text)
        for spelling in self._spellings.plain:
            text = text.replace(spelling, HIDDEN)
        return text

    def hide_in(self, error: UnexpectedAnswer | ApiError) -> None:
        """Take the key out of an error, should the answer that it holds repeat it."""
        reply = self.hidden(error.reply)
        if isinstance(error, UnexpectedAnswer):
            reason = self._hide_in_text(error.reason)
            if (reply, reason) != (error.reply, error.reason):
                UnexpectedAnswer.__init__(error, reply, reason, error.request_id)
                error.__cause__ = error.__context__ = None  # they show what was read
        elif reply != error.reply:
            ApiError.__init__(error, reply, error.request_id)

    def hidden(self, reply: Reply) -> Reply:
        """Take the key out of a reply, in all spellings."""
        headers = {name: self._hide_in_text(value) for name, value in reply.headers.items()}
        if headers != dict(reply.headers.items()):
            reply = reply._replace(headers=headers)
        return reply._replace(body=self.hide(reply.body, all_spellings=True))

    def _hide_in_text(self, text: str) -> str:
        data = self.hide(text.encode(errors="backslashreplace"), all_spellings=True)
        return data.decode(errors="replace")


def _key_of_environment() -> str:
    """Find the key where the official client finds it."""
    name, secret = os.environ.get("FAL_KEY_ID"), os.environ.get("FAL_KEY_SECRET")
    return os.environ.get("FAL_KEY") or (f"{name}:{secret}" if name and secret else "")


def _unescaped(found: re.Match[bytes]) -> bytes:
    backslashes, code, itself = found.groups()
    return backslashes + (itself or bytes.fromhex(code.decode()))
