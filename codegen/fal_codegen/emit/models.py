"""Models of one endpoint, by datamodel-code-generator in process with our templates."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from datamodel_code_generator import generate
from datamodel_code_generator.enums import DataModelType, InputFileType
from datamodel_code_generator.format import PythonVersion
from datamodel_code_generator.parser import LiteralType

from fal_codegen.emit.schema import Prepared

RUNTIME_NAMES = ("body", "endpoint", "from_body", "output_type")
"""What our `Request` calls its own, and no field may."""


def models(prepared: Prepared, templates: Path) -> str:
    """Give the classes of a module and the imports they need, not formatted.

    `templates` is the folder of the generator's custom templates.
    """
    details: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    details.update({name: dict(each) for name, each in prepared.details.items()})
    source = generate(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": prepared.definitions},
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        custom_template_dir=templates,
        extra_template_data=details,
        aliases={name: f"{name}_" for name in RUNTIME_NAMES},
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
    return source.removeprefix("#")
