"""The rules of what a documentation page says otherwise than the document, or than itself."""

from fal_codegen.check.rule import Rule

_ASK_FAL = (
    "Send it to fal and see (the client has what the document lists); then accept the finding, or "
    "report it to fal."
)
_FOLLOWS = "The client follows the document: accept the finding, or report it to fal."
_BEHIND = (
    "If fal takes what only the page allows, the document is behind; accept the finding, or report "
    "it to fal."
)
_SEND_EXAMPLE = (
    "Send the example to fal and see which of the two holds; then accept the finding, or report it "
    "to fal."
)
_ASK_FIRST = "Trust neither before you have asked fal; accept it, or report it to fal."

DOCS_FIELD_DIFFERS = Rule(
    "docs-field-differs",
    "warning",
    "field: {left} on the page, {right} in the document",
    remedy=_ASK_FAL,
    left="page",
    right="document",
)
DOCS_REQUIRED_DIFFERS = Rule(
    "docs-required-differs",
    "warning",
    "required: {left} on the page, {right} in the document",
    remedy=_FOLLOWS,
    left="page",
    right="document",
)
DOCS_NULLABLE_DIFFERS = Rule(
    "docs-nullable-differs",
    "warning",
    "may be null: {left} on the page, {right} in the document",
    remedy=_FOLLOWS,
    left="page",
    right="document",
)
DOCS_TYPE_DIFFERS = Rule(
    "docs-type-differs",
    "warning",
    "may be of type {name}: {left} on the page, {right} in the document",
    remedy=_FOLLOWS,
    left="page",
    right="document",
)
DOCS_ENUM_DIFFERS = Rule(
    "docs-enum-differs",
    "warning",
    "allowed: {left} on the page, {right} in the document",
    remedy=(
        "A value that only the page has is refused by the client: if fal takes it, the document "
        "is behind. Accept the finding, or report it to fal."
    ),
    left="page",
    right="document",
)
DOCS_LIMIT_DIFFERS = Rule(
    "docs-limit-differs",
    "warning",
    "{name}: {left} on the page, {right} in the document",
    remedy=_BEHIND,
    left="page",
    right="document",
)
DOCS_DEFAULT_DIFFERS = Rule(
    "docs-default-differs",
    "warning",
    "default: {left} on the page, {right} in the document",
    remedy=(
        "Set the field if it matters to you: the client sends no default. Accept the finding, or "
        "report it to fal."
    ),
    left="page",
    right="document",
)
DOCS_ORDER_DIFFERS = Rule(
    "docs-order-differs",
    "warning",
    "order of fields: {left} on the page, {right} in the document",
    remedy="Nothing; accept it.",
    left="page",
    right="document",
)
DOCS_PROSE_FIELD_UNKNOWN = Rule(
    "docs-prose-field-unknown",
    "warning",
    "offered in the page's prose; the document has no such field",
    remedy=_ASK_FAL,
)
DOCS_PROSE_DIFFERS = Rule(
    "docs-prose-differs",
    "warning",
    "the page says in prose: {name} {left}; the document says: {right}",
    remedy=_BEHIND,
    left="page",
    right="document",
)
DOCS_LIMITATION_DIFFERS = Rule(
    "docs-limitation-differs",
    "warning",
    "the page says under Limitations: {name} {left}; the document says: {right}",
    remedy=_BEHIND,
    left="page",
    right="document",
)
DOCS_EXAMPLE_REFUSED = Rule(
    "docs-example-refused",
    "warning",
    "the page's own example is refused by the document: {left} breaks {name} {right}",
    remedy=_SEND_EXAMPLE,
    left="example",
    right="limit",
)
DOCS_EXAMPLE_LACKS = Rule(
    "docs-example-lacks",
    "warning",
    "the page's example leaves out this field, the document requires it",
    remedy=_SEND_EXAMPLE,
)
PAGE_RANGE_DIFFERS = Rule(
    "page-range-differs",
    "warning",
    (
        "the page contradicts itself: {name} {left} in the description, {right} in the "
        "range below it"
    ),
    remedy=_ASK_FIRST,
    left="description",
    right="range",
)
PAGE_DEFAULT_DIFFERS = Rule(
    "page-default-differs",
    "warning",
    "the page contradicts itself: default {left} in the description, {right} below it",
    remedy=_ASK_FIRST,
    left="description",
    right="default",
)
PAGE_VALUES_DIFFER = Rule(
    "page-values-differ",
    "warning",
    ("the page contradicts itself: its description names {left}, its list of values does not"),
    remedy=_ASK_FIRST,
    left="values named",
    right="values listed",
)
PAGE_EXAMPLE_UNLISTED = Rule(
    "page-example-unlisted",
    "warning",
    "the page's example has this field, the page's field list does not",
    remedy=_ASK_FIRST,
    left="example",
)
PAGE_EXAMPLE_DIFFERS = Rule(
    "page-example-differs",
    "warning",
    "the page's example has {left}, its field list asks for {right}",
    remedy=_ASK_FIRST,
    left="example",
    right="field list",
)
PAGE_EXAMPLE_LACKS = Rule(
    "page-example-lacks",
    "warning",
    "the page's example leaves out this field, the page's field list requires it",
    remedy=_ASK_FIRST,
)
PAGE_URL_DIFFERS = Rule(
    "page-url-differs",
    "warning",
    "the page says to call {left}, which is not where {right} is",
    remedy=(
        "Call the endpoint by its id, as the client does; accept the finding, or report it to fal."
    ),
    left="page",
    right="endpoint",
)

RULES: tuple[Rule, ...] = tuple(each for each in vars().values() if isinstance(each, Rule))
"""Every rule, in the order in which they stand here."""
