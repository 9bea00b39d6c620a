"""Hostile documents: what they say stays text, whatever it is and wherever it stands."""

import ast
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.openapi import read_document

from tests import documents
from tests.emit.conftest import imported, texts

CANARY = "canary-of-the-attack"
PAYLOADS = {
    "closes_a_docstring": f'"""\nopen("{CANARY}", "w")\n"""',
    "closes_a_string": f'"); open("{CANARY}", "w"); ("',
    "closes_with_backslash": f'\\"""); open("{CANARY}", "w"); #',
    "calls_import": f"__import__('os').system('touch {CANARY}')",
    "template_expression": "{{ cycler.__init__.__globals__.os.system('touch " + CANARY + "') }}",
    "template_statement": "{% include '/etc/passwd' %}{# x #}",
    "format_field": "{0.__class__}{name!r}",
    "path": "../../../etc/passwd",
    "null_byte": "a\x00b",
    "right_to_left": "a\u202eb\u2066c",
    "surrogate_half": "a\ud800b",
    "line_ends": "a\r\nb\u2028c\x85d",
    "comment": "# type: ignore\n# noqa",
    "shell": f"$(touch {CANARY})`touch {CANARY}`",
    "keyword": "lambda",
    "dunder": "__class__",
    "model_attribute": "model_config",
    "private": "_hidden",
    "empty": "",
    "not_ascii": "größe",
    "long": "x" * 200_000,
}


def document(name: str) -> dict[str, Any]:
    """A document with text in every place that text can stand."""
    field = {"type": "string", "title": "T", "description": "D", "examples": ["E"], "default": "F"}
    given: dict[str, Any] = {
        "type": "object",
        "title": "T",
        "description": "D",
        "properties": {
            "field": field,
            "choice": {"type": "string", "enum": ["V", "other"]},
            "fixed": {"type": "string", "const": "K"},
            "part": documents.part("P"),
            "map": {"type": "object", "default": {"key": "value"}},
            "media": {"type": "string", "x-fal": {"size": "X"}, "format": "Y"},
        },
    }
    inner: dict[str, Any] = {"type": "object", "properties": {"inner": {"type": "integer"}}}
    out: dict[str, Any] = {
        "type": "object",
        "properties": {"out": {"type": "string", "enum": ["V"]}},
    }
    parts: dict[str, Any] = {"I": given, "P": inner, "O": out}
    id_ = f"fal-ai/{name}"
    whole = documents.document(documents.part("I"), documents.part("O"), parts, id_)
    return {**whole, "info": {"x-fal-metadata": {"about": "A", "category": "C"}}}


def rename(properties: dict[str, Any], old: str, new: str) -> None:
    properties[new] = properties.pop(old)


def component(found: dict[str, Any], text: str) -> None:
    schemas = found["components"]["schemas"]
    escaped = text.replace("~", "~0").replace("/", "~1")
    rename(schemas, "P", text)
    schemas["I"]["properties"]["part"]["$ref"] = f"#/components/schemas/{escaped}"


def inputs(found: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = found["components"]["schemas"]["I"]["properties"]
    return properties


SPOTS: dict[str, Callable[[dict[str, Any], str], object]] = {
    "about": lambda found, text: found["info"]["x-fal-metadata"].update(about=text),
    "title": lambda found, text: inputs(found)["field"].update(title=text),
    "description": lambda found, text: inputs(found)["field"].update(description=text),
    "class_description": lambda f, text: f["components"]["schemas"]["P"].update(description=text),
    "example": lambda found, text: inputs(found)["field"].update(examples=[text]),
    "default": lambda found, text: inputs(found)["field"].update(default=text),
    "default_in_an_object": lambda f, text: inputs(f)["map"].update(default={text: text}),
    "enum_value": lambda found, text: inputs(found)["choice"].update(enum=["other", text]),
    "const": lambda found, text: inputs(found)["fixed"].update(const=text),
    "answer_enum": lambda f, text: f["components"]["schemas"]["O"]["properties"]["out"].update(
        enum=[text]
    ),
    "claim": lambda found, text: inputs(found)["media"]["x-fal"].update(size=text),
    "claim_name": lambda found, text: inputs(found)["media"].update({f"z{text}": text}),
    "format": lambda found, text: inputs(found)["media"].update(format=text),
    "field_name": lambda found, text: rename(inputs(found), "field", text),
    "part_field_name": lambda f, text: rename(
        f["components"]["schemas"]["P"]["properties"], "inner", text
    ),
    "component_name": component,
}


SAFE = (ast.ImportFrom, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Expr)


@pytest.mark.deep
@pytest.mark.parametrize("spot", SPOTS)
def test_text_becomes_neither_code_nor_a_path(
    spot: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacked = {name: document(name) for name in PAYLOADS}
    for name, found in attacked.items():
        SPOTS[spot](found, PAYLOADS[name])
    readings = {name: read_document(found) for name, found in attacked.items()}
    refused = {name for name, reading in readings.items() if reading.endpoint is None}
    assert refused <= ({"surrogate_half"} if spot != "component_name" else set(PAYLOADS))
    files = texts(attacked[name] for name in PAYLOADS if name not in refused)
    beside = {"python/pyproject.toml"}
    assert all(path in beside or path.startswith("python/fal_endpoints/") for path in files)
    assert all(".." not in path for path in files)
    monkeypatch.chdir(tmp_path)
    with imported(files, tmp_path):
        for name in sorted(set(PAYLOADS) - refused):
            inert(files[f"python/fal_endpoints/{name}.py"])
            assert import_module(f"fal_endpoints.{name}").Input().body() == {}, name
    assert not (tmp_path / CANARY).exists()


def inert(source: str) -> None:
    """Nothing in the module runs but its own classes and annotations."""
    assert not set(source) & set("\x00\u202e\u2066\u2028\x85\r\ud800")
    tree = ast.parse(source)
    for node in tree.body:
        assert isinstance(node, SAFE), ast.unparse(node)
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert {ast.unparse(call) for call in calls} <= {
        *"Field NotNull OneOf MultipleOf ConfigDict".split()
    }
