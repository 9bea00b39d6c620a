"""OpenTelemetry by httpx's own instrumentation, as README and docs/client.md show it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .servers import serving

ROOT = Path(__file__).parents[2]
SHOWN = {
    page: next(
        block
        for block in re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
        if "opentelemetry" in block
    )
    for page in ("README.md", "docs/client.md")
}
BEFORE = """
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
"""
AFTER = """
import asyncio, sys
from fal_endpoints import AsyncFal, Fal, portrait

request = portrait.Input(prompt="by night")
with Fal(gateway=sys.argv[1], key="canary-id:canary-secret") as fal:
    fal.run(request)

async def main():
    async with AsyncFal(gateway=sys.argv[1], key="canary-id:canary-secret") as fal:
        await fal.run(request)

asyncio.run(main())
spans = exporter.get_finished_spans()
print([(span.name, span.attributes["http.status_code"]) for span in spans])
print(any("canary-secret" in span.to_json() for span in spans))
"""


@pytest.mark.deep
@pytest.mark.parametrize("page", SHOWN)
def test_every_call_is_a_span_in_both_clients_and_none_has_the_key(built: Path, page: str) -> None:
    pytest.importorskip("opentelemetry.instrumentation.httpx")
    with serving(200, b'{"images": [], "description": ""}') as server:
        front = "http://{}:{}".format(*server.server_address)
        run = subprocess.run(
            [sys.executable, "-c", BEFORE + SHOWN[page] + AFTER, front],
            cwd=built,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["[('POST', 200), ('POST', 200)]", "False"]
