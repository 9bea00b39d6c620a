"""The search of a recording for what must not be in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fal_codegen.cassettes.parts import Part, parts_of
from fal_codegen.cassettes.secrets import (
    Secret,
    header_kind,
    header_secrets,
    needles,
    shaped_secrets,
    text_secrets,
)
from fal_codegen.cassettes.spellings import spellings


class SecretFound(Exception):  # noqa: N818 - a finding, not a mistake
    """A recording holds a secret, so it was thrown away; the message does not repeat it."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret in a recording: what kind it is, and its place, never its value.

    The place is a path in the file such as `interactions/0/request/uri`; empty for what stands
    outside of the recorded data, in a comment say.
    """

    place: str
    kind: str


def refuse_secrets(text: str, keys: Iterable[str], shown: Iterable[Secret] = ()) -> None:
    """Raise `SecretFound` for the first leak in the text of a recording, as `find_leaks` does."""
    for leak in find_leaks(text, keys, shown):
        place = leak.place or "the recording"
        raise SecretFound(f"{place} holds {leak.kind}; nothing was written")


def find_leaks(
    text: str, keys: Iterable[str] = (), shown: Iterable[Secret] = (), public: str = ""
) -> Iterator[Leak]:
    """Find secrets in the text of a recording: these keys, what it shows itself, what was `shown`.

    A recording shows a secret by a header that carries one, by the name of a parameter or member,
    as the user or password of an address, or by its shape. Each is found in every spelling of
    `spellings`. What has no such name and shape, and is not known, is not found. Nor is what was
    `shown` and stands in a text that is `public`: a cookie may hold the name of a model.
    """
    parts = parts_of(text)
    carried = (
        secret
        for part in parts
        for secret in header_secrets(part.header, part.text.decode(errors="replace"))
    )
    published = public.lower().encode()
    elsewhere = {value: kind for value, kind in needles(shown).items() if value not in published}
    known = elsewhere | needles([*(Secret("the key", key) for key in keys), *carried])
    for part in parts:
        if kind := _leak(part, known):
            yield Leak(part.place, kind)


def _leak(part: Part, known: dict[bytes, str]) -> str | None:
    """Say what a text holds that must not be there; None where that is nothing."""
    if carrier := header_kind(part.header):
        return carrier
    for said in spellings(part.text):
        small = said.text.lower()
        if kind := next((kind for value, kind in known.items() if value in small), None):
            return kind
        show = shaped_secrets if said.joined else text_secrets
        if secret := next(show(said.text), None):
            return secret.kind
    return None
