"""Where a witness stands: which limit a finding is about, and what the witness has there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.check import (
    client_rules,
    media_rules,
    page_rules,
    property_rules,
    rules,
    traffic_rules,
)
from fal_codegen.check.blame import bound_in, keyword_of
from fal_codegen.check.findings import Finding
from fal_codegen.check.rule import Rule
from fal_codegen.contract import Json, in_body, items_of, node_of, of_any_item

StandWitness: TypeAlias = Literal["page", "client", "cassettes", "traffic", "census"]
"""Who stands against the document: its page, the generated client, recordings of the emulator,
recordings of fal itself (or imported), what a service was asked about by `probe`."""
_CLOSED = "additionalProperties"
FIELD = "field"
"""What the limit is called where the question is whether there is such a field at all."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What one witness says about one limit.

    `place` is a field's, such as `input/image_urls/*`; `keyword` is JSON Schema's, or `FIELD`, and
    empty where the witness knows the place alone. `says` is the witness's own argument of the
    limit, or what shows it. `document` has the document's argument, where the finding knows it.
    """

    place: str
    keyword: str
    witness: StandWitness
    says: Json
    document: tuple[Json, ...] = ()


def stand_of(finding: Finding) -> Stand | None:
    """Tell which limit a finding is about, and who says so; None where it is about no one limit."""
    read = _READ.get(finding.rule)
    return read(finding) if read else None


_Read: TypeAlias = Callable[[Finding], Stand | None]


def _page(keyword: str = "", *, states: bool = True) -> _Read:
    """Read a finding of the page; `states` tells that both sides are arguments of one keyword."""

    def read(finding: Finding) -> Stand:
        document = (finding.right,) if states else ()
        place = of_any_item(str(finding.place))
        return Stand(place, keyword or finding.name, "page", finding.left, document)

    return read


def _client(verb: str) -> _Read:
    """Read a finding of the client, which shows by values what it `takes`, `refuses` or `sends`."""

    def read(finding: Finding) -> Stand:
        known = finding.rule.right == "document" and finding.right is not None
        says: Json = {verb: finding.left, **finding.evidence}
        place = of_any_item(str(finding.place))
        return Stand(place, finding.name, "client", says, (finding.right,) if known else ())

    return read


def _broken(side: str, verb: str) -> _Read:
    """Read a recording that breaks a limit of the document."""

    def read(finding: Finding) -> Stand | None:
        match finding.left:
            case [{"place": str(place), "keyword": str(keyword), "limit": limit}, *_]:
                says: Json = {verb: finding.evidence.get("value")}
                closed = keyword == _CLOSED  # it is the limit of what the field is in
                around = place.rpartition("/")[0] if closed else place
                where = of_any_item(in_body(side, around))
                word = "enum" if keyword == "const" else keyword
                return Stand(where, word, _recorded(finding), says, (limit,))
            case _:
                return None

    return read


def _census(finding: Finding) -> Stand:
    """Read a limit that is another since a service was asked about it; None is no limit."""
    place = of_any_item(str(finding.place))
    return Stand(place, finding.name, "census", finding.left, (finding.right,))


def _refused(finding: Finding) -> Stand | None:
    """Read the refusal of a body that the document allows, if it is for one limit."""
    errors = node_of(finding.right).get("detail")
    found = [_error(each) for each in items_of(errors)]
    if not found or len({each[:2] if each else None for each in found}) > 1 or found[0] is None:
        return None
    place, keyword, says = found[0]
    return Stand(place, keyword, _recorded(finding), says)


def _error(error: Json) -> tuple[str, str, Json] | None:
    """Give the place, the keyword and the value of one error, as pydantic has it."""
    named = node_of(error)
    match named.get("loc"), named.get("type"):
        case ["body", *steps], str(kind):
            value = named.get("input")
            place = of_any_item("/".join(("input", *map(str, steps))))
            says = _with_limit({"refused": value}, named.get("ctx"))
            return place, keyword_of(kind, value), says
        case _:
            return None


def _with_limit(says: dict[str, Json], context: Json) -> Json:
    limit = bound_in(context)
    return says if limit is None else {**says, "limit": limit}


def _stale(finding: Finding) -> Stand | None:
    match finding.left:
        case [str(place)]:
            scenario: Json = {"before": str(finding.place)}
            return Stand(place, "", _recorded(finding), scenario)
        case _:
            return None


def _undecided(finding: Finding) -> Stand:
    scenario: Json = {"before": str(finding.place), "unknown": finding.name}
    return Stand(str(finding.left), "", _recorded(finding), scenario)


def _missing(finding: Finding) -> Stand | None:
    """Read from its evidence which limit a scenario would have broken."""
    match finding.evidence:
        case {"place": str(place), "keyword": str(keyword)}:
            where = of_any_item(in_body("input", place))
            return Stand(where, keyword, "cassettes", {"missing": str(finding.place)})
        case _:
            return None


def _asked(finding: Finding) -> Stand | None:
    """Read an answer that is not what a default asks for, which the request left out."""
    if not finding.evidence.get("by_default"):
        return None
    says: Json = {"asked": finding.left, "came": finding.right}
    return Stand(f"input/{finding.name}", "default", _recorded(finding), says)


def _recorded(finding: Finding) -> StandWitness:
    return "cassettes" if finding.evidence.get("source") == "emulator" else "traffic"


_READ: Mapping[Rule, _Read] = {
    page_rules.DOCS_FIELD_DIFFERS: _page(FIELD, states=False),
    page_rules.DOCS_PROSE_FIELD_UNKNOWN: _page(FIELD, states=False),
    page_rules.DOCS_REQUIRED_DIFFERS: _page("required"),
    page_rules.DOCS_EXAMPLE_LACKS: _page("required", states=False),
    page_rules.DOCS_NULLABLE_DIFFERS: _page("type", states=False),
    page_rules.DOCS_TYPE_DIFFERS: _page("type", states=False),
    page_rules.DOCS_ENUM_DIFFERS: _page("enum", states=False),
    page_rules.DOCS_DEFAULT_DIFFERS: _page("default"),
    page_rules.DOCS_LIMIT_DIFFERS: _page(),
    page_rules.DOCS_PROSE_DIFFERS: _page(),
    page_rules.DOCS_LIMITATION_DIFFERS: _page(),
    page_rules.DOCS_EXAMPLE_REFUSED: _page(),
    rules.CASSETTE_STALE: _stale,
    rules.CASSETTE_UNDECIDED: _undecided,
    rules.CASSETTE_MISSING: _missing,
    rules.CENSUS_STALE: _census,
    traffic_rules.TRAFFIC_ACCEPTED_INVALID: _broken("input", "taken"),
    traffic_rules.TRAFFIC_ANSWER_INVALID: _broken("output", "answered"),
    traffic_rules.TRAFFIC_REFUSED_VALID: _refused,
    **dict.fromkeys(media_rules.BY_FIELD, _asked),
    client_rules.REQUEST_TAKES_TOO_MUCH: _client("takes"),
    client_rules.REQUEST_TAKES_TOO_LITTLE: _client("refuses"),
    client_rules.REQUEST_CHANGES_BODY: _client("sends"),
    property_rules.PROPERTY_CLIENT_TAKES: _client("takes"),
    property_rules.PROPERTY_CLIENT_REFUSES: _client("refuses"),
    property_rules.PROPERTY_CLIENT_BLAMES: _client("refuses"),
}
"""How each rule that holds a witness to a limit of the document is read."""
