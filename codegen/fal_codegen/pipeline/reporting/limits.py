"""Every limit of an input, as each of the four witnesses has it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fal_codegen.check import CoverageWitness, EndpointCoverage, Finding, Sides
from fal_codegen.contract import (
    Array,
    Endpoint,
    EndpointId,
    Enum,
    Json,
    Object,
    Scalar,
    Shape,
    Union,
    equality_key,
)
from fal_codegen.pages import Page, read_docs
from fal_codegen.pipeline.contracts import LoadedContract

_DEEPEST = 4
"""How many lists and objects lie around a limit that is shown."""
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LimitWitnesses:
    """A limit of a field: `place` is spelled as in findings, `keyword` is JSON Schema's.

    `document` and `page` are its arguments there, None for none; `has_page` tells whether there is
    a page at all. `sides` is on which side of the limit each witness of coverage was, `unreachable`
    why cases cannot be on both. `rules` are those of the findings about it.
    """

    place: str
    keyword: str
    document: Json
    page: Json
    has_page: bool
    sides: Mapping[CoverageWitness, Sides] = field(default_factory=dict[CoverageWitness, Sides])
    unreachable: str = ""
    rules: tuple[str, ...] = ()


def limits(
    loaded: LoadedContract, covered: EndpointCoverage | None, findings: Iterable[Finding]
) -> list[LimitWitnesses]:
    """Give the limits that document or page state, in the order of the document's fields.

    Without coverage nothing is known of who exercised them.
    """
    page = read_docs(loaded.contract.docs) if loaded.contract.docs is not None else None
    in_document = promises(loaded.endpoint)
    on_page = promises(page.endpoint) if isinstance(page, Page) else {}
    exercised = {
        (f"input/{each.limit.place}".rstrip("/"), each.limit.keyword): each
        for each in (covered.limits if covered else ())
    }
    about = _by_limit(findings, loaded.contract.id)
    return [
        LimitWitnesses(
            *key,
            document=in_document.get(key),
            page=on_page.get(key),
            has_page=isinstance(page, Page),
            sides=exercised[key].witnesses if key in exercised else {},
            unreachable=(exercised[key].reason or "") if key in exercised else "",
            rules=tuple(about.get(key, ())),
        )
        for key in {**in_document, **on_page}
    ]


def promises(endpoint: Endpoint) -> dict[_Key, Json]:
    """Give the argument of every limit of the input, by place and keyword."""
    found: dict[_Key, Json] = {}
    for place, keyword, value in _promises(endpoint, endpoint.input, "input", _DEEPEST):
        known = found.setdefault((place, keyword), value)
        if equality_key(known) != equality_key(value):  # of alternatives, which have a limit each
            found[place, keyword] = [*(known if isinstance(known, list) else [known]), value]
    return found


def _promises(
    endpoint: Endpoint, shape: Shape, place: str, depth: int
) -> Iterator[tuple[str, str, Json]]:
    match endpoint.resolve(shape):
        case Union(options=options):
            for option in options:
                yield from _promises(endpoint, option, place, depth)
        case Enum(values=values):
            yield place, "enum", [*values]
        case Scalar(limits=limits):
            yield from ((place, each.keyword, each.value) for each in limits)
        case Array(limits=limits, items=items):
            yield from ((place, each.keyword, each.value) for each in limits)
            if depth:
                yield from _promises(endpoint, items, f"{place}/*", depth - 1)
        case Object(fields=fields) if depth:
            for field in fields:
                if field.required:
                    yield f"{place}/{field.name}", "required", True
                yield from _promises(endpoint, field.shape, f"{place}/{field.name}", depth - 1)
        case _:
            pass


def _by_limit(findings: Iterable[Finding], id_: EndpointId) -> dict[_Key, list[str]]:
    """Give the rules of findings about limits; a rule about values names no keyword."""
    found: dict[_Key, list[str]] = {}
    for each in findings:
        if each.endpoint == id_:
            keyword = next(
                (word for word in ("enum", "required") if word in each.rule.id), each.name
            )
            found.setdefault((str(each.place), keyword), []).append(each.rule.id)
    return found
