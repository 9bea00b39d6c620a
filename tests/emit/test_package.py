"""Generated text: the same for the same contracts, inert whatever the document says."""

import ast
import json
import random
from pathlib import Path
from typing import Any, cast

import pytest
from fal_codegen.cli import main
from fal_codegen.contract import Document, Json, parse
from fal_codegen.emit.text import docstring, string
from fal_codegen.project import load_contracts
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import steady
from tests.emit.conftest import ROOT, imported, texts

FAMILY = {id_: each.document for id_, each in load_contracts(ROOT / "contracts").items()}
CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def shuffled(value: Json, dice: random.Random) -> Json:
    if isinstance(value, list):
        return [shuffled(item, dice) for item in value]
    if isinstance(value, dict):
        keys = list(value)
        dice.shuffle(keys)
        return {key: shuffled(value[key], dice) for key in keys}
    return value


def test_the_order_of_keys_and_of_documents_changes_no_byte() -> None:
    dice = random.Random(7)
    documents = [shuffled(document, dice) for document in FAMILY.values()]
    assert texts(reversed(documents)) == texts(FAMILY.values())  # type: ignore[arg-type]


def test_the_committed_package_is_what_the_contracts_say() -> None:
    assert main(["--project", str(ROOT), "generate", "--check"]) == 0


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_document_becomes_the_expected_module(case: Path, tmp_path: Path) -> None:
    document: Any = parse((case / "openapi.json").read_bytes())
    files = texts([document])
    made = files[f"python/fal_endpoints/{case.name}.py"]
    assert made == (case / "expected.py.txt").read_text("utf-8")
    takes: Any = parse((case / "bodies.json").read_bytes())
    with imported(files, tmp_path):
        module = __import__(f"fal_endpoints.{case.name}", fromlist=["Input"])
        for body in takes["taken"]:
            assert module.Input.from_body(body).body() == body
        for body in takes["refused"]:
            with pytest.raises(ValueError, match="validation error"):
                module.Input.from_body(body)
        for answer in takes["answers"]:
            read = module.Output.model_validate_json(json.dumps(answer))
            assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == answer


hostile = st.text(st.sampled_from("\"'\\\n\r\t {}%#x\x00\u202e\u2028\ud800😀N") | st.characters())


@steady(400)
@given(hostile)
def test_a_string_literal_evaluates_to_the_text_and_nothing_else(text: str) -> None:
    assert ast.literal_eval(string(text)) == text


@steady(400)
@given(hostile)
def test_a_docstring_holds_the_text_and_nothing_else(text: str) -> None:
    made = docstring(text)
    body = ast.parse(f"class A:\n    {made or '...'}\n    x = 1\n").body[0]
    assert isinstance(body, ast.ClassDef)
    assert len(body.body) == 2
    if made:
        assert "".join((ast.get_docstring(body) or "").split()) == "".join(text.split())
        assert not set(made) & {"\x00", "\u202e", "\u2028", "\ud800", "\r"}


@steady(25)
@given(hostile, hostile)
@pytest.mark.deep
def test_text_of_a_document_never_becomes_code(prose: str, value: str) -> None:
    document: Document = json.loads(json.dumps(FAMILY["fal-ai/nano-banana"]))  # type: ignore[index]
    plain = texts([document])["python/fal_endpoints/nano_banana.py"]
    schemas: Any = document["components"]["schemas"]  # type: ignore[index,call-overload]
    field = cast("dict[str, Any]", schemas["NanoBananaInput"]["properties"]["output_format"])
    field.update(description=prose, title=prose, enum=["png", value], default="png")
    made = texts([document])["python/fal_endpoints/nano_banana.py"]
    assert skeleton(made) == skeleton(plain)


def skeleton(source: str) -> str:
    """Dump the syntax tree of a module without its constants."""

    class Blank(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            return ast.Constant("") if isinstance(node.value, str) else node

        def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
            if isinstance(node.value, ast.Name) and node.value.id == "Literal":
                return node.value
            return self.generic_visit(node)

        def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
            docstring = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
            return None if docstring else self.generic_visit(node)

    return ast.dump(Blank().visit(ast.parse(source)))
