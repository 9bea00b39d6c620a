"""The rules of what drawn bodies show: who disagrees about one."""

from fal_codegen.check.rule import Rule

_GENERATE = (
    "`fal-codegen generate`; if that does not mend it, accept the finding and report it to "
    "fal-codegen with the document."
)
_REPORT = "Accept the finding, and report it to fal-codegen with the document."

PROPERTY_CLIENT_REFUSES = Rule(
    "property-client-refuses",
    "error",
    "the document takes {left}, the generated client refuses it: {detail}",
    remedy=_GENERATE,
    left="body",
)
PROPERTY_CLIENT_TAKES = Rule(
    "property-client-takes",
    "error",
    "the document refuses {left} ({right}), the generated client takes it",
    remedy=_GENERATE,
    left="body",
    right="limits broken",
)
PROPERTY_CLIENT_CHANGES = Rule(
    "property-client-changes",
    "error",
    "the document takes {left}, the generated client sends {right} in its place",
    remedy=_GENERATE,
    left="body",
    right="sent",
)
PROPERTY_CLIENT_CONSTRUCTS = Rule(
    "property-client-constructs",
    "error",
    (
        "the generated client {name} {left} as JSON, and decides otherwise where it is "
        "written with keyword arguments and classes: {detail}"
    ),
    remedy=_GENERATE,
    left="body",
    right="sent",
)
PROPERTY_CLIENT_BLAMES = Rule(
    "property-client-blames",
    "error",
    "{left} breaks {name} here, the generated client blames something else: {detail}",
    remedy=_GENERATE,
    left="body",
)
PROPERTY_EMULATOR_DIFFERS = Rule(
    "property-emulator-differs",
    "error",
    "the document {name} {left}, the emulator answers with status {right}",
    remedy=_REPORT,
    left="body",
    right="status",
)
PROPERTY_READING_DIFFERS = Rule(
    "property-reading-differs",
    "error",
    "the document {name} {left}, what was read from it says otherwise",
    remedy=_REPORT,
    left="body",
)
PROPERTY_ANSWER_CHANGES = Rule(
    "property-answer-changes",
    "error",
    "the document promises the answer {left}, the generated client gives {right} back",
    remedy=_GENERATE,
    left="answer",
    right="read",
)
PROPERTY_ANSWER_FAILS = Rule(
    "property-answer-fails",
    "error",
    ("the document promises the answer {left}, the generated client does not read it: {detail}"),
    remedy=_GENERATE,
    left="answer",
)
PROPERTY_UNDRAWN = Rule(
    "property-undrawn",
    "warning",
    "no value could be drawn here, so nothing was tested: {detail}",
    remedy=(
        "Look whether the document contradicts itself there; then accept it, or report it to fal."
    ),
)

RULES: tuple[Rule, ...] = tuple(each for each in vars().values() if isinstance(each, Rule))
"""Every rule, in the order in which they stand here."""
