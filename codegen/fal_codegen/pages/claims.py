"""What a page says of fields outside its field lists: the Limitations and limits in prose."""

import re
from collections.abc import Iterable, Iterator

from fal_codegen.contract import Claim, Endpoint, Enum, Field, Json, Scalar
from fal_codegen.pages.blocks import Block
from fal_codegen.pages.literals import literal, plain, spans, typed
from fal_codegen.pages.types import innermost
from fal_codegen.prose import FILES, amounts, claims, sentences

_LIMITATION = re.compile(r"`(\w+)` (?:range: (\S+) to (\S+)|restricted to: (.+))")
_ONE_OF = re.compile(r"\bat least one(?: of)?:? (.{1,200})", re.IGNORECASE)
_MEDIUM = re.compile(r"\b(image|video|audio|pdf)", re.IGNORECASE)
_SIZE = re.compile(r"\b\d{2,5} ?[x×] ?\d{2,5}\b")  # noqa: RUF001 - pages write both signs
_LISTED = re.compile(r"([A-Za-z][\w ]{1,40}): (.+,.+)")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_WIRE = frozenset({"fal_client", "request_id", "response_url", "status_url", "cancel_url"})
_SIZED = ("resolution", "image_size")


def limitations(page: Iterable[Block], told: Endpoint) -> tuple[Claim, ...]:
    """Read the list of that name: ranges, allowed values, and whatever else it says."""
    texts = (block.text for block in page if block.kind == "text")
    return tuple(claim for text in texts for claim in _limitation(" ".join(text.split()), told))


def prose(page: Iterable[Block], told: Endpoint) -> tuple[Claim, ...]:
    """Find limits and fields in running text and in the descriptions of fields.

    Counts of images or characters, "at least one of", sizes in pixels, lists of values, and code
    that looks like a field and is none. What fits no field of the endpoint is left alone.
    """
    running = (sentence for block in page for sentence in sentences(block.text))
    return (
        *(claim for sentence in running for claim in _running(sentence, told)),
        *(
            claim
            for field in told.input.fields
            for sentence in sentences(field.description)
            for claim in _counts(sentence, field)
        ),
    )


def _limitation(text: str, told: Endpoint) -> Iterator[Claim]:
    found = _LIMITATION.fullmatch(text)
    if not found:
        name = next(spans(text), "")
        yield Claim(f"input/{name}".rstrip("/"), "limitation", None, text)
        return
    name, low, high, listed = found.groups()
    place = f"input/{name}"
    if listed is None:
        yield Claim(place, "minimum", literal(low.strip("`")), text)
        yield Claim(place, "maximum", literal(high.strip("`")), text)
    else:
        field = told.input.field(name)
        shape = innermost(field.shape) if field else Scalar("string")
        yield Claim(place, "enum", [typed(value, shape) for value in spans(listed)], text)


def _running(text: str, told: Endpoint) -> Iterator[Claim]:
    yield from _reference_count(text, told)
    one_of = _ONE_OF.search(text)
    media = [found.lower() for found in _MEDIUM.findall(one_of.group(1))] if one_of else []
    if len(media) > 1:
        names = [_source(medium, told) for medium in dict.fromkeys(media)]
        yield Claim("input", "anyOf", [{"required": [name]} for name in names], text)
    for name in spans(text):
        if _SNAKE.fullmatch(name) and name not in _WIRE and not told.input.field(name):
            yield Claim(f"input/{name}", "properties", None, text)
    yield from _listed(text, told)
    yield from _sizes(text, told)


def _reference_count(text: str, told: Endpoint) -> Iterator[Claim]:
    for amount in amounts(text):
        reference = amount.unit in FILES and amount.role
        name = "prompt" if amount.unit == "character" else _source(amount.unit, told)
        field = told.input.field(name) if reference or name == "prompt" else None
        if field:
            yield from _counts(text, field)


def _counts(text: str, field: Field) -> Iterator[Claim]:
    """Read how many items or characters a field may have; of files, a page and we know less."""
    place = f"input/{field.name}"
    for claim in claims(text, place, field.shape):
        if claim.place == place and claim.keyword.endswith(("Items", "Length")):
            yield claim


def _listed(text: str, told: Endpoint) -> Iterator[Claim]:
    """Read `Aspect ratios: 1:1, 16:9`, in a line or a table's row, as values of the field."""
    found = _LISTED.fullmatch(text)
    label = "_".join(found.group(1).lower().split()) if found else ""
    field = told.input.field(label) or told.input.field(label.removesuffix("s"))
    shape = innermost(field.shape) if field else None
    if found and field and isinstance(shape, Enum):
        values: list[Json] = [
            typed(value.strip(" `\"'."), shape) for value in found.group(2).split(",")
        ]
        yield Claim(f"input/{field.name}", "enum", values, text)


def _sizes(text: str, told: Endpoint) -> Iterator[Claim]:
    field = next(filter(None, map(told.input.field, _SIZED)), None)
    shape = innermost(field.shape) if field else None
    if field and isinstance(shape, Enum):
        known = set(map(plain, shape.values))
        sizes: list[Json] = [size for size in _SIZE.findall(text) if size not in known]
        if sizes:
            yield Claim(f"input/{field.name}", "enum", sizes, text)


def _source(medium: str, told: Endpoint) -> str:
    """Name the field that takes this medium: the endpoint's own, else by fal's usual naming."""
    names = (field.name for field in told.input.fields if field.name.endswith(("_url", "_urls")))
    return next((name for name in names if name.startswith(medium)), f"{medium}_url")
