"""Schemathesis judges the emulator by the documents it was made from, over real TCP.

The documents leave out or tell wrong a few things that are known; `queue` puts them right, each
with its reason, and everything else is held to the letter.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, running

from tests.documents import family

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(
        find_spec("schemathesis") is None and "CI" not in os.environ,
        reason="schemathesis is not installed; `make test-all` brings it",
    ),
]

EXAMPLES = 40
DETAIL = {"application/json": {"schema": {"type": "object", "required": ["detail"]}}}


@pytest.fixture
def front() -> Iterator[str]:
    """Give a fresh emulator: jobs that are never looked at again fill one up."""
    documents = {EndpointId(id_): document for id_, document in family().items()}
    with running(emulator(documents)) as url:
        yield url


def errors(*statuses: str) -> dict[str, Any]:
    """Give the answers that no document tells of: each is a JSON object with a `detail`."""
    return {status: {"description": "refused", "content": DETAIL} for status in statuses}


def queue(id_: str, front: str) -> dict[str, Any]:
    """Give the document of the queue, put right."""
    document: dict[str, Any] = json.loads(json.dumps(family()[id_]))
    ticket = f"/{EndpointId(id_).app}/requests/{{request_id}}"
    documented = f"/{id_}/requests/{{request_id}}"
    paths = document["paths"]
    # It says 3.0.4 and holds JSON Schema 2020-12, which 3.1 has.
    document["openapi"] = "3.1.0"
    document["servers"] = [{"url": f"{front}/queue.fal.run"}]
    # Requests are found without the subpath of the endpoint (recorded traffic).
    for tail in ("", "/status", "/cancel"):
        paths[ticket + tail] = paths.pop(documented + tail)
    # Logs are a list or null (recorded traffic).
    status = document["components"]["schemas"]["QueueStatus"]
    status["properties"]["logs"] = {"type": ["array", "null"]}
    # No document tells of an error.
    paths[f"/{id_}"]["post"]["responses"] |= errors("401")
    paths[ticket]["get"]["responses"] |= errors("400", "401", "404", "422", "499")
    # A status is 202 until the job is done, and one of no job is NOT_FOUND (docs/wire.md).
    states = paths[f"{ticket}/status"]["get"]["responses"]
    states |= errors("401") | {"202": states["200"], "404": {"description": "no such job"}}
    # Calling off is answered with 202, 400 or 404 and a status (documentation page), not with 200.
    called = {"schema": {"type": "object", "required": ["status"]}}
    answers = {"description": "", "content": {"application/json": called}}
    paths[f"{ticket}/cancel"]["put"]["responses"] = dict.fromkeys(("202", "400", "404"), answers)
    paths[f"{ticket}/cancel"]["put"]["responses"] |= errors("401")
    return document


def direct(id_: str, front: str) -> dict[str, Any]:
    """Give a document of fal.run, which none describes: the same body, the output at once."""
    document = queue(id_, front)
    ticket = f"/{EndpointId(id_).app}/requests/{{request_id}}"
    submit = document["paths"][f"/{id_}"]["post"]
    answer = document["paths"][ticket]["get"]["responses"]["200"]
    submit["responses"] = {"200": answer, **errors("401", "422")}
    document["servers"] = [{"url": f"{front}/fal.run"}]
    document["paths"] = {f"/{id_}": {"post": submit}}
    return document


def judge(document: dict[str, Any], folder: Path, *options: str) -> None:
    """Run Schemathesis with its own phases and checks; fail with what it says."""
    file = folder / "openapi.json"
    file.write_text(json.dumps(document), "utf-8")
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", str(file)]
    settings = [
        f"--url={document['servers'][0]['url']}",
        "--header=Authorization: Key canary:canary",
        f"--max-examples={EXAMPLES}",
        "--seed=1",
        "--continue-on-failure",
    ]
    done = subprocess.run(
        [*command, *settings, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]


@pytest.mark.parametrize("id_", family())
def test_an_endpoint_that_answers_at_once_keeps_its_document(
    id_: str, front: str, tmp_path: Path
) -> None:
    judge(direct(id_, front), tmp_path)


@pytest.mark.parametrize("id_", family())
def test_the_queue_of_an_endpoint_keeps_its_document(id_: str, front: str, tmp_path: Path) -> None:
    # The queue takes any body, and the result tells what the model made of it (official client).
    # Whether a ticket can be collected or called off is a matter of its age, not of the request.
    judge(
        queue(id_, front),
        tmp_path,
        "--exclude-checks=negative_data_rejection,positive_data_acceptance",
    )
