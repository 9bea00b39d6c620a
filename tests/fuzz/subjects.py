"""Documents that nobody would write: mutated ones, drawn ones, and ones with hostile text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

from fal_codegen.contract import Document, Json, OperationSchemas, find_schemas, unescape

from tests.documents import CORPUS, PAINTER, load, part, places, replaced
from tests.drift.fuzz.kinds import KINDS
from tests.drift.fuzz.subjects import at, drawn, real_documents
from tests.fuzz.shapes import roots, shapes

TEXTS: tuple[str, ...] = (
    "",
    " ",
    "a\x00b",
    "Model",
    "Input",
    "Output",
    "None",
    "class",
    "list",
    "str",
    "Literal",
    "Field",
    "int",
    "self",
    "model_config",
    "__init__",
    "_private",
    "BaseModel",
    "FileUrl",
    "Number",
    "NotNull",
    "OneOf",
    "Annotated",
    "top-k",
    "top_k",
    "größe",
    "1st",
    '"""\nraise SystemExit\n"""',
    "\\",
    "a\u202eb",
    "\U0001f3a8",
    "{{ 7*7 }}",
    "{% raw %}",
    "../../x",
    "x" * 300,
    "body",
    "from_body",
    "$ref",
    "properties",
)
"""Names and texts that mean something to somebody on the way."""
NUMBERS: tuple[Json, ...] = (
    0, -1, 1, 2**31, 2**53 + 1, 2**63, 2**64, 10**30, 10**400, -(10**400),
    0.1, 1e-9, 1e308, -1e308, 5e-324, 1.0, 2.0, 10**12, 1.5,
)  # fmt: skip
_KEYWORDS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "default", "const",
)  # fmt: skip

Make: TypeAlias = Callable[[Random], Document]


@dataclass(frozen=True, slots=True)
class Subject:
    """A document, and how it came about: the name of its kind and its place in the run."""

    kind: str
    number: int
    document: Document


def subjects(count: int, seed: int) -> Iterator[Subject]:
    """Give documents, in turn of each kind; each by its own number and seed alone."""
    kinds = _kinds()
    names = [*kinds]
    for number in range(count):
        kind = names[number % len(names)]
        made = kinds[kind](Random(f"{seed}/{number}"))
        yield Subject(kind, number, _with_named_request(made))


def _with_named_request(source: Document) -> Document:
    """Have a request stand among the components, as in real documents."""
    found = find_schemas(source)
    components = _dict(source.get("components"))
    schemas = _dict(components.get("schemas"))
    if not isinstance(found, OperationSchemas) or "$ref" in _dict(found.input):
        return source
    steps = tuple(map(unescape, found.input_pointer.split("/")[1:]))
    named: Json = {**components, "schemas": {**schemas, "Asked": found.input}}
    made = replaced({**source, "components": named}, steps, part("Asked"))
    return made if isinstance(made, dict) else source


def _kinds() -> Mapping[str, Make]:
    real = [
        _renamed(each) for each in (*real_documents(), *map(load, sorted(CORPUS.rglob("*.json"))))
    ]

    def mutated(random: Random) -> Document:
        return _edited(random.choice(real), random, random.randint(1, 4))

    def hostile_text(random: Random) -> Document:
        return _with_texts(random.choice(real), random)

    return {
        "mutated": mutated,
        "drawn and edited": lambda random: _edited(drawn(random), random, random.randint(1, 5)),
        "hostile text": hostile_text,
        "shapes": shapes,
        "hostile shapes": lambda random: _with_texts(shapes(random), random),
        "numbers": lambda random: _with_numbers(shapes(random), random),
        "roots": roots,
        "broken": lambda random: _broken(shapes(random), random),
    }


def _renamed(source: Document) -> Document:
    """Give a document the one id that all of them have here."""
    paths: Any = source.get("paths", {})
    plain = min(paths, key=len, default="")
    if not plain:
        return source
    renamed: Json = {f"/{PAINTER}{path.removeprefix(plain)}": each for path, each in paths.items()}
    return {**source, "paths": renamed}


def _edited(source: Document, random: Random, times: int) -> Document:
    """Edit some schemas, each by a kind of edit that applies."""
    for _ in range(times):
        nodes = [steps for steps in places(source) if isinstance(at(source, steps), dict)]
        edits = random.choices([*KINDS.values()], k=12)
        steps = random.choice([each for each in nodes if len(each) > 3] or nodes)
        for kind in edits:
            node = at(source, steps)
            assert isinstance(node, dict)
            changed = kind.edit(node, random)
            if changed != node:
                made = replaced(source, steps, changed)
                source = made if isinstance(made, dict) else source
                break
    return source


def _with_texts(source: Document, random: Random) -> Document:
    """Put texts in place of some names of properties and components, and of some texts."""
    names = [*_names(source)]
    chosen = random.sample(names, min(len(names), random.randint(1, 4)))
    texts = iter(random.sample(TEXTS, len(chosen)))
    changed: Document = _with_names(source, dict(zip(chosen, texts, strict=False)))
    spots = [
        steps
        for steps in places(changed)
        if isinstance(at(changed, steps), str) and "paths" not in steps[:1]
    ]
    for steps in random.sample(spots, min(len(spots), 3)):
        if steps[-1] not in ("$ref", "type"):
            made = replaced(changed, steps, random.choice(TEXTS))
            assert isinstance(made, dict)
            changed = made
    return changed


def _names(value: Json) -> Iterator[str]:
    """Give the names that a document has for properties and components."""
    for steps in places(value):
        if len(steps) > 1 and steps[-2] in ("properties", "schemas"):
            yield str(steps[-1])


def _with_names(value: Json, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - as it came
    match value:
        case dict():
            return {names.get(key, key): _with_names(each, names) for key, each in value.items()}
        case list():
            return [_with_names(each, names) for each in value]
        case str() if value.startswith("#/components/schemas/"):
            home, _, name = value.rpartition("/")
            spelled = names.get(name, name).replace("~", "~0").replace("/", "~1")
            return f"{home}/{spelled}"
        case str():
            return names.get(value, value)
        case _:
            return value


def _with_numbers(source: Document, random: Random) -> Document:
    """Set some keywords of some schemas to numbers that are seldom seen."""
    for _ in range(random.randint(1, 4)):
        spots = [steps for steps in places(source) if "type" in _dict(at(source, steps))]
        if not spots:
            break
        steps = random.choice(spots)
        node = _dict(at(source, steps))
        made = replaced(source, steps, {**node, random.choice(_KEYWORDS): random.choice(NUMBERS)})
        assert isinstance(made, dict)
        source = made
    return source


def _broken(source: Document, random: Random) -> Document:
    """Put something of another type in place of anything."""
    others: tuple[Json, ...] = (None, 7, "x", [], {}, True, [[]], {"$ref": "#/nowhere"}, "#/x")
    steps = random.choice([each for each in places(source) if len(each) > 1])
    made = replaced(source, steps, random.choice(others))
    return made if isinstance(made, dict) else source


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
