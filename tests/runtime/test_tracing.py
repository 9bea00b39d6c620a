"""OpenTelemetry by httpx's own instrumentation, as docs/client.md shows it."""

import subprocess
import sys
from pathlib import Path

import pytest

from .servers import serving

CODE = """
import httpx
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
HTTPXClientInstrumentor().instrument()

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
def test_every_call_is_a_span_in_both_clients_and_none_has_the_key(built: Path) -> None:
    pytest.importorskip("opentelemetry.instrumentation.httpx")
    with serving(200, b'{"images": [], "description": ""}') as server:
        front = "http://{}:{}".format(*server.server_address)
        run = subprocess.run(
            [sys.executable, "-c", CODE, front],
            cwd=built,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["[('POST', 200), ('POST', 200)]", "False"]
