"""The rules of what the generated client does with cases and recordings."""

from fal_codegen.check.rule import Rule

_GENERATE_WITH_RECORDING = (
    "`fal-codegen generate`; if that does not mend it, accept the finding and report it to "
    "fal-codegen with the document and the recording."
)
_GENERATE = (
    "`fal-codegen generate`; if that does not mend it, accept the finding and report it to "
    "fal-codegen with the document."
)

MODULE_BROKEN = Rule(
    "module-broken",
    "error",
    "the generated module does not run: {detail}",
    remedy=_GENERATE,
)
REPLAY_FAILED = Rule(
    "replay-failed",
    "error",
    "the generated client fails where this was recorded: {detail}",
    remedy=_GENERATE_WITH_RECORDING,
)
REPLAY_DIFFERS = Rule(
    "replay-differs",
    "error",
    "the generated client reads {right} where {left} was recorded",
    remedy=_GENERATE_WITH_RECORDING,
    left="recording",
    right="client",
)
REQUEST_TAKES_TOO_MUCH = Rule(
    "request-takes-too-much",
    "error",
    "the document says {name} {right}, the generated request takes {left}",
    remedy=_GENERATE,
    left="request",
    right="document",
)
REQUEST_TAKES_TOO_LITTLE = Rule(
    "request-takes-too-little",
    "error",
    "the document says {name} {right}, the generated request refuses {left}: {detail}",
    remedy=_GENERATE,
    left="request",
    right="document",
)
REQUEST_CHANGES_BODY = Rule(
    "request-changes-body",
    "error",
    "the generated request sends {right} in place of {left}",
    remedy=_GENERATE,
    left="body",
    right="sent",
)

RULES: tuple[Rule, ...] = tuple(each for each in vars().values() if isinstance(each, Rule))
"""Every rule, in the order in which they stand here."""
