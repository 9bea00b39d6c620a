"""Documents whose parts refer to each other as they please."""

from random import Random

from fal_codegen.contract import Document, Json

from tests.documents import document, fields, part

TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
_PARTS = ("A", "B", "C", "D")
_PATTERNS = (
    "^[a-z]+$",
    "^\\d{2,}$",
    "a|b",
    "^(?:x|y)z?$",
    "^.{2}$",
    "[^a]",
    "\\w+@\\w+",
    "^\\p{L}+$",
)
_VALUES: tuple[Json, ...] = ("a", "b", "A", 1, 2, 1.5, True, None, "1", [], {"x": 1})
_BARE: tuple[Json, ...] = ({"type": "boolean"}, {"type": "null"}, {"const": "k"}, {}, True)
_DEEPEST = 4


def shapes(random: Random) -> Document:
    """Draw a document."""
    parts = {name: _part(random) for name in _PARTS}
    answer = random.choice([_object(random, 0), part("A")])
    return document(_object(random, 0), answer, parts)


def roots(random: Random) -> Document:
    """Draw a document whose request and answer are whatever a schema may be.

    Parts may be what the answer is made of, hold it, or be held by themselves.
    """
    parts = {name: _part(random) for name in _PARTS}
    answer = _root(random)
    if random.random() < 0.5:
        parts["Answer"], answer = answer, part("Answer")
        parts["A"] = fields(again=answer, **_inner(parts["A"]))
    return document(_request(random), answer, parts)


def _request(random: Random) -> Json:
    """Draw what may be an object, spelled in ways in which hardly anybody spells a request."""
    word = random.choice(("allOf", "anyOf", "oneOf", ""))
    several = [random.choice((_object, _reference_at))(random, 1) for _ in range(2)]
    if not word:
        return part("A")
    null: list[Json] = [{"type": "null"}] if random.random() < 0.3 and word != "allOf" else []
    return {word: [*several, *null]}


def _root(random: Random) -> Json:
    """Draw alternatives, a list, a dictionary, anything that may be null, or anything at all."""
    drawn = random.choice((_union, _list, _dictionary, _both, _tuple, _nullable, _shape))
    return drawn(random, 1)


def _nullable(random: Random, depth: int) -> Json:
    return {"anyOf": [_shape(random, depth), {"type": "null"}]}


def _reference_at(random: Random, _depth: int) -> Json:
    return _reference(random)


def _inner(schema: Json) -> dict[str, Json]:
    """Give the properties of a schema, if it has some."""
    found = schema.get("properties") if isinstance(schema, dict) else None
    return found if isinstance(found, dict) else {}


def _part(random: Random) -> Json:
    return _object(random, 1) if random.random() < 0.7 else _shape(random, 1)


def _object(random: Random, depth: int) -> dict[str, Json]:
    chosen = random.sample(("a", "b", "c", "kind", "url"), random.randint(1, 4))
    needed = random.sample(chosen, random.randint(0, len(chosen)))
    made = fields(*needed, **{name: _shape(random, depth + 1) for name in chosen})
    if random.random() < 0.15:
        made["additionalProperties"] = random.choice((False, _shape(random, depth + 1)))
    if random.random() < 0.1:
        made["minProperties"] = random.randint(0, 3)
    return made


def _shape(random: Random, depth: int) -> Json:
    """Draw a schema of any kind; below some depth, one without others in it."""
    if depth < _DEEPEST and random.random() < 0.45:
        return random.choice((_list, _tuple, _union, _both, _dictionary, _object))(random, depth)
    return random.choice((_reference, _text, _pattern, _number, _enum, _bare, _types))(random)


def _reference(random: Random) -> Json:
    return part(random.choice(_PARTS))


def _text(random: Random) -> Json:
    return {"type": "string", **_limits(random, "Length", 4)}


def _pattern(random: Random) -> Json:
    return {"type": "string", "pattern": random.choice(_PATTERNS)}


def _number(random: Random) -> Json:
    low = random.choice((-3, 0, 1, 0.5))
    made: dict[str, Json] = {"type": random.choice(("integer", "number")), "minimum": low}
    made["maximum"] = low + random.choice((0, 1, 2, 7.5))
    if random.random() < 0.3:
        made["multipleOf"] = random.choice((2, 0.5, 0.1, 3))
    return made


def _enum(random: Random) -> Json:
    return {"enum": random.sample(_VALUES, random.randint(1, 4))}


def _bare(random: Random) -> Json:
    return random.choice(_BARE)


def _types(random: Random) -> Json:
    return {"type": [*random.sample(TYPES, 2)]}


def _list(random: Random, depth: int) -> Json:
    unique: dict[str, Json] = {"uniqueItems": True} if random.random() < 0.3 else {}
    items = _shape(random, depth + 1)
    return {"type": "array", "items": items, **_limits(random, "Items", 3), **unique}


def _tuple(random: Random, depth: int) -> Json:
    pair = [_shape(random, depth + 1) for _ in range(2)]
    return {"type": "array", "prefixItems": pair, "minItems": 2, "maxItems": 2}


def _union(random: Random, depth: int) -> Json:
    word = random.choice(("anyOf", "oneOf"))
    return {word: [_shape(random, depth + 1) for _ in range(random.randint(1, 3))]}


def _both(random: Random, depth: int) -> Json:
    return {"allOf": [_shape(random, depth + 1) for _ in range(2)]}


def _dictionary(random: Random, depth: int) -> Json:
    values = _shape(random, depth + 1)
    return {"type": "object", "additionalProperties": values, **_limits(random, "Properties", 2)}


def _limits(random: Random, of: str, most: int) -> dict[str, Json]:
    least = random.randint(0, most)
    made: dict[str, Json] = {}
    if random.random() < 0.4:
        made[f"min{of}"] = least
    if random.random() < 0.4:
        made[f"max{of}"] = least + random.randint(0, 2)
    return made
