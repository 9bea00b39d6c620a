"""How long a fetch takes when every request does: documents and pages, over a slow line."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from fal_codegen.emulator import read_schedule, running
from fal_codegen.pipeline.serving.project_emulator import project_emulator
from fal_codegen.pipeline.stages.fetch import fetch_endpoints
from fal_codegen.project import Project, load_project
from fal_codegen.sources import AT_ONCE, FileCache, Service

from tests.bench.measure import ROOT, Row

_LATENCY = 0.03
_TIMES = 5


def rows() -> list[Row]:
    """Measure the six endpoints with their pages, at once and again with nothing changed."""
    project = load_project(ROOT)
    schedule = read_schedule(f'[[rule]]\nfault = "latency={_LATENCY}"\n')
    with running(project_emulator(project, schedule=schedule)) as front, TemporaryDirectory() as at:
        first = min(_fetch(project, front, FileCache(Path(at, str(n)))) for n in range(_TIMES))
        again = min(_fetch(project, front, FileCache(Path(at, "0"))) for _ in range(_TIMES))
    requests = 2 * len(project.endpoints)
    what = f"{requests} documents and pages fetched, {1000 * _LATENCY:.0f} ms for each answer"
    alone = f"one after another they would wait {1000 * _LATENCY * requests:.0f} ms"
    return [
        Row(what, f"{1000 * first:.0f} ms", f"{alone}; at most {AT_ONCE} at once"),
        Row("the same, nothing changed", f"{1000 * again:.0f} ms", "an ETag each"),
    ]


def _fetch(project: Project, front: str, cache: FileCache) -> float:
    with httpx.Client(trust_env=False) as http:
        start = time.perf_counter()
        found = fetch_endpoints(Service("emulator", http, front, cache), project.endpoints)
        assert len(found.fetched) == len(project.endpoints)
        return time.perf_counter() - start
