"""What to do about a change: it follows from the kind of change, or else from what that does."""

from collections.abc import Mapping
from types import MappingProxyType

from fal_codegen.drift import Effect, Rule

_NOTHING = "nothing: calls go on as they are"
_VALUES = "change the calls that send such a value"
_READING = "change the code that reads it, which the type checker shows after `generate`"
_LOOK = "look at both documents: what it does could not be proven"
_OF_RULES: Mapping[str, str] = MappingProxyType(
    {
        "request-endpoint-removed": "stop calling it; `fal-codegen remove` takes it out",
        "request-endpoint-added": "nothing; `fal-codegen add` takes it in",
        "request-field-added": "send it if you want it, once the client is generated again",
        "request-field-added-required": "send it with every call",
        "request-field-removed": "take it out of your calls",
        "request-required-tightened": "send it with every call",
        "request-default-changed": "send the value that you want; cost and results may differ",
        "request-default-refused": "send a value that is allowed",
        "request-format-changed": "write the value in the new form",
        "request-class-removed": "use the class that is there in its place",
        "answer-class-removed": "use the class that is there in its place",
        "answer-field-added": "read it if you want it, once the client is generated again",
        "answer-field-removed": "stop reading it",
        "answer-result-removed": "ask the service what answers are now",
        "answer-format-changed": "read the value in its new form",
        "envelope-server-changed": "generate again, so that calls go to the new host",
        "envelope-key-changed": "make calls with the key that is asked for now",
        "envelope-body-tightened": "send a body with every call, if only `{}`",
        "envelope-form-removed": "send the body in another form",
        "envelope-response-removed": "ask the service what answers are now",
        "envelope-header-removed": "stop reading it",
        "envelope-path-removed": "find another way: no client can make this call any more",
        "envelope-parameter-added-required": "send it with every call",
        "envelope-parameter-tightened": "send it with every call",
        "envelope-parameter-removed": "stop sending it: it does nothing any more",
    }
)
_BOTH = "read both: results or cost may differ"
_PROMISE = "hold your calls to the new promise, which no schema enforces"
_OF_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "deprecated": "plan for the day on which it is removed",
        "claim": "hold what you send to the new sentence, which no schema enforces",
        "page": "read the page: price, limits or use may differ",
        "file-limit": "hold the files that you send to it",
    }
)
_OF_EFFECTS: Mapping[Effect, tuple[str, str]] = MappingProxyType(
    {
        "narrows": (_VALUES, _NOTHING),
        "widens": (_NOTHING, "have your code expect values that it does not know"),
        "retypes": (_NOTHING, _READING),
        "keeps": (_NOTHING, _NOTHING),
        "undecided": (_LOOK, _LOOK),
        "breaks calls": ("change your calls", _READING),
        "behaves": (_BOTH, _BOTH),
        "claims": (_PROMISE, _PROMISE),
        "tells": (_NOTHING, _NOTHING),
    }
)
"""In a request, and in what comes back."""


def remedy_of_change(rule: Rule) -> str:
    """Say what a change under a rule asks of whoever calls the endpoint."""
    said = _OF_RULES.get(rule.id) or _OF_KINDS.get(rule.kind)
    return said or _OF_EFFECTS[rule.effect][rule.side != "request"]
