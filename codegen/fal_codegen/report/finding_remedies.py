"""What to do about a finding, by its rule: a sentence for whoever has to decide."""

from collections.abc import Mapping
from types import MappingProxyType

from fal_codegen.check import Rule

_REMEDIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Send it to fal and see; the client has what the document lists.": (
            "docs-field-differs",
            "docs-prose-field-unknown",
        ),
        "The client follows the document.": (
            "docs-required-differs",
            "docs-nullable-differs",
            "docs-type-differs",
        ),
        (
            "A value that only the page has is refused by the client: if fal takes it, the "
            "document is behind."
        ): ("docs-enum-differs",),
        "If fal takes what only the page allows, the document is behind.": (
            "docs-limit-differs",
            "docs-prose-differs",
            "docs-limitation-differs",
        ),
        "Set the field if it matters to you: the client sends no default.": (
            "docs-default-differs",
        ),
        "Nothing; accept it.": ("docs-order-differs",),
        "Send the example to fal and see which of the two holds.": (
            "docs-example-refused",
            "docs-example-lacks",
        ),
        "Trust neither before you have asked fal; accept it, or report it to fal.": (
            "page-range-differs",
            "page-default-differs",
            "page-values-differ",
            "page-example-unlisted",
            "page-example-differs",
            "page-example-lacks",
        ),
        "Call the endpoint by its id, as the client does.": ("page-url-differs",),
        "`fal-codegen fetch` writes it again.": ("document-unreadable",),
        "Check that field yourself before you send it, or report it to fal.": ("document-hole",),
        "`fal-codegen docs URL --save` keeps one, if there is one.": ("docs-missing",),
        "`fal-codegen fetch` tries again; `fal-codegen docs` shows what is read of it.": (
            "docs-unread",
        ),
        "Remove it and `fal-codegen fetch`.": ("docs-unreadable",),
        "`fal-codegen fetch` and `fal-codegen record`.": ("nothing-checked",),
        "The limits named may exclude one another: check them, and report it to fal.": (
            "cases-none",
        ),
        "Check that field yourself before you send it, or accept the finding.": ("cases-lack",),
        "`fal-codegen generate`; if that does not mend it, report it to fal-codegen.": (
            "module-broken",
        ),
        "`fal-codegen fetch` brings the fetched one back.": ("contract-edited",),
        "`fal-codegen fetch`, or `fal-codegen remove`.": ("contract-lost",),
        "`fal-codegen generate`, and commit what it writes.": ("generated-stale",),
        "`fal-codegen add` it, or `fal-codegen remove` it.": ("endpoint-unlisted",),
        "Look at what is found there now; accepting this id removes the old entry.": (
            "acceptance-unused",
        ),
        "`fal-codegen record`.": ("cassettes-none",),
        "`fal-codegen record`, or accept it.": ("cassette-missing",),
        "`fal-codegen record` renews it.": ("cassette-stale", "cassette-unknown"),
        "`fal-codegen fetch` its contract, or remove them.": ("cassette-stray",),
        "`fal-codegen record` makes it anew.": ("cassette-unreadable",),
        "Take it out of the file and of your history, and have the service revoke it.": (
            "cassette-secret",
        ),
        "The contract is stricter than the service: fetch it anew, or report it to fal.": (
            "traffic-accepted-invalid",
        ),
        (
            "The service has a limit that the document does not state: keep to it, accept the "
            "finding, or report it to fal."
        ): ("traffic-refused-valid",),
        "Callers get it all the same, with a warning; report it to fal.": (
            "traffic-answer-invalid",
        ),
        "Record it anew; if it stays so, report it to fal.": ("traffic-answer-unreadable",),
        "`fal-codegen record` makes it anew; the service may have no such limit.": (
            "traffic-not-refused",
        ),
        (
            "`fal-codegen generate`; if that does not mend it, report it to fal-codegen "
            "with the document."
        ): (
            "request-takes-too-much",
            "request-takes-too-little",
            "request-changes-body",
            "property-client-refuses",
            "property-client-takes",
            "property-client-changes",
            "property-client-constructs",
            "property-client-blames",
            "property-answer-changes",
            "property-answer-fails",
        ),
        (
            "`fal-codegen generate`; if that does not mend it, report it to fal-codegen with the "
            "document and the recording."
        ): (
            "replay-failed",
            "replay-differs",
        ),
        "Report it to fal-codegen with the document.": (
            "property-emulator-differs",
            "property-reading-differs",
        ),
        (
            "Look whether the document contradicts itself there; then accept it, or report it"
            " to fal."
        ): ("property-undrawn",),
        "Correct the file or delete it; `fal-codegen check --explore N` writes a new one.": (
            "cases-unreadable",
        ),
        "Count what comes: you may be billed for what you got.": ("media-count-differs",),
        "Read pictures by their bytes, not by their names.": ("media-form-differs",),
        "You may be billed for the larger one; report it to fal.": ("media-pixels-differ",),
        "Crop it, or ask again.": (
            "media-ratio-differs",
            "media-sides-differ",
        ),
        "Do not rely on the seed of this endpoint; accept it.": ("media-seed-differs",),
        "Be ready for a URL and for a data URI alike.": ("media-inline-differs",),
        "Read pictures by their bytes.": ("media-name-differs",),
        "Measure the picture.": ("media-described-differs",),
        "`fal-codegen record --media` records what is needed.": ("media-unseen",),
    }
)
"""Sentences, each with the rules that it stands for."""
_OF_RULE = {rule: said for said, rules in _REMEDIES.items() for rule in rules}


def remedy_of_finding(rule: Rule) -> str:
    """Say what to do about a finding under a rule."""
    return _OF_RULE[rule.id]
