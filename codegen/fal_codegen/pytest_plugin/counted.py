"""Keeping what tests sent, when all of them are over."""

import json
from uuid import uuid4

import pytest

from fal_codegen.errors import Broken
from fal_codegen.pipeline import TestedBodies
from fal_codegen.pytest_plugin.place import find_project
from fal_codegen.pytest_plugin.sent import SentBodies


def save(config: pytest.Config, sent: SentBodies) -> None:
    """Count what was sent, and keep the counts in the project whose client it was, if it is here.

    The processes of pytest-xdist write a file each, under the run that they share.
    """
    try:
        project = find_project(config)
    except Broken:
        return
    if project.package not in sent.packages:
        return
    worker: dict[str, str] = getattr(config, "workerinput", {})
    run, name = worker.get("testrunuid", uuid4().hex), worker.get("workerid", "main")
    tested = TestedBodies(project, run, name)
    for (endpoint, taken, text), times in sent.seen.items():
        tested.count(endpoint, json.loads(text), times, taken=taken)
    tested.save()
