"""What several witnesses say about one limit, in one sentence and as data."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from fal_codegen.check import (
    Finding,
    Rule,
    StandWitness,
    client_rules,
    page_rules,
    property_rules,
    rules,
    stand_of,
    traffic_rules,
)
from fal_codegen.contract import KEYWORDS, Json, ScenarioPlace
from fal_codegen.report.counting import counted
from fal_codegen.report.values import shown, shown_default

_MOST = 6
"""Recordings or places that are named in a sentence; JSON has all."""
WITNESSES: Mapping[StandWitness, str] = {
    "page": "page",
    "client": "generated client",
    "cassettes": "recordings of the emulator",
    "traffic": "recordings of fal",
    "census": "census",
}
"""What each witness is called."""
_SERVICES = {"emulator": "the emulator", "live": "fal", "har": "the imported service"}

_LIMITS = {*KEYWORDS, "enum"}
_OF_NUMBERS = {each.name for each in KEYWORDS.values() if each.of == "value"}
"""Limits that the value itself is held to, which is a number where it is out of order."""
_Parts = Sequence[Finding]
_Say = Callable[[Finding], str]


def say_together(finding: Finding, say: _Say) -> str:
    """Say where document and witnesses stand; `say` gives the sentence of one finding."""
    spell = shown_default if finding.name == "default" else shown
    documented = next(_documented(finding), None)
    head = [f"{spell(documented[0])} in the document"] if documented else []
    witnesses = [
        phrase
        for alike in _alike(finding.parts)
        for phrase in _PHRASES.get(alike[0].rule, _one_by_one(say))(alike)
    ]
    name = f"{finding.name}: " if documented or finding.name in _LIMITS else ""
    return name + "; ".join((*head, *witnesses))


def _documented(finding: Finding) -> Iterator[tuple[Json, ...]]:
    """Give what the document has of the limit that a finding is about."""
    stands = (stand_of(each) for each in finding.parts)
    yield from (
        stand.document
        for stand in stands
        if stand and stand.document and stand.keyword == finding.name
    )


def sides_of(finding: Finding, say: _Say) -> Iterator[tuple[str, Json]]:
    """Give what the document has, and what each witness does, with who it is."""
    for documented in [*_documented(finding)][:1]:
        yield "document", documented[0]
    for alike in _alike(finding.parts):
        stand = stand_of(alike[0])
        for phrase in _PHRASES.get(alike[0].rule, _one_by_one(say))(alike):
            yield WITNESSES[stand.witness] if stand else "witness", phrase


def _alike(parts: _Parts) -> list[list[Finding]]:
    """Put together what is found under one rule of one kind of recording."""
    found: dict[tuple[str, Json], list[Finding]] = {}
    for each in parts:
        found.setdefault((each.rule.id, each.evidence.get("source")), []).append(each)
    return [*found.values()]


def _one_by_one(say: _Say) -> Callable[[_Parts], list[str]]:
    """Say each, and of those that are said alike in which recordings they are."""

    def phrases(parts: _Parts) -> list[str]:
        alike: dict[str, list[Finding]] = {}
        for each in parts:
            alike.setdefault(say(each), []).append(each)
        return [f"{words}{_in_recordings(same)}" for words, same in alike.items()]

    return phrases


def _on_page(where: str) -> Callable[[_Parts], list[str]]:
    return lambda parts: [f"{shown(each.left)} {where}" for each in parts]


def _default_on_page(parts: _Parts) -> list[str]:
    return [f"{shown_default(each.left)} on the page" for each in parts]


def _values_on_page(parts: _Parts) -> list[str]:
    """Say which values of an enum one side alone has; of a whole enum its own sentence does."""
    sides = ("on the page", "in the document")
    apart = ([each.left for each in parts], [each.right for each in parts])
    listed = ([v for one in values if isinstance(one, list) for v in one] for values in apart)
    named = zip(sides, listed, strict=True)
    return [f"only {where}: {shown(values)}" for where, values in named if values]


def _of_client(verb: str) -> Callable[[_Parts], list[str]]:
    def say(parts: _Parts) -> list[str]:
        own = next((each.evidence["limit"] for each in parts if "limit" in each.evidence), None)
        values = _values(parts, [client_values(each) for each in parts])
        if own is None:
            return [f"the generated client {verb} {values}"]
        return [f"{shown(own)} in the generated client, which {verb} {values}"]

    return say


def client_values(finding: Finding) -> Json:
    """Give the values of a field that the client takes or refuses, numbers from the lowest up."""
    left, whole_field = finding.left, str(finding.place).count("/") == 1
    of_client = finding.rule in (
        client_rules.REQUEST_TAKES_TOO_MUCH,
        client_rules.REQUEST_TAKES_TOO_LITTLE,
    )
    if not (of_client and whole_field and isinstance(left, list) and finding.name in _OF_NUMBERS):
        return left
    numbers = [each for each in left if isinstance(each, int | float)]
    return [*sorted(numbers)] if len(numbers) == len(left) else left


def _of_service(verb: str, key: str) -> Callable[[_Parts], list[str]]:
    def say(parts: _Parts) -> list[str]:
        says = [stand.says for each in parts if (stand := stand_of(each))]
        values = [each.get(key) for each in says if isinstance(each, dict)]
        own = next((one["limit"] for one in says if isinstance(one, dict) and "limit" in one), None)
        limit = "" if own is None else f"{shown(own)} where recorded: "
        spelled = _values(parts, values)
        return [f"{limit}{_service(parts)} {verb} {spelled} ({_scenarios(parts)})"]

    return say


def _values(parts: _Parts, values: Sequence[Json]) -> str:
    """Spell values that show where a witness stands; of a field that is needed it is its lack."""
    stand = stand_of(parts[0])
    if stand and stand.keyword == "required":
        return "a body without it"
    return ", ".join(dict.fromkeys(shown(each, there=True) for each in values))


def _service(parts: _Parts) -> str:
    return _SERVICES.get(str(parts[0].evidence.get("source")), "the service")


def _older(parts: _Parts) -> list[str]:
    what = counted(len(parts), "recording")
    verb = "was" if len(parts) == 1 else "were"
    return [f"changed since {what} of {_service(parts)} {verb} made ({_scenarios(parts)})"]


def _unrecorded(parts: _Parts) -> list[str]:
    return [f"not recorded: {_scenarios(parts)}"]


def _when_asked(parts: _Parts) -> list[str]:
    """Say which limits a service was asked about, and of which there were none to ask about."""
    asked = [f"{each.name} {shown(each.left)}" for each in parts if each.left is not None]
    unasked = [each.name for each in parts if each.left is None]
    named = (("was asked about", asked), ("was not asked about", unasked))
    return [f"the service {verb} {', '.join(limits)}" for verb, limits in named if limits]


def _in_recordings(parts: _Parts) -> str:
    names = _scenarios(parts)
    return f" ({names})" if names else ""


def _scenarios(parts: _Parts) -> str:
    return listed_names(
        each.place.scenario for each in parts if isinstance(each.place, ScenarioPlace)
    )


def listed_names(names: Iterable[str]) -> str:
    """Give names in a line, each once; of many, how many more there are."""
    once = [*dict.fromkeys(names)]
    more = f" and {len(once) - _MOST} more" if len(once) > _MOST else ""
    return f"{', '.join(once[:_MOST])}{more}"


_PHRASES: Mapping[Rule, Callable[[_Parts], list[str]]] = {
    page_rules.DOCS_LIMIT_DIFFERS: _on_page("on the page"),
    page_rules.DOCS_REQUIRED_DIFFERS: _on_page("on the page"),
    page_rules.DOCS_DEFAULT_DIFFERS: _default_on_page,
    page_rules.DOCS_ENUM_DIFFERS: _values_on_page,
    page_rules.DOCS_PROSE_DIFFERS: _on_page("in the page's prose"),
    page_rules.DOCS_LIMITATION_DIFFERS: _on_page("under the page's Limitations"),
    page_rules.DOCS_EXAMPLE_REFUSED: _on_page("in the page's example"),
    client_rules.REQUEST_TAKES_TOO_MUCH: _of_client("takes"),
    client_rules.REQUEST_TAKES_TOO_LITTLE: _of_client("refuses"),
    property_rules.PROPERTY_CLIENT_TAKES: _of_client("takes"),
    property_rules.PROPERTY_CLIENT_REFUSES: _of_client("refuses"),
    traffic_rules.TRAFFIC_ACCEPTED_INVALID: _of_service("took", "taken"),
    traffic_rules.TRAFFIC_REFUSED_VALID: _of_service("refused", "refused"),
    traffic_rules.TRAFFIC_ANSWER_INVALID: _of_service("answered", "answered"),
    rules.CENSUS_STALE: _when_asked,
    rules.CASSETTE_STALE: _older,
    rules.CASSETTE_MISSING: _unrecorded,
}
"""How many findings under one rule are said together; of others, each is said."""
