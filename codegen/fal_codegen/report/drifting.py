"""One sentence for every change."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from fal_codegen.contract import Json, canonical, equality_key, items_of, node_of
from fal_codegen.drift import Change
from fal_codegen.report.values import shown, shown_apart, shown_defaults, unwrapped

_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "endpoint-removed": "the endpoint is gone",
        "endpoint-added": "the endpoint is new",
        "result-removed": "the document no longer describes the result",
        "result-added": "the document describes the result now",
        "field-added": "new field",
        "field-added-required": "new field that must be sent",
        "field-removed": "field is gone",
        "field-tightened": "new field, which takes less than could be sent under its name",
        "field-loosened": "new field, where answers could have no further ones",
        "field-unreadable": "new field, of another type than its name could have",
        "required-tightened": "is required now",
        "required-loosened": "is no longer required",
        "required-unreadable": "is no longer always there",
        "nullable-tightened": "may no longer be null",
        "nullable-loosened": "may be null now",
        "nullable-unreadable": "may be null now",
        "limit-tightened": "{name} tightened from {before} to {after}",
        "limit-loosened": "{name} loosened from {before} to {after}",
        "extra-tightened": "unlisted fields: {after} now, before {before}",
        "class-removed": "the client no longer has {before}; new is {after}",
        "format-added": "is to be read as {after} now",
        "format-removed": "is no longer to be read as {before}",
        "format-changed": "is to be read as {after} now, and was as {before}",
        "default-changed": "default changed from {before} to {after}",
        "default-refused": "the default {after} is no longer allowed",
        "file-limit-changed": "{name} of files changed from {before} to {after}",
        "claim-changed": "{name} in words: {before} before, {after} now",
        "page-changed": "the documentation page says {name}: {after} now, before {before}",
        "deprecated-changed": "deprecated: {before} before, {after} now",
        "order-changed": "fields are shown in another order",
        "description-changed": "description reworded from {before} to {after}",
        "examples-changed": "examples changed",
        "playground-changed": "{name} changed, which only dresses the playground",
        "server-changed": "requests go to {after} now, and went to {before}",
        "offer-changed": "further addresses are offered: {after} now, before {before}",
        "key-changed": "calls are made with {after} now, and were with {before}",
        "key-loosened": "calls may be made with {after} now, and were with {before}",
        "key-rewritten": "what calls are made with is the same, in other words: {after}",
        "body-tightened": "a body must be sent with {name} now",
        "body-loosened": "a body may be left out of {name} now",
        "form-removed": "the form {name} is no longer taken",
        "form-added": "the form {name} is taken too now",
        "response-removed": "the answer {name} is no longer described",
        "response-added": "the answer {name} is described now",
        "header-removed": "the header {name} no longer comes back",
        "header-added": "the header {name} comes back too now",
        "path-removed": "the call {name} is gone",
        "path-added": "the call {name} is new",
        "parameter-added-required": "the new {name} must be sent",
        "parameter-added": "the {name} is new, and may be left out",
        "parameter-tightened": "the {name} must be sent now",
        "parameter-loosened": "the {name} may be left out now",
        "parameter-removed": "the {name} is gone",
        "unused-changed": "{name} changed, which nothing refers to",
        "edition-changed": "the document says OpenAPI {after} now, and said {before}",
        "other-changed": "{name} changed from {before} to {after}",
    }
)
_ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "tightened": "{what}: {after} now, before {before}",
        "loosened": "{what}: {after} now, before {before}",
        "unreadable": "{what}: {after} now, before {before}",
        "rewritten": "{what}: {after} now, before {before}, which takes the same",
        "undecided": "{what}: {after} now, before {before}, and nobody can tell what that does",
        "changed": "{name} changed from {before} to {after}",
    }
)
_WHAT: Mapping[str, str] = MappingProxyType(
    {
        "required": "required",
        "nullable": "may be null",
        "alternative": "alternative {name}",
        "enum": "values",
        "extra": "unlisted fields",
        "names": "rule for names",
        "dependency": "fields that need others",
        "condition": "condition",
        "exclusion": "what is ruled out",
        "contains": "what a list must contain",
        "field": "field",
        "items": "items",
    }
)
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "too large": "too large to prove, and no witness was found",
        "too long": "the proof was ended, it took too long",
        "not confirmed": "what looked like a witness was not confirmed",
        "nothing fits": "by its document no body at all is right",
        "no meaning": "nobody knows what it means",
        "no proof": "neither a proof nor a witness was found",
    }
)


def say_change(change: Change) -> str:
    """Say what changed, without its level and place."""
    kind, action = change.rule.kind, change.rule.action
    if kind == "enum" and action != "undecided":
        return _values(change)
    if kind == "alternative" and None not in (change.before, change.after):
        return _alternatives(change)
    if kind == "type":
        return _types(change) + (", and nobody can tell what that does" * (action == "undecided"))
    what = _WHAT.get(kind, "{name}").format(name=change.name).strip()
    return _sentence(change, what, _sides(change))


def _sentence(change: Change, what: str, sides: tuple[str, str]) -> str:
    kind, action = change.rule.kind, change.rule.action
    return (_SENTENCES.get(f"{kind}-{action}") or _ACTIONS[action]).format(
        name=change.name, what=what, before=sides[0], after=sides[1]
    )


def say_proof(change: Change) -> str:
    """Say what shows a change to be what it is called; nothing where a proof speaks for itself."""
    if change.witness is not None:
        refused = "refused now" if change.rule.side == "request" else "possible now"
        unread = f"; that it can be read: {_REASONS[change.reason]}" if change.reason else ""
        return f"{refused}: {shown(change.witness.body)}{unread}"
    if change.reason is not None:
        return _REASONS[change.reason]
    return "" if change.shown is None else f"such as: {shown(change.shown)}"


def sides_of_change(change: Change) -> dict[str, Json]:
    """Give the values of a change by `before` and `after`, each of them only if it is there.

    Of a default it is what the document has, which may be null, and not the list around it.
    """
    sides: dict[str, Json] = {"before": change.before, "after": change.after}
    there: dict[str, Json] = {side: value for side, value in sides.items() if value is not None}
    if change.rule.kind == "default":
        return {side: unwrapped(value) for side, value in there.items()}
    return there


def say_places(change: Change) -> str:
    """Say where a change is, with the other places of the same part."""
    also = f" (also {', '.join(change.places[1:])})" if len(change.places) > 1 else ""
    return f"{change.place}{also}"


def _sides(change: Change) -> tuple[str, str]:
    """Spell the two values; a default is wrapped, a claim says its sentence."""
    values = [change.before, change.after]
    if change.rule.kind == "default":
        return shown_defaults(values[0], values[1])
    if change.rule.kind in ("claim", "page"):
        return _claims(values[0], values[1])
    if change.rule.kind in ("server", "offer"):
        return _addresses(values[0]), _addresses(values[1])
    if change.rule.kind == "class":
        return _named(values[0]), _named(values[1])
    if change.rule.kind == "key":
        return _ways(values[0]), _ways(values[1])
    return shown_apart(values[0], values[1])


def _alternatives(change: Change) -> str:
    """Say which alternatives differ, and how many stay beside; where none can be told, all."""
    before, after = _branches(change.before, change.after)
    left, came = _without(before, after), _without(after, before)
    stay = len(before) - len(left)
    if not stay or not (left or came):
        return _sentence(change, "alternatives", shown_apart(change.before, change.after))
    sides = shown_apart(*(each[0] if len(each) == 1 else each or None for each in (left, came)))
    return _sentence(change, f"alternatives ({stay} unchanged)", sides)


def _branches(*schemas: Json) -> tuple[list[Json], list[Json]]:
    """Give the alternatives of both, where nothing is said beside and both say it by one word."""
    words = [[*each] if isinstance(each, dict) else [] for each in schemas]
    if words[0] != words[1] or words[0] not in (["anyOf"], ["oneOf"]):
        return [], []
    before, after = (_lists(*each.values())[0] for each in schemas if isinstance(each, dict))
    return before, after


def _without(branches: list[Json], others: list[Json]) -> list[Json]:
    """Take out what the others have too, each as often as they have it."""
    had = Counter(map(equality_key, others))
    left: list[Json] = []
    for each in branches:
        key = equality_key(each)
        had[key] -= 1
        if had[key] < 0:
            left.append(each)
    return left


def _named(classes: Json) -> str:
    return ", ".join(map(str, _lists(classes)[0])) or shown(None)


def _claims(*values: Json) -> tuple[str, str]:
    """Spell two claims, each with the sentence that makes it."""
    read = [isinstance(each, dict) and each.keys() == {"value", "text"} for each in values]
    if not any(read):
        return shown_apart(*values)
    one, other = (_claim(each) for each in values)
    return one, other


def _claim(value: Json) -> str:
    if not isinstance(value, dict) or value.keys() != {"value", "text"}:
        return shown(value)
    return f"{shown(value['value'])} (“{value['text']}”)"


def _addresses(servers: Json) -> str:
    listed = items_of(servers)
    urls = [str(each.get("url")) for each in listed if isinstance(each, dict)]
    return ", ".join(urls) or shown(None)


def _ways(value: Json) -> str:
    """Name the ways in which calls prove who makes them: each a key, or several together."""
    ways = [node_of(each) for each in _lists(value)[0]]
    return " or ".join(" and ".join(map(_key, way.values())) or "no key" for way in ways)


def _key(part: Json) -> str:
    match part:
        case {"scheme": {"in": str(where), "name": str(name)}}:
            said = f"the {where} {name}"
        case {"scheme": {"type": "http", "scheme": str(scheme)}}:
            said = f"HTTP {scheme}"
        case {"scheme": {"type": str(type_)}}:
            said = type_
        case {"scheme": str(name)}:
            said = f"{name} (not defined)"
        case _:
            said = shown(part)
    scopes = part.get("scopes") if isinstance(part, dict) else None
    return f"{said} for {shown(scopes)}" if scopes else said


def _values(change: Change) -> str:
    before, after = change.before, change.after
    if not isinstance(before, list) or not isinstance(after, list):
        if before is None:
            return f"only {shown(after)} from now on"
        return f"any value now; before only {shown(before)}"
    was, is_ = ({equality_key(value) for value in values} for values in (before, after))
    lost = [value for value in before if equality_key(value) not in is_]
    won = [value for value in after if equality_key(value) not in was]
    gone, new = shown_defaults(_listed(lost), _listed(won))
    parts = [f"no longer allows {gone}"] if lost else []
    parts += [f"allows {new} now"] if won else []
    return "; ".join(parts)


def _listed(values: list[Json]) -> Json:
    """Give a value in a list, as defaults are; of several, the list of them."""
    return values if len(values) == 1 else [values]


def _types(change: Change) -> str:
    names = [" or ".join(map(str, each or [])) for each in _lists(change.before, change.after)]
    if not names[1]:
        return "takes no value any more"
    if not names[0]:
        return f"may be of type {names[1]} now"
    return f"type changed from {names[0]} to {names[1]}"


def _lists(*values: Json) -> list[list[Json]]:
    return [items_of(value) for value in values]


def edit_of(change: Change) -> str:
    """Give what makes two changes the same edit, whatever endpoint they are of."""
    places: list[Json] = [*change.places]
    return canonical(
        [change.rule.id, change.level, places, change.name, change.before, change.after]
    )
