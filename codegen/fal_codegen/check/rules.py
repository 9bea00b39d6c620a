"""The rules of findings: one row each, with what it weighs and how it is said.

An error is a promise broken, a warning what cannot be proven either way, a note what a reader
should know.
"""

from fal_codegen.check import client_rules, media_rules, page_rules, property_rules, traffic_rules
from fal_codegen.check.rule import Rule

_ANEW = (
    "`fal-codegen record` renews the recording, or one of fal's with `--source live`, with "
    "`--media` for those below asked/; "
)
_RENEW = f"{_ANEW}import one from a HAR file anew, or remove it."

DOCS_MISSING = Rule(
    "docs-missing",
    "note",
    "no documentation page to compare with",
    remedy="`fal-codegen docs URL --save` keeps one, if there is one.",
)
DOCS_UNREAD = Rule(
    "docs-unread",
    "note",
    "there is a documentation page, and it could not be read: {detail}",
    remedy="`fal-codegen fetch` tries again; `fal-codegen docs` shows what is read of it.",
)
DOCS_UNREADABLE = Rule(
    "docs-unreadable",
    "error",
    "docs.json cannot be read: {detail}",
    remedy="Remove it and `fal-codegen fetch`.",
)
DOCUMENT_UNREADABLE = Rule(
    "document-unreadable",
    "error",
    "nothing was checked: openapi.json cannot be read: {detail}",
    remedy=(
        "`fal-codegen fetch` writes it again; where it cannot, `fal-codegen remove` the endpoint."
    ),
)
DOCUMENT_HOLE = Rule(
    "document-hole",
    "note",
    "the client cannot check this place as the document says: {detail}",
    remedy="Check that field yourself before you send it, or report it to fal.",
)
NOTHING_CHECKED = Rule(
    "nothing-checked",
    "error",
    "nothing was checked: no case was run, no page compared, no recording read",
    remedy="`fal-codegen fetch` the contract, and `fal-codegen record` its traffic.",
)
LIMITS_NONE = Rule(
    "limits-none",
    "note",
    (
        "of what was read, the document states no limit of a request, not even a type: there was "
        "nothing to check a body against"
    ),
    remedy="Read what the document or its page says of the fields, and check them yourself.",
)
DOCUMENT_WORD = Rule(
    "document-word",
    "note",
    "nobody checks what is said in words that JSON Schema does not know: {left}",
    remedy="Read what the document says there, and keep to it if it is a limit.",
    left="words",
)
DOCUMENT_NULLABLE = Rule(
    "document-nullable",
    "note",
    "`nullable` is OpenAPI 3.0's word and says nothing in JSON Schema: null is not allowed there",
    remedy="Leave the field out in place of sending null; fal may take it all the same.",
)
CASES_NONE = Rule(
    "cases-none",
    "error",
    "no case was run, for no body is known that the document allows: {detail}",
    remedy=(
        "The limits named may exclude one another: look at them in openapi.json, then accept the "
        "finding, or report it to fal."
    ),
)
CASES_UNREAD = Rule(
    "cases-unread",
    "error",
    (
        "no case was run: what of the document could not be read refuses every body that was "
        "tried: {detail}"
    ),
    remedy=(
        "Check a body yourself before you send it; accept the finding, and report it to "
        "fal-codegen with the document."
    ),
)
CASES_LACK = Rule(
    "cases-lack",
    "warning",
    "no case tests this limit: {detail}",
    remedy="Check that field yourself before you send it, or accept the finding.",
)
CONTRACT_EDITED = Rule(
    "contract-edited",
    "error",
    "not the document that was fetched",
    remedy="`fal-codegen fetch` brings the fetched one back; then `fal-codegen generate`.",
)
CONTRACT_UNLOCKED = Rule(
    "contract-unlocked",
    "error",
    "lock.json does not have this contract: nobody can tell whether it is what was fetched",
    remedy=(
        "`fal-codegen fetch` writes the contract and its entry anew; where a merge lost the entry, "
        "take it from the side that has it. Then `fal-codegen generate`."
    ),
)
GENERATED_STALE = Rule(
    "generated-stale",
    "error",
    "files that are not what the contracts say: {left}",
    remedy="`fal-codegen generate`, and commit what it writes.",
    left="files",
)
GENERATED_OUTDATED = Rule(
    "generated-outdated",
    "error",
    (
        "files that another version of fal-codegen, of its tools or of the templates made, and "
        "this one makes otherwise: {left}; nothing is told of what they do"
    ),
    remedy="`fal-codegen generate`, look at the difference, and commit what it writes.",
    left="files",
)
CASSETTE_MISSING = Rule(
    "cassette-missing",
    "warning",
    "this scenario is not recorded",
    remedy="`fal-codegen record` records it; or accept the finding.",
)
CASSETTES_NONE = Rule(
    "cassettes-none",
    "note",
    "no traffic to check is recorded; `fal-codegen record` records some",
    remedy="`fal-codegen record`.",
)
CASSETTE_UNREADABLE = Rule(
    "cassette-unreadable",
    "error",
    "cannot be read: {detail}",
    remedy="`fal-codegen record` makes it anew; or remove the file.",
)
CASSETTE_MISPLACED = Rule(
    "cassette-misplaced",
    "error",
    "held to nothing: a recording of {left}, and not of the endpoint of this folder",
    remedy="Move the file to the folder of its endpoint, or remove it.",
    left="endpoint",
)
CASSETTE_SECRET = Rule(
    "cassette-secret",
    "error",
    "holds {left}; take it out, and have the service revoke it",
    remedy="Take it out of the file and of your history, and have the service revoke it.",
    left="what kind of secret",
)
CASSETTE_STALE = Rule(
    "cassette-stale",
    "warning",
    "the contract has changed since this was recorded, at {left}",
    remedy=_RENEW,
    left="places",
)
CENSUS_UNREADABLE = Rule(
    "census-unreadable",
    "error",
    "census.json cannot be read: {detail}",
    remedy="`fal-codegen probe` with `--save` writes it anew; or remove it.",
)
CENSUS_STALE = Rule(
    "census-stale",
    "warning",
    "the service was asked about {name} {left}, and the contract has {right} since",
    remedy="`fal-codegen probe` with `--save` asks the service again.",
    left="asked about",
    right="contract",
)
CASSETTE_UNKNOWN = Rule(
    "cassette-unknown",
    "warning",
    (
        "recorded under an earlier contract, by a fal-codegen that wrote no digests, so nobody can "
        "tell what changed since; recordings: {left}"
    ),
    remedy=_RENEW,
    left="recordings",
)
CASSETTE_UNDECIDED = Rule(
    "cassette-undecided",
    "warning",
    (
        "{name} says something else at {left} since this was recorded, and is no keyword of JSON "
        "Schema: nobody can tell whether it refuses anything"
    ),
    remedy=f"Read what the document says there; {_ANEW}or accept it.",
    left="place",
)
WITNESSES_DIFFER = Rule(
    "witnesses-differ",
    "error",
    "{name}: {left} in the document, and several witnesses have it otherwise: {right}",
    remedy=(
        "`fal-codegen drift` tells what the service says now, and `fal-codegen fetch` takes it. "
        "Where the document is right, `fal-codegen generate` and `fal-codegen record` renew client "
        "and recordings, and `fal-codegen probe` with `--save` a census; accept what still "
        "differs, or report it to fal."
    ),
    left="document",
    right="witnesses",
)
CASES_UNREADABLE = Rule(
    "cases-unreadable",
    "error",
    "cases.json cannot be read: {detail}",
    remedy="Correct the file or delete it; `fal-codegen check --explore N` writes a new one.",
)
ENDPOINT_UNLISTED = Rule(
    "endpoint-unlisted",
    "note",
    "a contract that pyproject.toml does not list; `fal-codegen add` or `remove` it",
    remedy="`fal-codegen add` it, or `fal-codegen remove` it.",
)
CONTRACT_LOST = Rule(
    "contract-lost",
    "warning",
    "lock.json lists this contract, but its file is gone",
    remedy="`fal-codegen fetch` writes it again, `fal-codegen remove` forgets it.",
)
CASSETTE_STRAY = Rule(
    "cassette-stray",
    "note",
    "recordings of {left}, of which there is no contract: they are held to nothing",
    remedy="`fal-codegen fetch` its contract, or remove them.",
    left="endpoint",
)
ACCEPTANCE_UNUSED = Rule(
    "acceptance-unused",
    "warning",
    (
        "the acceptance of {name} at {left} matches no finding any more; accepting this id "
        "removes it"
    ),
    remedy="Look at what is found there now; accepting this id removes the old entry.",
    left="place",
    right="which of its promises",
)

_HERE = tuple(each for each in vars().values() if isinstance(each, Rule))
RULES: tuple[Rule, ...] = (
    *page_rules.RULES,
    *_HERE,
    *traffic_rules.RULES,
    *media_rules.RULES,
    *client_rules.RULES,
    *property_rules.RULES,
)
"""Every rule."""
