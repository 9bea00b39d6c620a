"""The rules of what drawn bodies show: who disagrees about one."""

from fal_codegen.check.rule import Rule

PROPERTY_CLIENT_REFUSES = Rule(
    "property-client-refuses",
    "error",
    "the document takes {left}, the generated client refuses it: {detail}",
    left="body",
)
PROPERTY_CLIENT_TAKES = Rule(
    "property-client-takes",
    "error",
    "the document refuses {left} ({right}), the generated client takes it",
    left="body",
    right="limits broken",
)
PROPERTY_CLIENT_CHANGES = Rule(
    "property-client-changes",
    "error",
    "the document takes {left}, the generated client sends {right} in its place",
    left="body",
    right="sent",
)
PROPERTY_CLIENT_CONSTRUCTS = Rule(
    "property-client-constructs",
    "error",
    "the generated client {name} {left} as JSON, and decides otherwise where it is written with "
    "keyword arguments and classes: {detail}",
    left="body",
    right="sent",
)
PROPERTY_CLIENT_BLAMES = Rule(
    "property-client-blames",
    "error",
    "{left} breaks {name} here, the generated client blames something else: {detail}",
    left="body",
)
PROPERTY_EMULATOR_DIFFERS = Rule(
    "property-emulator-differs",
    "error",
    "the document {name} {left}, the emulator answers with status {right}",
    left="body",
    right="status",
)
PROPERTY_READING_DIFFERS = Rule(
    "property-reading-differs",
    "error",
    "the document {name} {left}, what was read from it says otherwise",
    left="body",
)
PROPERTY_ANSWER_CHANGES = Rule(
    "property-answer-changes",
    "error",
    "the document promises the answer {left}, the generated client gives {right} back",
    left="answer",
    right="read",
)
PROPERTY_ANSWER_FAILS = Rule(
    "property-answer-fails",
    "error",
    "the document promises the answer {left}, the generated client does not read it: {detail}",
    left="answer",
)
PROPERTY_UNDRAWN = Rule(
    "property-undrawn", "warning", "no value could be drawn here, so nothing was tested: {detail}"
)

RULES: tuple[Rule, ...] = tuple(each for each in vars().values() if isinstance(each, Rule))
"""Every rule, in the order in which they stand here."""
