"""The rules of findings: one row each, with what it weighs and how it is said.

An error is a promise broken, a warning what cannot be proven either way, a note what a reader
should know.
"""

from fal_codegen.check import media_rules, property_rules
from fal_codegen.check.rule import Rule

DOCS_FIELD_DIFFERS = Rule(
    "docs-field-differs",
    "warning",
    "field: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_REQUIRED_DIFFERS = Rule(
    "docs-required-differs",
    "warning",
    "required: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_NULLABLE_DIFFERS = Rule(
    "docs-nullable-differs",
    "warning",
    "may be null: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_TYPE_DIFFERS = Rule(
    "docs-type-differs",
    "warning",
    "may be of type {name}: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_ENUM_DIFFERS = Rule(
    "docs-enum-differs",
    "warning",
    "allowed: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_LIMIT_DIFFERS = Rule(
    "docs-limit-differs",
    "warning",
    "{name}: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_DEFAULT_DIFFERS = Rule(
    "docs-default-differs",
    "warning",
    "default: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_ORDER_DIFFERS = Rule(
    "docs-order-differs",
    "warning",
    "order of fields: {left} on the page, {right} in the document",
    left="page",
    right="document",
)
DOCS_PROSE_FIELD_UNKNOWN = Rule(
    "docs-prose-field-unknown",
    "warning",
    "offered in the page's prose; the document has no such field",
)
DOCS_PROSE_DIFFERS = Rule(
    "docs-prose-differs",
    "warning",
    "the page says in prose: {name} {left}; the document says: {right}",
    left="page",
    right="document",
)
DOCS_LIMITATION_DIFFERS = Rule(
    "docs-limitation-differs",
    "warning",
    "the page says under Limitations: {name} {left}; the document says: {right}",
    left="page",
    right="document",
)
DOCS_EXAMPLE_REFUSED = Rule(
    "docs-example-refused",
    "warning",
    "the page's own example is refused by the document: {left} breaks {name} {right}",
    left="example",
    right="limit",
)
DOCS_EXAMPLE_LACKS = Rule(
    "docs-example-lacks",
    "warning",
    "the page's example leaves out this field, the document requires it",
)
PAGE_RANGE_DIFFERS = Rule(
    "page-range-differs",
    "warning",
    "the page contradicts itself: {name} {left} in the description, {right} in the range below it",
    left="description",
    right="range",
)
PAGE_DEFAULT_DIFFERS = Rule(
    "page-default-differs",
    "warning",
    "the page contradicts itself: default {left} in the description, {right} below it",
    left="description",
    right="default",
)
PAGE_VALUES_DIFFER = Rule(
    "page-values-differ",
    "warning",
    "the page contradicts itself: its description names {left}, its list of values does not",
    left="values named",
    right="values listed",
)
PAGE_EXAMPLE_UNLISTED = Rule(
    "page-example-unlisted",
    "warning",
    "the page's example has this field, the page's field list does not",
    left="example",
)
PAGE_EXAMPLE_DIFFERS = Rule(
    "page-example-differs",
    "warning",
    "the page's example has {left}, its field list asks for {right}",
    left="example",
    right="field list",
)
PAGE_EXAMPLE_LACKS = Rule(
    "page-example-lacks",
    "warning",
    "the page's example leaves out this field, the page's field list requires it",
)
PAGE_URL_DIFFERS = Rule(
    "page-url-differs",
    "warning",
    "the page says to call {left}, which is not where {right} is",
    left="page",
    right="endpoint",
)
DOCS_MISSING = Rule("docs-missing", "note", "no documentation page to compare with")
DOCS_UNREAD = Rule(
    "docs-unread", "note", "there is a documentation page, and it could not be read: {detail}"
)
DOCS_UNREADABLE = Rule("docs-unreadable", "error", "docs.json cannot be read: {detail}")
DOCUMENT_UNREADABLE = Rule(
    "document-unreadable", "error", "nothing was checked: openapi.json cannot be read: {detail}"
)
DOCUMENT_HOLE = Rule(
    "document-hole", "note", "the client cannot check this place, and lets anything pass: {detail}"
)
NOTHING_CHECKED = Rule(
    "nothing-checked",
    "error",
    "nothing was checked: no case was run, no page compared, no recording read",
)
CASES_NONE = Rule(
    "cases-none",
    "error",
    "no case was run, for no body is known that the document allows: {detail}",
)
CASES_LACK = Rule("cases-lack", "warning", "no case tests this limit: {detail}")
MODULE_BROKEN = Rule("module-broken", "error", "the generated module does not run: {detail}")
CONTRACT_EDITED = Rule(
    "contract-edited",
    "error",
    "not the document that was fetched; `fal-codegen fetch` brings that back",
)
GENERATED_STALE = Rule(
    "generated-stale",
    "error",
    "files that are not what the contracts say: {left}; `fal-codegen generate` writes them",
    left="files",
)
CASSETTE_MISSING = Rule(
    "cassette-missing", "warning", "this scenario is not recorded; `fal-codegen record` does it"
)
CASSETTES_NONE = Rule(
    "cassettes-none", "note", "no traffic to check is recorded; `fal-codegen record` records some"
)
CASSETTE_UNREADABLE = Rule("cassette-unreadable", "error", "cannot be read: {detail}")
CASSETTE_SECRET = Rule(
    "cassette-secret",
    "error",
    "holds {left}; take it out, and have the service revoke it",
    left="what kind of secret",
)
CASSETTE_STALE = Rule(
    "cassette-stale",
    "warning",
    "the contract has changed since this was recorded, at {left}",
    left="places",
)
CASSETTE_UNKNOWN = Rule(
    "cassette-unknown",
    "warning",
    "recorded under an earlier contract, and nobody can tell what of it changed here, "
    "for an earlier fal-codegen wrote no digests: {left}",
    left="recordings",
)
TRAFFIC_ACCEPTED_INVALID = Rule(
    "traffic-accepted-invalid",
    "error",
    "the service took a body that the contract refuses: {left}",
    left="limits broken",
    right="status",
)
TRAFFIC_REFUSED_VALID = Rule(
    "traffic-refused-valid",
    "error",
    "the service refused a body that the contract allows: {right}",
    left="body",
    right="refusal",
)
TRAFFIC_ANSWER_INVALID = Rule(
    "traffic-answer-invalid",
    "error",
    "the service answered what the contract does not promise: {left}",
    left="limits broken",
)
TRAFFIC_ANSWER_UNREADABLE = Rule(
    "traffic-answer-unreadable", "error", "the service answered what is no JSON: {detail}"
)
TRAFFIC_NOT_REFUSED = Rule(
    "traffic-not-refused", "error", "recorded as a refusal, but nothing in it was refused"
)
REPLAY_FAILED = Rule(
    "replay-failed", "error", "the generated client fails where this was recorded: {detail}"
)
REPLAY_DIFFERS = Rule(
    "replay-differs",
    "error",
    "the generated client reads {right} where {left} was recorded",
    left="recording",
    right="client",
)
REQUEST_TAKES_TOO_MUCH = Rule(
    "request-takes-too-much",
    "error",
    "the document says {name} {right}, the generated request takes {left}",
    left="request",
    right="document",
)
REQUEST_TAKES_TOO_LITTLE = Rule(
    "request-takes-too-little",
    "error",
    "the document says {name} {right}, the generated request refuses {left}: {detail}",
    left="request",
    right="document",
)
REQUEST_CHANGES_BODY = Rule(
    "request-changes-body",
    "error",
    "the generated request sends {right} in place of {left}",
    left="body",
    right="sent",
)
CASES_UNREADABLE = Rule("cases-unreadable", "error", "cases.json cannot be read: {detail}")
ENDPOINT_UNLISTED = Rule(
    "endpoint-unlisted",
    "note",
    "a contract that pyproject.toml does not list; `fal-codegen add` or `remove` it",
)
CONTRACT_LOST = Rule(
    "contract-lost",
    "warning",
    "lock.json lists this contract, but its file is gone; `fal-codegen fetch` or `remove` it",
)
CASSETTE_STRAY = Rule(
    "cassette-stray",
    "note",
    "recordings of {left}, of which there is no contract: they are held to nothing",
    left="endpoint",
)
ACCEPTANCE_UNUSED = Rule(
    "acceptance-unused",
    "warning",
    "the acceptance of {name} at {left} matches no finding any more; accepting this id removes it",
    left="place",
    right="which of its promises",
)

_HERE = tuple(each for each in vars().values() if isinstance(each, Rule))
RULES: tuple[Rule, ...] = (*_HERE, *media_rules.RULES, *property_rules.RULES)
"""Every rule, in the order in which they stand here."""
