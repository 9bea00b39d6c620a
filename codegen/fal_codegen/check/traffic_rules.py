"""The rules of recorded traffic that disagrees with the document."""

from fal_codegen.check.rule import Rule

_EMULATORS = "If it is the emulator's, `fal-codegen record` makes it anew."

TRAFFIC_ACCEPTED_INVALID = Rule(
    "traffic-accepted-invalid",
    "error",
    "the service took a body that the contract refuses: {left}",
    remedy=(
        f"{_EMULATORS} If it is fal's, `fal-codegen fetch` takes what the service says of itself "
        "now; if the contract stays stricter than the service, accept the finding, or report it to "
        "fal."
    ),
    left="limits broken",
    right="status",
)
TRAFFIC_REFUSED_VALID = Rule(
    "traffic-refused-valid",
    "error",
    "the service refused a body that the contract allows: {right}",
    remedy=(
        f"{_EMULATORS} If it is fal's, the service has a limit that the document does not state: "
        "keep to it, accept the finding, or report it to fal."
    ),
    left="body",
    right="refusal",
)
TRAFFIC_MISNAMED = Rule(
    "traffic-misnamed",
    "warning",
    "the service's refusal names fields in which nothing breaks the contract: {left}",
    remedy="Send the body without the field and see; then accept the finding, or report it to fal.",
    left="fields",
    right="refusal",
)
TRAFFIC_ANSWER_INVALID = Rule(
    "traffic-answer-invalid",
    "error",
    "the service answered what the contract does not promise: {left}",
    remedy=(
        f"{_EMULATORS} If it is fal's, callers get it all the same, with a warning: accept the "
        "finding, or report it to fal."
    ),
    left="limits broken",
)
TRAFFIC_ANSWER_UNREADABLE = Rule(
    "traffic-answer-unreadable",
    "error",
    "the service answered what is no JSON: {detail}",
    remedy=f"{_EMULATORS} If it is fal's, accept the finding, or report it to fal.",
)
TRAFFIC_NOT_REFUSED = Rule(
    "traffic-not-refused",
    "error",
    "recorded as a refusal, but nothing in it was refused",
    remedy=(
        f"{_EMULATORS} If it is fal's, the service has no such limit: accept the finding, or "
        "report it to fal."
    ),
)
TRAFFIC_OF_EMULATOR = Rule(
    "traffic-of-emulator",
    "error",
    "its stamp ({left}) says that fal answered, and it was our emulator",
    remedy="`fal-codegen record` makes it anew, with a stamp that says so; or remove it.",
    left="source",
)

RULES: tuple[Rule, ...] = tuple(each for each in vars().values() if isinstance(each, Rule))
"""Every rule, in the order in which they stand here."""
