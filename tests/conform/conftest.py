"""What a program under test may be asked, and may answer."""

import json

from fal_codegen.conform import Lines

from tests.emit.conftest import TEMPLATES

LINES = Lines(
    *(
        json.loads(TEMPLATES[f"conformance/schemas/{kind}.schema.json"])
        for kind in ("question", "ok")
    )
)
