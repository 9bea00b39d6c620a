"""Every limit of an input, as each of the four witnesses has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fal_codegen.cases import CLOSED, Documented, each_documented
from fal_codegen.check import CoverageWitness, EndpointCoverage, Finding, Sides, stand_of
from fal_codegen.contract import ANY_ITEM, Endpoint, EndpointId, Json, equality_key, in_body
from fal_codegen.pages import Page, read_docs
from fal_codegen.pipeline.contracts import LoadedContract

_DEEPEST = 4
"""How many lists and objects lie around a limit that is shown."""
_UNSHOWN = ("type", CLOSED)
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
    exercised = {_key(each.limit): each for each in (covered.limits if covered else ())}
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
    """Give the argument of every limit of the input, by place and keyword.

    Of alternatives with a limit each, it is the list of their arguments.
    """
    found: dict[_Key, dict[str, Json]] = {}
    for each in each_documented(endpoint, ANY_ITEM, _DEEPEST):
        if each.keyword not in _UNSHOWN:
            argument = True if each.keyword == "required" else each.limit
            found.setdefault(_key(each), {}).setdefault(equality_key(argument), argument)
    alternatives = {key: [*arguments.values()] for key, arguments in found.items()}
    return {key: each if len(each) > 1 else each[0] for key, each in alternatives.items()}


def _key(limit: Documented) -> _Key:
    return in_body("input", limit.place), limit.keyword


def _by_limit(findings: Iterable[Finding], id_: EndpointId) -> dict[_Key, list[str]]:
    """Give the rules of findings about limits."""
    found: dict[_Key, list[str]] = {}
    for each in findings:
        if each.endpoint == id_:
            stand = None if each.parts else stand_of(each)
            key = (stand.place, stand.keyword) if stand else (str(each.place), each.name)
            found.setdefault(key, []).append(each.rule.id)
    return found
