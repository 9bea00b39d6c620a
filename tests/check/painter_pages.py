"""The painter's document, and its pages in every form."""

from dataclasses import replace

from fal_codegen.check import Finding, check_docs
from fal_codegen.contract import Document, Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.pages import Entry, FormName, Page

from tests.check.conftest import PAINT
from tests.documents import document, fields

NULL: Json = {"type": "null"}
SIZE: Json = fields(width={"type": "integer", "minimum": 1, "maximum": 9})
PROPERTIES: dict[str, Json] = {
    "prompt": {"type": "string", "minLength": 3, "maxLength": 40},
    "num_images": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
    "ratio": {"anyOf": [{"enum": ["auto", "2:1"]}, NULL], "default": "auto"},
    "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3, "default": []},
    "seed": {"anyOf": [{"type": "integer"}, NULL], "default": None},
    "steps": {"type": "integer", "minimum": 1, "multipleOf": 2},
    "weight": {"type": "number", "exclusiveMinimum": 0, "maximum": 2, "default": 0.5},
    "sync": {"type": "boolean", "default": False},
    "skip": {"type": "integer", "minimum": 0, "maximum": 4, "default": 0},
    "mode": {"const": "quick", "default": "quick"},
    "seconds": {"enum": [4, 8], "default": 4},
    "size": {"anyOf": [{"$ref": "#/components/schemas/Size"}, {"enum": ["s", "l"]}]},
    "old": {"type": "string", "deprecated": True},
}


def painter(**changed: Json) -> Document:
    """Give the painter's document with some of its fields otherwise."""
    given = fields("prompt", **{**PROPERTIES, **changed})
    answer = fields("url", url={"type": "string"})
    return document(given, {**answer, "additionalProperties": False}, {"Size": SIZE}, PAINT)


def entry(name: str, word: str, *values: Json, **more: Json) -> Entry:
    """Show a field, with a default where one is given."""
    return Entry(
        name=name,
        word=word,
        values=values,
        required=name in ("prompt", "url"),
        has_default="default" in more,
        default=more.get("default"),
        minimum=more.get("minimum"),
        maximum=more.get("maximum"),
    )


PROMPT = entry("prompt", "string")
COUNT = entry("num_images", "integer", default=1, minimum=1, maximum=4)
RATIO = entry("ratio", "Enum", "auto", "2:1", default="auto")
SEED, STEPS = entry("seed", "integer"), entry("steps", "integer")
WEIGHT = entry("weight", "float", default=0.5)
SYNC, SKIP = entry("sync", "boolean"), entry("skip", "integer")
MODE = entry("mode", "string", default="quick")
SECONDS = entry("seconds", "SecondsEnum", 4, 8, default=4)
TAGS, OLD = entry("tags", "list<string>"), entry("old", "string")
URL = entry("url", "string")

SHOWN: dict[FormName, tuple[Entry, ...]] = {
    "llms.txt": (
        PROMPT,
        COUNT,
        RATIO,
        replace(TAGS, has_default=True, default=[]),
        SEED,
        STEPS,
        WEIGHT,
        replace(SYNC, has_default=True, default=False),
        replace(SKIP, has_default=True, default=0, minimum=0, maximum=4),
        MODE,
        SECONDS,
        entry("size", "Size | Enum"),
        OLD,
    ),
    "mintlify": (
        PROMPT,
        COUNT,
        RATIO,
        TAGS,
        SEED,
        STEPS,
        WEIGHT,
        replace(SYNC, has_default=True, default=False),
        replace(SKIP, has_default=True, default=0, minimum=0, maximum=4),
        MODE,
        replace(SECONDS, values=("4", "8"), default="4"),
        entry("size", "Size | Enum", "s", "l"),
        OLD,
    ),
    "api-page": (
        PROMPT,
        entry("num_images", "integer", default=1),
        replace(RATIO, word="Enum | null"),
        TAGS,
        replace(SEED, word="integer | null"),
        STEPS,
        WEIGHT,
        SYNC,
        SKIP,
        MODE,
        SECONDS,
        entry("size", "Size | Enum", "s", "l"),
        OLD,
    ),
}
"""The painter as pages of each form show it."""


def page(form: FormName = "llms.txt", *changed: Entry, **more: Json) -> Page:
    """Give the painter's page with some of its fields told otherwise."""
    by_name = {each.name: each for each in changed}
    shown = tuple(by_name.get(each.name, each) for each in SHOWN[form])
    new = tuple(each for each in changed if each.name not in {one.name for one in shown})
    examples = {f"{key}_example": value for key, value in more.items()}
    return Page(id=PAINT, form=form, input=(*shown, *new), output=(URL,), **examples)  # type: ignore[arg-type]  # examples are JSON


def found(page: Page, of: Document | None = None) -> list[Finding]:
    source = of or painter()
    endpoint = read_document(source).endpoint
    assert endpoint is not None
    return [*check_docs(page, endpoint, Judge(source))]


def details(findings: list[Finding]) -> list[tuple[str, str, str, Json, Json]]:
    return [(each.rule.id, str(each.place), each.name, each.left, each.right) for each in findings]
