"""A pair of documents for each rule that a client can notice, with a call of the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fal_codegen.contract import Document, Json

from tests.documents import document, fields, part
from tests.drift.test_rules import COUNT, NULL, PAIR, TEXT, either, shut


@dataclass(frozen=True, slots=True)
class Row:
    """What `it` was and is, of requests or of answers, and code that was written for it as it was.

    `call` makes a request, `read` uses its answer; `m` is the endpoint's module. `seen` are the
    judges that object to that code, or to the new package.
    """

    before: Json
    after: Json
    call: str = "m.Input(prompt='a')"
    read: str = "answer"
    seen: frozenset[str] = frozenset()
    parts: Mapping[str, Json] | None = None

    def documents(self, rule: str, id_: str) -> tuple[Document, Document]:
        """Give the two documents."""
        parts = dict(self.parts or {})
        if rule.startswith("request-"):
            return _two(
                document(
                    fields("prompt", prompt=TEXT, it=each), fields("url", url=TEXT), parts, id_
                )
                for each in (self.before, self.after)
            )
        given = fields("prompt", prompt=TEXT)
        return _two(
            document(given, fields("it", it=each), parts, id_) for each in (self.before, self.after)
        )


def _two(pair: Iterable[Document]) -> tuple[Document, Document]:
    """Give two as a pair."""
    one, other = pair
    return one, other


MYPY, GRIFFE, RUN = "mypy", "griffe", "run"
_IT = "m.Input(prompt='a', it={})"
_TEXT = "text(answer.it)"
_UNION = either(fields("a", a=COUNT), fields("x", x=TEXT))
_KINDS: dict[str, Json] = {
    name.upper(): fields("kind", kind={"const": name}) for name in ("a", "b", "c")
}


def _seen(*judges: str) -> frozenset[str]:
    return frozenset(judges)


REQUESTS: dict[str, Row] = {
    "field-removed": Row(
        PAIR, fields(a=TEXT), _IT.format("m.InputIt(b='b')"), "answer", _seen(MYPY, GRIFFE, RUN)
    ),
    "field-added": Row(fields(a=TEXT), PAIR, _IT.format("m.InputIt(a='a')")),
    "field-added-required": Row(
        fields(a=TEXT),
        fields("b", a=TEXT, b=TEXT),
        _IT.format("m.InputIt(a='a')"),
        "answer",
        _seen(MYPY, RUN),
    ),
    "required-tightened": Row(
        PAIR,
        fields("b", a=TEXT, b=TEXT),
        _IT.format("m.InputIt(a='a')"),
        "answer",
        _seen(MYPY, RUN),
    ),
    "required-loosened": Row(fields("b", b=TEXT), fields(b=TEXT), _IT.format("m.InputIt(b='b')")),
    "nullable-tightened": Row(either(TEXT, NULL), TEXT, _IT.format("None"), "answer", _seen(RUN)),
    "nullable-loosened": Row(TEXT, either(TEXT, NULL), _IT.format("'a'")),
    "type-tightened": Row(TEXT, COUNT, _IT.format("'a'"), "answer", _seen(MYPY, RUN)),
    "type-loosened": Row(COUNT, {"type": "number"}, _IT.format("1")),
    "alternative-tightened": Row(
        _UNION,
        fields("a", a=COUNT),
        _IT.format("m.InputIt2(x='a')"),
        "answer",
        _seen(MYPY, GRIFFE, RUN),
    ),
    "alternative-loosened": Row(
        {"oneOf": [part("A"), part("B")]},
        {"oneOf": [part("A"), part("B"), part("C")]},
        _IT.format("m.A(kind='a')"),
        parts=_KINDS,
    ),
    "default-refused": Row(
        {**COUNT, "default": 9, "maximum": 9},
        {**COUNT, "default": 9, "maximum": 4},
        _IT.format("9"),
        seen=_seen(RUN),
    ),
    "enum-tightened": Row(
        {"enum": ["a", "b"]}, {"enum": ["b"]}, _IT.format("'a'"), "answer", _seen(MYPY, RUN)
    ),
    "enum-loosened": Row({"enum": ["a"]}, {"enum": ["a", "b"]}, _IT.format("'a'")),
    "limit-tightened": Row(
        {**COUNT, "maximum": 9}, {**COUNT, "maximum": 4}, _IT.format("9"), "answer", _seen(RUN)
    ),
    "limit-loosened": Row({**COUNT, "maximum": 4}, {**COUNT, "maximum": 9}, _IT.format("4")),
    "class-removed": Row(
        part("S"),
        part("Z"),
        _IT.format("m.S(a='a')"),
        seen=_seen(MYPY, GRIFFE, RUN),
        parts={"S": fields(a=TEXT), "Z": fields(a=TEXT)},
    ),
    "default-changed": Row({**COUNT, "default": 1}, {**COUNT, "default": 2}, _IT.format("3")),
    "format-changed": Row({**TEXT, "format": "uri"}, {**TEXT, "format": "date"}, _IT.format("'a'")),
    "description-changed": Row(TEXT, {**TEXT, "description": "One."}, _IT.format("'a'")),
    "deprecated-changed": Row(TEXT, {**TEXT, "deprecated": True}, _IT.format("'a'")),
}
ANSWERS: dict[str, Row] = {
    "field-removed": Row(
        fields("a", "b", a=TEXT, b=TEXT),
        fields("a", a=TEXT),
        read="text(answer.it.b)",
        seen=_seen(MYPY, GRIFFE),
    ),
    "field-added": Row(fields("a", a=TEXT), fields("a", a=TEXT, b=TEXT), read="text(answer.it.a)"),
    "required-unreadable": Row(
        fields("a", a=TEXT), fields(a=TEXT), read="text(answer.it.a)", seen=_seen(MYPY)
    ),
    "required-tightened": Row(fields(a=TEXT), fields("a", a=TEXT), read="text(answer.it.a or '')"),
    "nullable-unreadable": Row(TEXT, either(TEXT, NULL), read=_TEXT, seen=_seen(MYPY)),
    "nullable-tightened": Row(either(TEXT, NULL), TEXT, read="text(answer.it or '')"),
    "type-unreadable": Row(TEXT, COUNT, read=_TEXT, seen=_seen(MYPY)),
    "alternative-unreadable": Row(
        fields("a", a=TEXT),
        either(fields("a", a=TEXT), fields("x", x=TEXT)),
        read="text(answer.it.a if answer.it else '')",
        seen=_seen(MYPY),
    ),
    "type-tightened": Row({"type": "number"}, COUNT, read="float(answer.it)"),
    "alternative-loosened": Row(
        {"oneOf": [part("A"), part("B")]},
        {"oneOf": [part("A"), part("B"), part("C")]},
        read="answer.it",
        parts=_KINDS,
    ),
    "alternative-tightened": Row(
        {"oneOf": [part("A"), part("B"), part("C")]},
        {"oneOf": [part("A"), part("B")]},
        read="isinstance(answer.it, m.C)",
        seen=_seen(MYPY, GRIFFE),
        parts=_KINDS,
    ),
    "enum-loosened": Row({"enum": ["a"]}, {"enum": ["a", "b"]}, read=_TEXT),
    "enum-tightened": Row({"enum": ["a", "b"]}, {"enum": ["a"]}, read=_TEXT),
    "limit-loosened": Row({**TEXT, "maxLength": 4}, {**TEXT, "maxLength": 9}, read=_TEXT),
    "limit-tightened": Row({**TEXT, "maxLength": 9}, {**TEXT, "maxLength": 4}, read=_TEXT),
    "class-removed": Row(
        _UNION,
        fields("a", a=COUNT),
        read="isinstance(answer.it, m.OutputIt2)",
        seen=_seen(MYPY, GRIFFE),
    ),
    "format-changed": Row({**TEXT, "format": "uri"}, {**TEXT, "format": "date"}, read=_TEXT),
    "extra-loosened": Row(
        shut(a=TEXT), {**fields(a=TEXT), "additionalProperties": True}, read="answer.it"
    ),
    "default-changed": Row({**COUNT, "default": 1}, {**COUNT, "default": 2}, read="answer.it"),
    "description-changed": Row(TEXT, {**TEXT, "description": "One."}, read=_TEXT),
}
ROWS: dict[str, Row] = {
    **{f"request-{key}": row for key, row in REQUESTS.items()},
    **{f"answer-{key}": row for key, row in ANSWERS.items()},
}
