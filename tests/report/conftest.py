"""Findings of every kind, each with the sentence it must come to."""

import io

from fal_codegen.check import RULES, Finding
from fal_codegen.contract import EndpointId, FieldPlace, Json
from rich.console import Console

PAINT = EndpointId("acme/painter")
_RULES = {rule.id: rule for rule in RULES}


def found(
    rule: str, left: Json = None, right: Json = None, name: str = "", detail: str = ""
) -> Finding:
    """Give a finding at `input/x`."""
    return Finding(_RULES[rule], PAINT, FieldPlace("input/x"), left, right, name, detail)


FINDINGS: dict[str, str] = {
    "docs-field-differs": "on the page, not in the document",
    "docs-required-differs": "required: 7 on the page, nothing in the document",
    "docs-nullable-differs": "may be null: 7 on the page, nothing in the document",
    "docs-type-differs": "may be of type NAME: 7 on the page, nothing in the document",
    "docs-enum-differs": "allowed on the page, not in the document: 7",
    "docs-limit-differs": "NAME: 7 on the page, nothing in the document",
    "docs-default-differs": "default: 7 on the page, nothing in the document",
    "docs-order-differs": "order of fields: 7 on the page, nothing in the document",
    "docs-prose-field-unknown": "offered in the page's prose; the document has no such field",
    "docs-prose-differs": "the page says in prose: NAME 7; the document says: nothing",
    "docs-limitation-differs": (
        "the page says under Limitations: NAME 7; the document says: nothing"
    ),
    "docs-example-refused": (
        "the page's own example is refused by the document: 7 breaks NAME nothing"
    ),
    "docs-example-lacks": "the page's example leaves out this field, the document requires it",
    "page-range-differs": (
        "the page contradicts itself: NAME 7 in the description, nothing in the range below it"
    ),
    "page-default-differs": (
        "the page contradicts itself: default 7 in the description, nothing below it"
    ),
    "page-values-differ": (
        "the page contradicts itself: its description names 7, its list of values does not"
    ),
    "page-example-unlisted": "the page's example has this field, the page's field list does not",
    "page-example-differs": "the page's example has 7, its field list asks for nothing",
    "page-example-lacks": (
        "the page's example leaves out this field, the page's field list requires it"
    ),
    "page-url-differs": "the page says to call 7, which is not where nothing is",
    "docs-missing": "no documentation page to compare with",
    "docs-unread": "there is a documentation page, and it could not be read: WHY",
    "docs-unreadable": "docs.json cannot be read: WHY",
    "document-unreadable": "nothing was checked: openapi.json cannot be read: WHY",
    "document-hole": "the client cannot check this place as the document says: WHY",
    "nothing-checked": "nothing was checked: no case was run, no page compared, no recording read",
    "limits-none": (
        "of what was read, the document states no limit of a request, not even a type: there was "
        "nothing to check a body against"
    ),
    "document-word": "nobody checks what is said in words that JSON Schema does not know: 7",
    "document-nullable": (
        "`nullable` is OpenAPI 3.0's word and says nothing in JSON Schema: null is not allowed "
        "there"
    ),
    "cases-none": "no case was run, for no body is known that the document allows: WHY",
    "cases-unread": (
        "no case was run: what of the document could not be read refuses every body that was "
        "tried: WHY"
    ),
    "cases-lack": "no case tests this limit: WHY",
    "contract-edited": "not the document that was fetched",
    "contract-unlocked": (
        "lock.json does not have this contract: nobody can tell whether it is what was fetched"
    ),
    "generated-stale": "files that are not what the contracts say: 7",
    "generated-outdated": (
        "files that another version of fal-codegen, of its tools or of the templates made, and "
        "this one makes otherwise: 7; nothing is told of what they do"
    ),
    "cassette-missing": "this scenario is not recorded",
    "cassettes-none": "no traffic to check is recorded; `fal-codegen record` records some",
    "cassette-unreadable": "cannot be read: WHY",
    "cassette-misplaced": (
        "held to nothing: a recording of 7, and not of the endpoint of this folder"
    ),
    "cassette-secret": "holds 7; take it out, and have the service revoke it",
    "cassette-stale": "the contract has changed since this was recorded, at 7",
    "census-unreadable": "census.json cannot be read: WHY",
    "census-stale": "the service was asked about NAME 7, and the contract has nothing since",
    "cassette-unknown": (
        "recorded under an earlier contract, by a fal-codegen that wrote no digests, so nobody can "
        "tell what changed since; recordings: 7"
    ),
    "cassette-undecided": (
        "NAME says something else at 7 since this was recorded, and is no keyword of JSON Schema: "
        "nobody can tell whether it refuses anything"
    ),
    "witnesses-differ": (
        "NAME: 7 in the document, and several witnesses have it otherwise: nothing"
    ),
    "cases-unreadable": "cases.json cannot be read: WHY",
    "endpoint-unlisted": (
        "a contract that pyproject.toml does not list; `fal-codegen add` or `remove` it"
    ),
    "contract-lost": "lock.json lists this contract, but its file is gone",
    "cassette-stray": ("recordings of 7, of which there is no contract: they are held to nothing"),
    "acceptance-unused": (
        "the acceptance of NAME at 7 matches no finding any more; accepting this id removes it"
    ),
    "traffic-accepted-invalid": "the service took a body that the contract refuses: 7",
    "traffic-refused-valid": "the service refused a body that the contract allows: nothing",
    "traffic-misnamed": (
        "the service's refusal names fields in which nothing breaks the contract: 7"
    ),
    "traffic-answer-invalid": "the service answered what the contract does not promise: 7",
    "traffic-answer-unreadable": "the service answered what is no JSON: WHY",
    "traffic-not-refused": "recorded as a refusal, but nothing in it was refused",
    "traffic-of-emulator": "its stamp (7) says that fal answered, and it was our emulator",
    "media-count-differs": "asked for 7 pictures by NAME, and nothing came",
    "media-form-differs": "asked for 7 by NAME, and by its bytes it is nothing (WHY)",
    "media-pixels-differ": "asked for 7 by NAME, and nothing came (WHY)",
    "media-ratio-differs": "asked for 7 by NAME, and nothing came (WHY)",
    "media-sides-differ": "asked for 7 by NAME, and nothing came (WHY)",
    "media-seed-differs": "the same body with the same NAME gave another picture (WHY)",
    "media-inline-differs": "NAME was 7, and the file came as nothing (WHY)",
    "media-name-differs": "its NAME says 7, and by its bytes it is nothing (WHY)",
    "media-described-differs": "its NAME is said to be 7, and by its bytes it is nothing (WHY)",
    "media-unseen": (
        "cannot tell whether the recorded files are what was asked for: their bytes are not at "
        "hand, or do not tell (7 facts); `fal-codegen record --media` records what can be known"
    ),
    "module-broken": "the generated module does not run: WHY",
    "replay-failed": "the generated client fails where this was recorded: WHY",
    "replay-differs": "the generated client reads nothing where 7 was recorded",
    "request-takes-too-much": "the document says NAME nothing, the generated request takes 7",
    "request-takes-too-little": (
        "the document says NAME nothing, the generated request refuses 7: WHY"
    ),
    "request-changes-body": "the generated request sends nothing in place of 7",
    "property-client-refuses": "the document takes 7, the generated client refuses it: WHY",
    "property-client-takes": "the document refuses 7 (nothing), the generated client takes it",
    "property-client-changes": (
        "the document takes 7, the generated client sends nothing in its place"
    ),
    "property-client-constructs": (
        "the generated client NAME 7 as JSON, and decides otherwise where it is written with "
        "keyword arguments and classes: WHY"
    ),
    "property-client-blames": (
        "7 breaks NAME here, the generated client blames something else: WHY"
    ),
    "property-emulator-differs": "the document NAME 7, the emulator answers with status nothing",
    "property-reading-differs": "the document NAME 7, what was read from it says otherwise",
    "property-answer-changes": (
        "the document promises the answer 7, the generated client gives nothing back"
    ),
    "property-answer-fails": (
        "the document promises the answer 7, the generated client does not read it: WHY"
    ),
    "property-undrawn": "no value could be drawn here, so nothing was tested: WHY",
}
"""By rule: the sentence of a finding of 7 and nothing, with the name NAME and the detail WHY."""


class Screen(Console):
    """A console of 80 columns whose lines can be asked for."""

    def __init__(self, width: int = 80, *, terminal: bool = False) -> None:
        super().__init__(
            file=io.StringIO(),
            width=width,
            highlight=False,
            force_terminal=terminal,
            color_system=None,
        )

    @property
    def lines(self) -> list[str]:
        """What was printed."""
        assert isinstance(self.file, io.StringIO)
        return self.file.getvalue().splitlines()
