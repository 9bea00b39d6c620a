"""Models of one endpoint, by datamodel-code-generator in process with our templates."""

import ast
from collections import defaultdict
from pathlib import Path
from typing import Any

from datamodel_code_generator import generate
from datamodel_code_generator.enums import DataModelType, InputFileType
from datamodel_code_generator.format import PythonVersion
from datamodel_code_generator.parser import LiteralType

from fal_codegen.emit.field_names import aliases, keeps_its_name
from fal_codegen.emit.prepared import Prepared

_ROOT = "SchemaOfNothing"
"""How the generator calls the schema around the definitions, which is not written."""


def models(prepared: Prepared, templates: Path) -> str:
    """Give the classes of a module and the imports they need, not formatted.

    `templates` is the folder of the generator's custom templates.
    """
    bases = {name: each.get("base", "") for name, each in prepared.details.items()}
    details: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    details.update(_details(prepared))
    source = generate(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": prepared.definitions},
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        custom_template_dir=templates,
        extra_template_data=details,
        aliases=aliases(prepared.definitions, bases),
        class_name=_ROOT,
        custom_file_header="#",
        disable_future_imports=True,
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        field_constraints=True,
        formatters=[],
        skip_root_model=True,
        strict_nullable=True,
        use_annotated=True,
        use_standard_collections=True,
        use_type_alias=True,
        use_union_operator=True,
    )
    assert isinstance(source, str)
    return _after_output(source.removeprefix("#"))


def _after_output(source: str) -> str:
    """Put the request's class behind the answer's, which its base names without a reference.

    The generator moves an answer that waits for parts that hold themselves.
    """
    input_at, output_at = source.find("\nclass Input("), source.find("\nclass Output(")
    if not 0 <= input_at < output_at:
        return source
    nodes = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}
    lines, (first, last) = [f"{line}\n" for line in source.split("\n")], _span(nodes["Input"])
    behind = _span(nodes["Output"])[1]
    moved = [*lines[last:behind], "\n\n", *lines[first:last]]
    return "".join([*lines[:first], *moved, "\n\n", *lines[behind:]])


def _span(node: ast.stmt) -> tuple[int, int]:
    return node.lineno - 1, node.end_lineno or node.lineno


def _details(prepared: Prepared) -> dict[str, dict[str, Any]]:
    return {
        class_: {
            "notes": [],
            **class_details,
            "by_field": {
                name: {**field, "own": keeps_its_name(name, prepared.definitions)}
                for name, field in class_details.get("by_field", {}).items()
            },
        }
        for class_, class_details in prepared.details.items()
    }
