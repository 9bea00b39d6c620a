"""datamodel-code-generator alone: the same schemas, in as many processes, written to nowhere."""

import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from datamodel_code_generator import generate
from datamodel_code_generator.enums import DataModelType, InputFileType


def models(path: Path) -> int:
    """Make the models of one document, without a formatter; give their length."""
    document = json.loads(path.read_bytes())
    document["openapi"] = "3.1.0"
    source = generate(
        json.dumps(document),
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        use_annotated=True,
        formatters=[],
    )
    return len(str(source))


def main(folder: Path) -> None:
    """Make the models of every document below a folder."""
    paths = sorted(folder.rglob("openapi.json"))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        print(sum(pool.map(models, paths, chunksize=24)))  # noqa: T201 - so that nothing is left out


if __name__ == "__main__":
    main(Path(sys.argv[1]))
