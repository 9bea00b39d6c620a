"""Where in a text pointers lead to; the plain reader of Python says what is there."""

import json

from fal_codegen.contract import Json, nearest_line, parse, pointer_lines, pretty, resolve_pointer
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(max_size=8)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXTS, each, max_size=3),
    max_leaves=12,
)


def pointers(value: Json, here: str = "") -> set[str]:
    below: list[tuple[str, Json]] = []
    if isinstance(value, dict):
        below = [(name.replace("~", "~0").replace("/", "~1"), each) for name, each in value.items()]
    elif isinstance(value, list):
        below = [(str(index), each) for index, each in enumerate(value)]
    return {here}.union(*(pointers(each, f"{here}/{step}") for step, each in below))


@given(VALUES, st.sampled_from([None, 0, 2]))
def test_every_pointer_has_a_line_at_which_its_name_or_value_begins(
    value: Json, indent: int | None
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    lines = pointer_lines(text)
    assert set(lines) == pointers(value)
    rows = text.split("\n")
    for pointer, (line, column) in lines.items():
        if not pointer:
            continue
        rest = "\n".join([rows[line - 1][column - 1 :], *rows[line:]])
        around = resolve_pointer(value, pointer.rpartition("/")[0])
        begins, _ = json.JSONDecoder().raw_decode(rest)
        if isinstance(around, dict):
            assert pointer.endswith("/" + begins.replace("~", "~0").replace("/", "~1"))
        else:
            step = int(pointer.rpartition("/")[2])
            assert isinstance(around, list)
            assert begins == around[step]


def test_what_a_text_has_not_is_at_the_nearest_place_around() -> None:
    lines = pointer_lines('{\n  "a": {\n    "b": [1]\n  }\n}')
    assert nearest_line(lines, "/a/b/0") == (3, 11)
    assert nearest_line(lines, "/a/b/0/c/d") == (3, 11)
    assert nearest_line(lines, "/a/x/b") == (2, 3)
    assert nearest_line(lines, "/x") == (1, 1)


def test_quotes_and_brackets_within_texts_do_not_count() -> None:
    value: Json = {'a"]}': ["}", '\\"', {"b\\": "{,"}], "z": 1}
    text = pretty(value).decode()
    assert set(pointer_lines(text)) == pointers(parse(text.encode()))
