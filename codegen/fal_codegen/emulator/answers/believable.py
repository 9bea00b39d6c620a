"""What real answers hold beyond what their schema asks for (recorded traffic, third-party mocks).

Texts are not empty, flags come one a picture, timings have an inference time, and the seed is the
one that was used.
"""

from collections.abc import Callable, Mapping
from textwrap import shorten

from fal_codegen.contract import Document, Json
from fal_codegen.emulator.answers.schema import alternatives, properties, resolve

INFERENCE_TIME = 1.42
"""Seconds of inference in an answer's timings: made up, and always the same."""

_LARGEST_SEED = 2**31
_NO_PLAIN_TEXT = frozenset({"format", "pattern", "enum", "const", "default"})
_SAID = "The emulator made this text in place of an answer"

_Fill = Callable[[Mapping[str, Json], int, str], Json]


def believable(document: Document, output: Json) -> dict[str, _Fill]:
    """Find the fields of an output that real answers fill, each with what fills it.

    That is given the request's fields, the number of pictures, and 32 hex digits that stand for the
    request.
    """
    found: dict[str, _Fill] = {}
    for name, node in properties(document, output).items():
        kinds = _types(document, node)
        if name == "seed" and "integer" in kinds:
            found[name] = _seed
        elif name == "has_nsfw_concepts" and "array" in kinds:
            found[name] = _flags
        elif name == "timings" and "object" in kinds:
            found[name] = _timings
        elif name != "prompt" and _is_plain_text(document, node):
            found[name] = _text
    return found


def _flags(_asked: Mapping[str, Json], pictures: int, _motif: str) -> Json:
    return [False for _ in range(pictures)]


def _timings(_asked: Mapping[str, Json], _pictures: int, _motif: str) -> Json:
    return {"inference": INFERENCE_TIME}


def _seed(asked: Mapping[str, Json], _pictures: int, motif: str) -> Json:
    sent = asked.get("seed")
    return sent if isinstance(sent, int) else int(motif[:8], 16) % _LARGEST_SEED


def _text(asked: Mapping[str, Json], _pictures: int, _motif: str) -> Json:
    prompt = asked.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        return f"{_SAID}."
    return f"{_SAID} to: {shorten(prompt, 80, placeholder=' …')}"


def _types(document: Document, node: Json) -> set[str]:
    named = (schema.get("type") for schema in alternatives(document, node))
    return {
        str(each) for types in named for each in (types if isinstance(types, list) else [types])
    }


def _is_plain_text(document: Document, node: Json) -> bool:
    schema = resolve(document, node)
    return schema.get("type") == "string" and _NO_PLAIN_TEXT.isdisjoint(schema)
